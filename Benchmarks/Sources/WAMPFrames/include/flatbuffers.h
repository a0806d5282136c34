// FlatBuffers tables read in place, every access checked against the buffer's end.
#pragma once
#include "bytes.h"

typedef struct {
  span buffer;
  size_t table;   // offset of the table
  size_t vtable;  // offset of its vtable
  size_t vtable_size;
  size_t table_size;
} fb_table;

static inline bool fb_table_at(span buffer, size_t at, fb_table *table) {
  if (at > buffer.count || buffer.count - at < 4) return false;
  const int64_t vtable = (int64_t)at - (int32_t)load_le32(buffer.start + at);
  if (vtable < 0 || (uint64_t)vtable + 4 > buffer.count) return false;
  *table = (fb_table){buffer, at, (size_t)vtable, load_le16(buffer.start + vtable), load_le16(buffer.start + vtable + 2)};
  return table->vtable_size >= 4 && table->vtable_size <= buffer.count - table->vtable && table->table_size >= 4 &&
         table->table_size <= buffer.count - at;
}

static inline bool fb_root(span buffer, fb_table *table) {
  return buffer.count >= 8 && fb_table_at(buffer, load_le32(buffer.start), table);
}

// Where the field lies in the buffer; 0 if it is absent or `size` bytes do not fit in the table.
static inline size_t fb_field(const fb_table *table, unsigned id, size_t size) {
  const size_t slot = 4 + 2 * id;
  if (slot + 2 > table->vtable_size) return 0;
  const size_t offset = load_le16(table->buffer.start + table->vtable + slot);
  if (offset == 0 || offset + size > table->table_size) return 0;
  return table->table + offset;
}

static inline uint8_t fb_u8(const fb_table *table, unsigned id) {
  const size_t at = fb_field(table, id, 1);
  return at ? table->buffer.start[at] : 0;
}

static inline uint64_t fb_u64(const fb_table *table, unsigned id) {
  const size_t at = fb_field(table, id, 8);
  return at ? load_le64(table->buffer.start + at) : 0;
}

static inline bool fb_subtable(const fb_table *table, unsigned id, fb_table *child) {
  const size_t at = fb_field(table, id, 4);
  return at && fb_table_at(table->buffer, at + load_le32(table->buffer.start + at), child);
}

// Where the elements of a vector of bytes or a string lie, and how many there are. They may reach past the buffer.
static inline bool fb_vector(const fb_table *table, unsigned id, size_t *elements, size_t *count) {
  size_t at = fb_field(table, id, 4);
  if (!at) return false;
  at += load_le32(table->buffer.start + at);
  if (at > table->buffer.count || table->buffer.count - at < 4) return false;
  *elements = at + 4;
  *count = load_le32(table->buffer.start + at);
  return true;
}

// A vector of bytes or a string without its terminator, all of it within the buffer.
static inline bool fb_bytes(const fb_table *table, unsigned id, span *bytes) {
  size_t elements, count;
  if (!fb_vector(table, id, &elements, &count) || count > table->buffer.count - elements) return false;
  *bytes = (span){table->buffer.start + elements, count};
  return true;
}
