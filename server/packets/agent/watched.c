/* The namespaces that are captured. */
#define _GNU_SOURCE
#include "packetwatch.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct watched all[WATCHED_MAX];

struct watched *watched_at(int index) { return index < WATCHED_MAX ? &all[index] : NULL; }

static struct watched *by_id(uint32_t id) {
  for (int i = 0; i < WATCHED_MAX; i++)
    if (all[i].is_open && all[i].id == id) return &all[i];
  return NULL;
}

static struct watched *free_one(void) {
  for (int i = 0; i < WATCHED_MAX; i++)
    if (!all[i].is_open) return &all[i];
  return NULL;
}

/* The namespaces' own file system, so that an inode's number means a namespace. */
static dev_t namespaces_device(void) {
  struct stat status;
  if (stat("/proc/self/ns/net", &status) < 0) die("/proc/self/ns/net");
  return status.st_dev;
}

/* A learner may have put anything at that path: a FIFO must not stop us, only the inode counts. */
static int open_namespace(ino_t inode, const char *path) {
  int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  struct stat status;
  if (fd < 0) return -1;
  if (fstat(fd, &status) == 0 && status.st_ino == inode && status.st_dev == namespaces_device())
    return fd;
  close(fd);
  errno = ENOENT;
  return -1;
}

/* Sockets belong to the namespace that they were made in; we are in it no longer than that. */
static int open_sockets(struct watched *watched, int namespace, int *rules_reason) {
  static int own = -1;
  if (own < 0) own = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
  if (own < 0 || setns(namespace, CLONE_NEWNET) < 0) return errno;
  int reason = ring_open(watched);
  if (reason == 0) *rules_reason = rules_open(watched);
  if (setns(own, CLONE_NEWNET) < 0) die("going back");
  return reason;
}

static void tell_opened(uint32_t id, int reason, int rules_reason) {
  record_begin(RECORD_OPENED, id, 8);
  record_u32((uint32_t)reason);
  record_u32((uint32_t)rules_reason);
}

void watched_open(uint32_t id, ino_t inode, const char *path) {
  struct watched *watched = by_id(id);
  if (watched != NULL) { /* it is reached by another path now */
    strcpy(watched->path, path);
    return;
  }
  watched = free_one();
  if (watched == NULL) return tell_opened(id, ENOSPC, ENOSPC);
  *watched = (struct watched){.id = id, .inode = inode, .rules = -1};
  strcpy(watched->path, path);
  int namespace = open_namespace(inode, path), rules_reason = 0;
  if (namespace < 0) return tell_opened(id, errno, errno);
  int reason = open_sockets(watched, namespace, &rules_reason);
  close(namespace);
  watched->is_open = reason == 0;
  tell_opened(id, reason, reason == 0 ? rules_reason : reason);
}

static void tell_left_out(struct watched *watched) {
  if (watched->packets_left_out == 0 && watched->verdicts_left_out == 0) return;
  record_begin(RECORD_LEFT_OUT, watched->id, 8);
  record_u32(watched->packets_left_out);
  record_u32(watched->verdicts_left_out);
  watched->packets_left_out = watched->verdicts_left_out = 0;
}

static bool drain(struct watched *watched) {
  bool had_packets = ring_drain(watched), had_verdicts = rules_drain(watched);
  ring_count_lost(watched);
  tell_left_out(watched);
  return had_packets || had_verdicts;
}

static void close_one(struct watched *watched) {
  drain(watched);
  rules_close(watched);
  ring_close(watched);
  watched->is_open = false;
}

void watched_close(uint32_t id) {
  struct watched *watched = by_id(id);
  if (watched != NULL) close_one(watched);
}

bool watched_drain(void) {
  bool had_any = false;
  for (int i = 0; i < WATCHED_MAX; i++)
    if (all[i].is_open) had_any |= drain(&all[i]);
  return had_any;
}

/*
 * Our sockets keep a namespace alive. The kernel has no event for what it would have been: a
 * namespace whose last process has ended, or whose name has gone.
 */
void watched_look(void) {
  for (int i = 0; i < WATCHED_MAX; i++) {
    struct stat status;
    if (!all[i].is_open) continue;
    if (stat(all[i].path, &status) == 0 && status.st_ino == all[i].inode) continue;
    close_one(&all[i]);
    record_begin(RECORD_GONE, all[i].id, 0);
  }
}
