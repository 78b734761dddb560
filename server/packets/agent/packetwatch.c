/*
 * packetwatch SNAP_BYTES PACKETS VERDICTS
 *
 * Tells the packets of network namespaces, and what netfilter's rules do with them, while a trace
 * runs. At most so many bytes of a packet, so many packets and so many verdicts; more are counted. It
 * runs beside the machines, where nobody on them can see or end it. All that it makes in a namespace,
 * its sockets and its table, the kernel takes away with it, however it ends.
 *
 * Standard input, a request a line:
 *   open ID INODE PATH   captures the namespace of that inode at that path; of an ID that is open: it
 *                        is at that path now
 *   close ID             does so no longer
 *   sync N               all that the kernel had seen by then is told before `synced`
 * Standard output: records, see packetwatch.h. It ends with its standard input.
 */
#define _GNU_SOURCE
#include "packetwatch.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
  POLLED_MAX = 2 + 2 * WATCHED_MAX,
  GATHER_US = 300, /* after something came: one turn for many packets, not one for each */
  LOOK_MS = 500,   /* whether the namespaces are still there */
};

struct limits limits;

void die(const char *what) {
  fprintf(stderr, "packetwatch: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void obey(const char *request) {
  unsigned long id, inode;
  char path[PATH_BYTES];
  if (sscanf(request, "open %lu %lu %511[^\n]", &id, &inode, path) == 3) {
    watched_want((uint32_t)id, inode, path);
  } else if (sscanf(request, "close %lu", &id) == 1) {
    watched_open(); /* in the order of the requests */
    watched_close((uint32_t)id);
  } else if (sscanf(request, "sync %lu", &id) == 1) {
    watched_open();
    watched_drain();
    record_begin(RECORD_SYNCED, (uint32_t)id, 0);
  }
}

static void take_requests(void) {
  static char text[8192];
  static size_t length;
  ssize_t size = read(STDIN_FILENO, text + length, sizeof text - length);
  if (size < 0 && errno == EINTR) return;
  if (size <= 0) {
    watched_close_all();
    exit(0);
  }
  length += (size_t)size;
  char *start = text;
  for (char *end; (end = memchr(start, '\n', text + length - start)) != NULL; start = end + 1) {
    *end = '\0';
    obey(start);
  }
  watched_open();
  length = text + length - start;
  memmove(text, start, length);
  if (length == sizeof text) exit(2); /* no request is that long */
}

/* Sleeps until there is a request or, where `with_sockets`, something to tell. */
static void wait_for(bool with_sockets, int limit_us) {
  struct pollfd polled[POLLED_MAX];
  int count = 0;
  polled[count++] = (struct pollfd){.fd = STDIN_FILENO, .events = POLLIN};
  bool has_more = records_waiting() > 0;
  polled[count++] = (struct pollfd){.fd = has_more ? STDOUT_FILENO : -1, .events = POLLOUT};
  const struct watched *watched;
  for (int i = 0; with_sockets && (watched = watched_at(i)) != NULL; i++) {
    if (watched->state != OPEN) continue;
    polled[count++] = (struct pollfd){.fd = watched->packets, .events = POLLIN};
    polled[count++] = (struct pollfd){.fd = watched->rules, .events = POLLIN};
  }
  const struct timespec limit = {limit_us / 1000000, limit_us % 1000000 * 1000};
  if (ppoll(polled, (nfds_t)count, &limit, NULL) < 0 && errno != EINTR) die("poll");
  if (polled[0].revents != 0) take_requests();
}

static int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int main(int argc, char *argv[]) {
  if (argc != 4) {
    fputs("usage: packetwatch SNAP_BYTES PACKETS VERDICTS\n", stderr);
    return 2;
  }
  limits = (struct limits){(uint32_t)atol(argv[1]), (uint32_t)atol(argv[2]), (uint32_t)atol(argv[3])};
  records_init();
  signal(SIGPIPE, SIG_DFL);

  int64_t look_at_ms = now_ms() + LOOK_MS;
  for (bool had_any = false;;) {
    records_write();
    if (had_any) wait_for(false, GATHER_US);
    else wait_for(true, LOOK_MS * 1000);
    had_any = watched_drain();
    if (now_ms() >= look_at_ms) {
      watched_look();
      look_at_ms = now_ms() + LOOK_MS;
    }
  }
}
