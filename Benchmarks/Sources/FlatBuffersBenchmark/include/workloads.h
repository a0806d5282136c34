// What each library under measurement exports, once for every kind of record: NAME_prepare and so on, with NAME
// `container` or `user`. Every implementation makes the same values, so their checksums can be compared.
#ifndef WORKLOADS_H
#define WORKLOADS_H

#include <stddef.h>
#include <stdint.h>

/// Makes the values of `count` records and a builder, to be used by the calls below. Called once.
typedef void (*prepare_function)(size_t count);

/// Builds all records one after another in the same builder. Returns the sum of their sizes.
typedef uint64_t (*build_function)(void);

/// Builds one record and copies it to `bytes`. Returns its size.
typedef size_t (*record_function)(size_t index, uint8_t *bytes, size_t capacity);

/// Opens all records and reads every field. Returns the sum of all values; of a string, its length and first byte.
typedef uint64_t (*traverse_function)(const uint8_t *const *records, const size_t *sizes, size_t count);

/// Verifies all records. Returns how many are valid.
typedef uint64_t (*verify_function)(const uint8_t *const *records, const size_t *sizes, size_t count);

#endif
