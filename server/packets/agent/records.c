/* Records for standard output; packetwatch.h tells what is in them. */
#include "packetwatch.h"

#include <endian.h>
#include <stdio.h>

void record_bytes(const void *bytes, size_t size) {
  if (fwrite(bytes, 1, size, stdout) != size) die("standard output");
}

void record_u16(uint16_t value) {
  value = htole16(value);
  record_bytes(&value, sizeof value);
}

void record_u32(uint32_t value) {
  value = htole32(value);
  record_bytes(&value, sizeof value);
}

void record_u64(uint64_t value) {
  value = htole64(value);
  record_bytes(&value, sizeof value);
}

void record_begin(enum record kind, uint32_t subject, size_t size) {
  record_u32((uint32_t)size);
  record_u32(kind);
  record_u32(subject);
}
