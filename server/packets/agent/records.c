/*
 * Records for standard output; packetwatch.h tells what is in them. They wait in memory while nobody
 * reads: the rings must be emptied meanwhile. What the limits allow to be told bounds that memory.
 */
#include "packetwatch.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CAPACITY_AT_FIRST = 1 << 16 };

static char *waiting;
static size_t waiting_size, waiting_from, capacity;

void record_bytes(const void *bytes, size_t size) {
  if (waiting_size + size > capacity) {
    while (waiting_size + size > capacity) capacity = capacity == 0 ? CAPACITY_AT_FIRST : 2 * capacity;
    waiting = realloc(waiting, capacity);
    if (waiting == NULL) die("memory for records");
  }
  memcpy(waiting + waiting_size, bytes, size);
  waiting_size += size;
}

void records_init(void) {
  int flags = fcntl(STDOUT_FILENO, F_GETFL);
  if (flags < 0 || fcntl(STDOUT_FILENO, F_SETFL, flags | O_NONBLOCK) < 0) die("standard output");
}

size_t records_waiting(void) { return waiting_size - waiting_from; }

void records_write(void) {
  while (records_waiting() > 0) {
    ssize_t size = write(STDOUT_FILENO, waiting + waiting_from, records_waiting());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) return;
    if (size < 0) die("standard output");
    waiting_from += (size_t)size;
  }
  waiting_size = waiting_from = 0;
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
