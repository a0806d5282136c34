#include <lmdb.h>
#ifdef __linux__
// statfs(2), to recognise network file systems; Swift's C library module lacks it.
#include <sys/vfs.h>
#endif
