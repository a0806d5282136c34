#ifndef ALLOCATIONS_H
#define ALLOCATIONS_H

#include <stddef.h>
#include <stdint.h>

/// How often memory was asked for. The program has one thread.
extern uint64_t allocations;

#endif
