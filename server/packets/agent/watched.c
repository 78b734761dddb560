/* The namespaces that are captured. */
#define _GNU_SOURCE
#include "packetwatch.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { UNREAD_BYTES = 1 << 20 };

static struct watched all[WATCHED_MAX];

struct watched *watched_at(int index) { return index < WATCHED_MAX ? &all[index] : NULL; }

static struct watched *by_id(uint32_t id) {
  for (int i = 0; i < WATCHED_MAX; i++)
    if (all[i].state == OPEN && all[i].id == id) return &all[i];
  return NULL;
}

static struct watched *free_one(void) {
  for (int i = 0; i < WATCHED_MAX; i++)
    if (all[i].state == FREE) return &all[i];
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

static void tell_opened(uint32_t id, int reason, int rules_reason) {
  record_begin(RECORD_OPENED, id, 8);
  record_u32((uint32_t)reason);
  record_u32((uint32_t)rules_reason);
}

void watched_want(uint32_t id, ino_t inode, const char *path) {
  struct watched *watched = by_id(id);
  if (watched != NULL) { /* it is reached by another path now */
    strcpy(watched->path, path);
    return;
  }
  watched = free_one();
  if (watched == NULL) return tell_opened(id, ENOSPC, ENOSPC);
  *watched = (struct watched){.state = WANTED, .id = id, .inode = inode, .rules = -1};
  strcpy(watched->path, path);
}

struct task {
  pthread_t thread;
  struct watched *watched;
  int reason, rules_reason; /* errnos */
};

/* Sockets belong to the namespace that they were made in; a thread has one of its own. */
static void *open_one(void *context) {
  struct task *task = context;
  int namespace = open_namespace(task->watched->inode, task->watched->path);
  if (namespace < 0 || setns(namespace, CLONE_NEWNET) < 0)
    task->reason = errno;
  else
    task->reason = ring_open(task->watched);
  if (task->reason == 0) task->rules_reason = rules_open(task->watched);
  if (namespace >= 0) close(namespace);
  return NULL;
}

/*
 * Wherever the kernel adds or removes a hook it waits until no processor can see the old state, for
 * ten milliseconds or more: threads wait for that together.
 */
static int run_tasks(struct task tasks[], int count, void *(*run)(void *)) {
  int started = 0, reason = 0;
  while (started < count && reason == 0) {
    reason = pthread_create(&tasks[started].thread, NULL, run, &tasks[started]);
    if (reason == 0) started++;
  }
  for (int i = 0; i < started; i++) pthread_join(tasks[i].thread, NULL);
  for (int i = started; i < count; i++) tasks[i].reason = reason;
  return started;
}

static int tasks_for(struct task tasks[], enum state state) {
  int count = 0;
  for (int i = 0; i < WATCHED_MAX; i++)
    if (all[i].state == state) tasks[count++] = (struct task){.watched = &all[i]};
  return count;
}

void watched_open(void) {
  struct task tasks[WATCHED_MAX];
  int count = tasks_for(tasks, WANTED);
  run_tasks(tasks, count, open_one);
  for (int i = 0; i < count; i++) {
    const struct task *task = &tasks[i];
    task->watched->state = task->reason == 0 ? OPEN : FREE;
    tell_opened(task->watched->id, task->reason, task->reason == 0 ? task->rules_reason : task->reason);
  }
}

static void tell_left_out(struct watched *watched) {
  if (watched->packets_left_out == 0 && watched->verdicts_left_out == 0) return;
  if (records_waiting() > UNREAD_BYTES) return; /* a later one tells of all */
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

static void *close_sockets(void *context) {
  const struct task *task = context;
  rules_close(task->watched);
  ring_close(task->watched);
  return NULL;
}

static void close_one(struct watched *watched) {
  drain(watched);
  close_sockets(&(struct task){.watched = watched});
  watched->state = FREE;
}

void watched_close(uint32_t id) {
  struct watched *watched = by_id(id);
  if (watched != NULL) close_one(watched);
}

void watched_close_all(void) {
  struct task tasks[WATCHED_MAX];
  int count = tasks_for(tasks, OPEN);
  for (int i = run_tasks(tasks, count, close_sockets); i < count; i++) close_sockets(&tasks[i]);
}

bool watched_drain(void) {
  bool had_any = false;
  for (int i = 0; i < WATCHED_MAX; i++)
    if (all[i].state == OPEN) had_any |= drain(&all[i]);
  return had_any;
}

/*
 * Our sockets keep a namespace alive. The kernel has no event for what it would have been: a
 * namespace whose last process has ended, or whose name has gone.
 */
void watched_look(void) {
  for (int i = 0; i < WATCHED_MAX; i++) {
    struct stat status;
    if (all[i].state != OPEN) continue;
    if (stat(all[i].path, &status) == 0 && status.st_ino == all[i].inode) continue;
    close_one(&all[i]);
    record_begin(RECORD_GONE, all[i].id, 0);
  }
}
