// Tells ThreadSanitizer of Swift's Mutex. Its fast ways are inlined, and seen; the slow ones lie in the standard library,
// which is not instrumented, so that each wait for a mutex would be reported as a race. Preloaded by Tests/Threads/run.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define CONTEXT __attribute__((swift_context))

extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

// Synchronization._MutexHandle._lockSlow(UInt32) and _unlockSlow()
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void lock_slowly(uint32_t thread, CONTEXT void *mutex) __asm__(LOCK);
SWIFT void unlock_slowly(CONTEXT void *mutex) __asm__(UNLOCK);

SWIFT void lock_slowly(uint32_t thread, CONTEXT void *mutex) {
  SWIFT void (*lock)(uint32_t, CONTEXT void *) =
    (SWIFT void (*)(uint32_t, CONTEXT void *))dlsym(RTLD_NEXT, LOCK);
  lock(thread, mutex);
  if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT void unlock_slowly(CONTEXT void *mutex) {
  SWIFT void (*unlock)(CONTEXT void *) = (SWIFT void (*)(CONTEXT void *))dlsym(RTLD_NEXT, UNLOCK);
  if (__tsan_release) __tsan_release(mutex);
  unlock(mutex);
}
