/*
 * Reading a namespace: a child enters it and becomes one of iproute2's, nftables' or iptables' own
 * programs. It prints into memory, since these programs write every few bytes; two limits that the
 * kernel keeps, on time and on size, go with it, so that no clock has to be kept here.
 */
#define _GNU_SOURCE
#include "netwatch.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TIME_LIMIT_SECONDS = 5, OUTPUT_LIMIT_BYTES = 8 << 20, COULD_NOT_RUN = 127 };

struct program {
  const char *what;
  unsigned parts;     /* that a read of it makes good */
  const char *script; /* standard input, or NULL */
  char *const argv[8]; /* empty: live_print() */
};

static const struct program programs[] = {
    {"network", PART_LINKS | PART_NEIGHBOURS,
     "address show\nroute show table all\nneighbour show\n", {"ip", "-j", "-d", "-batch", "-", NULL}},
    {"neighbours", PART_NEIGHBOURS, NULL, {"ip", "-j", "neighbour", "show", NULL}},
    {"fdb", PART_FDB, NULL, {"bridge", "-j", "fdb", "show", NULL}},
    {"nft", PART_RULES, NULL, {"nft", "-s", "-y", "list", "ruleset", NULL}},
    {"iptables", 0, NULL, {"iptables-save", NULL}}, /* follows "nft", whose events it shares */
    {"live", PART_SETTINGS, NULL, {NULL}},
};

struct read {
  unsigned long id;
  ino_t inode;
  const struct program *program;
  pid_t child;
  int child_fd; /* readable when the child has ended; 0: this slot is free */
  int output;
};

static struct read reads[READS_MAX];

static const struct program *program_for(const char *what) {
  for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
    if (strcmp(programs[i].what, what) == 0) return &programs[i];
  return NULL;
}

static struct read *free_slot(void) {
  for (int slot = 0; slot < READS_MAX; slot++)
    if (reads[slot].child_fd == 0) return &reads[slot];
  return NULL;
}

static void print_not_read(unsigned long id, const char *status) {
  printf("{\"is\":\"end\",\"id\":%lu,\"status\":\"%s\",\"bytes\":0,\"peers\":[]}\n", id, status);
}

/* An unread pipe holds these few bytes for the program to come. */
static int input_of(const char *script) {
  int ends[2];
  if (script == NULL) return open("/dev/null", O_RDONLY);
  if (pipe(ends) < 0 || write(ends[1], script, strlen(script)) < 0) return -1;
  close(ends[1]);
  return ends[0];
}

static _Noreturn void become(const struct program *program, int namespace_fd, int output) {
  const struct rlimit size = {OUTPUT_LIMIT_BYTES, OUTPUT_LIMIT_BYTES};
  int input = input_of(program->script), nowhere = open("/dev/null", O_WRONLY);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  alarm(TIME_LIMIT_SECONDS);
  setrlimit(RLIMIT_FSIZE, &size);
  if (setns(namespace_fd, CLONE_NEWNET) < 0 || dup2(input, 0) < 0 || dup2(output, 1) < 0 ||
      dup2(nowhere, 2) < 0)
    _exit(COULD_NOT_RUN);
  if (program->argv[0] == NULL) {
    live_print();
    fflush(stdout);
    _exit(0);
  }
  execvp(program->argv[0], program->argv);
  _exit(COULD_NOT_RUN);
}

/* Fails where the sandbox has no room for another process or for more memory. */
static bool spawn(struct read *slot, int namespace_fd) {
  slot->output = memfd_create("read", MFD_CLOEXEC);
  if (slot->output < 0) return false;
  fflush(stdout);
  slot->child = fork();
  if (slot->child == 0) become(slot->program, namespace_fd, slot->output);
  slot->child_fd = slot->child < 0 ? -1 : (int)syscall(SYS_pidfd_open, slot->child, 0);
  if (slot->child_fd >= 0) return true;
  close(slot->output);
  if (slot->child > 0) {
    kill(slot->child, SIGKILL);
    waitpid(slot->child, NULL, 0);
  }
  return false;
}

void read_start(unsigned long id, ino_t inode, const char *what) {
  const struct program *program = program_for(what);
  struct namespace *ns = namespace_by_inode(inode);
  struct read *slot = free_slot();
  if (program == NULL || slot == NULL) {
    print_not_read(id, "refused");
    return;
  }
  int namespace_fd = ns == NULL ? -1 : namespace_open(ns);
  if (namespace_fd < 0) {
    print_not_read(id, "gone");
    return;
  }
  /* What happened up to here is in what will be read; what happens later is news again. */
  ns->pending &= ~program->parts;
  ns->told &= ~program->parts;
  struct read started = {.id = id, .inode = inode, .program = program};
  if (spawn(&started, namespace_fd))
    *slot = started;
  else
    print_not_read(id, "refused");
  close(namespace_fd);
}

int read_fd(int slot) { return reads[slot].child_fd == 0 ? -1 : reads[slot].child_fd; }

static const char *outcome_of(pid_t child) {
  int status;
  if (waitpid(child, &status, 0) < 0) return "failed";
  if (!WIFSIGNALED(status)) return WEXITSTATUS(status) == 0 ? "ok" : "failed";
  switch (WTERMSIG(status)) {
    case SIGALRM: return "timed-out";
    case SIGXFSZ: return "too-large";
    default: return "failed";
  }
}

static void print_output(int output, off_t bytes) {
  char piece[65536];
  for (off_t at = 0; at < bytes;) {
    ssize_t size = pread(output, piece, sizeof piece, at);
    if (size <= 0) die("read back");
    fwrite(piece, 1, (size_t)size, stdout);
    at += size;
  }
}

void read_end(int slot) {
  struct read *ended = &reads[slot];
  const char *outcome = outcome_of(ended->child);
  off_t bytes = strcmp(outcome, "ok") == 0 ? lseek(ended->output, 0, SEEK_END) : 0;
  /* Events of before the end are told before it: a reader without any has read a quiet namespace. */
  if (events_drain()) namespaces_scan();
  namespaces_tell();
  printf("{\"is\":\"end\",\"id\":%lu,\"status\":\"%s\",\"bytes\":%ld,\"peers\":[", ended->id, outcome,
         (long)bytes);
  const struct namespace *ns = namespace_by_inode(ended->inode);
  if (ns != NULL && ended->program->parts & PART_LINKS) nsid_print_peers(ns);
  puts("]}");
  print_output(ended->output, bytes);
  close(ended->output);
  close(ended->child_fd);
  ended->child_fd = 0;
}
