/* What the files of packetwatch share; packetwatch.c tells what it is. */
#ifndef PACKETWATCH_H
#define PACKETWATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
  WATCHED_MAX = 48, /* namespaces; the memory of their rings is counted against nobody */
  PATH_BYTES = 512,
};

/*
 * Standard output is a row of records. All numbers are little-endian.
 *
 *   u32 size       bytes behind these twelve
 *   u32 kind       of the record, as below
 *   u32 subject    ID of the namespace; N of a sync
 */
enum record {
  RECORD_OPENED = 1,   /* u32 0 or the errno of why it is not captured, u32 the same of its rules */
  RECORD_PACKET = 2,   /* u64 ns since the epoch, u32 interface index, u32 length on the wire,
                          u16 ARPHRD_… of the interface, u16 1: out, 0: in, then its first bytes */
  RECORD_VERDICT = 3,  /* u64 ns since the epoch, u32 NFPROTO_… of the table, then NFTA_TRACE_… */
  RECORD_LEFT_OUT = 4, /* u32 packets, u32 verdicts; more of them, of this namespace */
  RECORD_GONE = 5,     /* it is closed: nothing is at its path any more */
  RECORD_SYNCED = 6,
};

enum state { FREE, WANTED, OPEN };

struct watched {
  enum state state;
  uint32_t id;
  ino_t inode;
  char path[PATH_BYTES];
  int packets; /* packet socket */
  char *ring;
  unsigned next_frame;
  int rules; /* netlink socket that owns the table, and hears what it makes the kernel tell; or -1 */
  uint32_t packets_left_out, verdicts_left_out; /* that are not told yet */
};

/* watched.c */
void watched_want(uint32_t id, ino_t inode, const char *path);
void watched_open(void); /* those that are wanted */
void watched_close(uint32_t id);
void watched_close_all(void);
struct watched *watched_at(int index); /* NULL behind the last one; look at its state */
bool watched_drain(void);              /* whether there was anything */
void watched_look(void);               /* closes those of which nothing is left at their path */

/* ring.c: opens in the namespace that the thread is in. 0, or an errno. */
int ring_open(struct watched *watched);
bool ring_drain(struct watched *watched);
void ring_count_lost(struct watched *watched);
void ring_close(struct watched *watched);

/* rules.c: likewise. */
int rules_open(struct watched *watched);
bool rules_drain(struct watched *watched);
void rules_close(struct watched *watched);

/* marks.c */
enum { TABLE_BYTES = 16 }; /* its name with all that fills four words: see ignore_ours() */
extern const char table_of_marks[TABLE_BYTES]; /* as in server/protocol/trace-table.ts */
int mark_packets(int netlink_fd);              /* 0, or an errno */

/* records.c */
void records_init(void);
size_t records_waiting(void); /* bytes that nobody has read yet */
void records_write(void);     /* as many of them as somebody reads now */
void record_begin(enum record kind, uint32_t subject, size_t size);
void record_u16(uint16_t value);
void record_u32(uint32_t value);
void record_u64(uint64_t value);
void record_bytes(const void *bytes, size_t size);

/* packetwatch.c */
struct limits {
  uint32_t snap_bytes; /* of a packet */
  uint32_t packets;    /* that are told; more are counted */
  uint32_t verdicts;
};
extern struct limits limits;
_Noreturn void die(const char *what);

#endif
