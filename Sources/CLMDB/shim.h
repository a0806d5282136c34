#include <lmdb.h>
#ifdef __linux__
// statfs(2), to recognise network file systems; Swift's C library module lacks it.
#include <sys/vfs.h>
// fallocate(2), which the C libraries declare for _GNU_SOURCE only.
extern int fallocate(int descriptor, int mode, off_t offset, off_t length);
#endif
