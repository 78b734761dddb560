/*
 * netwatch INIT_PID...
 *
 * Tells what happens to the network namespaces of a sandbox's machines, given by the process ids of
 * their inits, and reads them when asked. It runs beside the machines, where nobody on them can see
 * or end it; it opens a socket in their namespaces only for the moment of a count (entries.c,
 * traffic.c), and keeps none of them alive; it has no timer: while nothing happens it sleeps in poll(2).
 * It changes nothing, except where packets go round for ever (traffic.c).
 *
 * Standard input, a request a line:          Standard output, a JSON object a line:
 *   scan                                       namespaces  the list, when it differs
 *   read ID INODE WHAT                         event       parts of a namespace that differ; told
 *   sync ID                                                once until they are read
 *   traffic ID                                 traffic     of each interface: namespace, index, name,
 *   cut ID INODE INDEX                                     packets received, index of its bridge
 *                                              cut         whether that interface was set down
 *                                              overrun     events were lost
 *                                              crowded     there are more neighbours and
 *                                                          forwarding entries than the limit
 *                                              machine-ended  its init is gone
 *                                              end         of a read: its outcome, and then so
 *                                                          many bytes
 *                                              synced      all that had happened by then is told
 * It ends with its standard input.
 */
#define _GNU_SOURCE
#include "netwatch.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { POLLED_MAX = 1 + 2 + 2 * MACHINES_MAX + READS_MAX };

void die(const char *what) {
  fprintf(stderr, "netwatch: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void obey(const char *request) {
  unsigned long id, inode;
  int index;
  char what[16];
  if (sscanf(request, "read %lu %lu %15s", &id, &inode, what) == 3) {
    if (events_drain()) namespaces_scan();
    read_start(id, inode, what);
  } else if (sscanf(request, "sync %lu", &id) == 1) {
    events_drain();
    namespaces_scan();
    namespaces_tell();
    printf("{\"is\":\"synced\",\"id\":%lu}\n", id);
  } else if (sscanf(request, "traffic %lu", &id) == 1) {
    namespaces_print_traffic(id);
  } else if (sscanf(request, "cut %lu %lu %d", &id, &inode, &index) == 3) {
    traffic_cut(id, inode, index);
  } else if (strcmp(request, "scan") == 0) {
    events_drain();
    namespaces_scan();
  }
}

static void take_requests(void) {
  static char text[4096];
  static size_t length;
  ssize_t size = read(STDIN_FILENO, text + length, sizeof text - length);
  if (size < 0 && errno == EINTR) return;
  if (size <= 0) exit(0);
  length += (size_t)size;
  char *start = text;
  for (char *end; (end = memchr(start, '\n', text + length - start)) != NULL; start = end + 1) {
    *end = '\0';
    obey(start);
  }
  length = text + length - start;
  memmove(text, start, length);
  if (length == sizeof text) exit(2); /* no request is that long */
}

int main(int argc, char *argv[]) {
  setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
  setenv("LC_ALL", "C", 1);
  setvbuf(stdout, NULL, _IOFBF, 1 << 16);
  signal(SIGPIPE, SIG_DFL);
  machines_init(argc - 1, argv + 1);
  events_init();
  namespaces_scan();

  for (;;) {
    namespaces_tell();
    fflush(stdout);
    struct pollfd polled[POLLED_MAX];
    int count = 0;
    polled[count++] = (struct pollfd){.fd = STDIN_FILENO, .events = POLLIN};
    for (int i = 0; events_fd(i) >= 0; i++)
      polled[count++] = (struct pollfd){.fd = events_fd(i), .events = POLLIN};
    int mounts = count;
    const struct machine *machine;
    for (int i = 0; (machine = machine_at(i)) != NULL; i++)
      polled[count++] = (struct pollfd){.fd = fileno(machine->mounts), .events = POLLPRI};
    int inits = count;
    for (int i = 0; (machine = machine_at(i)) != NULL; i++)
      polled[count++] = (struct pollfd){.fd = machine->init_fd, .events = POLLIN};
    int reads = count;
    for (int slot = 0; slot < READS_MAX; slot++) /* poll(2) skips negative ones */
      polled[count++] = (struct pollfd){.fd = read_fd(slot), .events = POLLIN};

    if (poll(polled, (nfds_t)count, -1) < 0 && errno != EINTR) die("poll");

    bool scan_wanted = events_drain();
    for (int i = mounts; i < inits; i++) scan_wanted |= (polled[i].revents & POLLPRI) != 0;
    if (scan_wanted) namespaces_scan();
    for (int i = 0; i < reads - inits; i++)
      if (polled[inits + i].revents != 0) machine_tell_end(i);
    if (polled[0].revents != 0) take_requests();
    for (int slot = 0; slot < READS_MAX; slot++)
      if (polled[reads + slot].revents != 0) read_end(slot);
  }
}
