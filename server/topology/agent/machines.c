/*
 * The machines of the sandbox, and which of them a process runs on: each has a process namespace of
 * its own.
 */
#include "netwatch.h"

#include <fcntl.h>
#include <linux/nsfs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct machine machines[MACHINES_MAX];
static int machine_count;

ino_t process_namespace(pid_t pid, const char *kind) {
  char path[64];
  struct stat status;
  snprintf(path, sizeof path, "/proc/%d/ns/%s", pid, kind);
  return stat(path, &status) == 0 ? status.st_ino : 0;
}

/* The process ids of one process, from the process namespace of our /proc inwards. */
static int inner_pids(pid_t pid, pid_t pids[], int max) {
  char path[64], line[256];
  int count = 0;
  snprintf(path, sizeof path, "/proc/%d/status", pid);
  FILE *status = fopen(path, "re");
  if (status == NULL) return 0;
  while (fgets(line, sizeof line, status) != NULL) {
    if (strncmp(line, "NSpid:", 6) != 0) continue;
    char *save, *word = strtok_r(line + 6, "\t\n", &save);
    for (; word != NULL && count < max; word = strtok_r(NULL, "\t\n", &save))
      pids[count++] = atoi(word);
    break;
  }
  fclose(status);
  return count;
}

void machines_init(int count, char *const inits[]) {
  if (count > MACHINES_MAX) die("too many machines");
  for (machine_count = 0; machine_count < count; machine_count++) {
    struct machine *machine = &machines[machine_count];
    char path[64];
    pid_t levels[PID_LEVELS_MAX];
    machine->init = atoi(inits[machine_count]);
    snprintf(path, sizeof path, "/proc/%d/mountinfo", machine->init);
    machine->mounts = fopen(path, "re");
    if (machine->mounts == NULL) die(path);
    machine->init_fd = (int)syscall(SYS_pidfd_open, machine->init, 0);
    if (machine->init_fd < 0) die("the init of a machine");
    machine->pid_namespace = process_namespace(machine->init, "pid");
    machine->pid_level = inner_pids(machine->init, levels, PID_LEVELS_MAX) - 1;
  }
}

struct machine *machine_at(int index) { return index < machine_count ? &machines[index] : NULL; }

void machine_tell_end(int index) {
  close(machines[index].init_fd);
  machines[index].init_fd = -1;
  printf("{\"is\":\"machine-ended\",\"machine\":%d}\n", index);
}

int machine_of(pid_t pid) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/ns/pid", pid);
  int fd = open(path, O_RDONLY | O_CLOEXEC), found = -1;
  while (fd >= 0 && found < 0) {
    struct stat status;
    if (fstat(fd, &status) == 0)
      for (int i = 0; i < machine_count; i++)
        if (machines[i].pid_namespace == status.st_ino) found = i;
    /* Containers on a machine have process namespaces below its own. */
    int parent = found < 0 ? ioctl(fd, NS_GET_PARENT) : -1;
    close(fd);
    fd = parent;
  }
  if (fd >= 0) close(fd);
  return found;
}

pid_t pid_on(int machine, pid_t pid) {
  pid_t pids[PID_LEVELS_MAX];
  int level = machines[machine].pid_level;
  return inner_pids(pid, pids, PID_LEVELS_MAX) > level ? pids[level] : 0;
}
