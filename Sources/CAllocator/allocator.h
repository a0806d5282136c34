// glibc's settings of malloc, which Swift's module of it leaves out. Elsewhere there are none.
#pragma once
#if __has_include(<malloc.h>)
#include <malloc.h>
#endif
