/*
 * What an engine calls the container that a process belongs to. Podman's monitor of a container,
 * conmon, has the name among its arguments, and is the parent of the container's first process.
 */
#include "netwatch.h"

#include <ctype.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static pid_t parent_of(pid_t pid) {
  char path[64], text[512];
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  ssize_t size = read(fd, text, sizeof text - 1);
  close(fd);
  text[size > 0 ? size : 0] = '\0';
  /* The second field, a name in parentheses, may hold spaces and parentheses. */
  const char *rest = strrchr(text, ')');
  int parent;
  return rest != NULL && sscanf(rest + 1, " %*c %d", &parent) == 1 ? parent : 0;
}

static bool is_name(const char *text) {
  size_t length = strlen(text);
  if (length == 0 || length >= CONTAINER_BYTES) return false;
  for (; *text != '\0'; text++)
    if (!isalnum((unsigned char)*text) && strchr("_.-", *text) == NULL) return false;
  return true;
}

void container_name(pid_t pid, char name[CONTAINER_BYTES]) {
  char path[64], comm[PROCESS_BYTES] = "", words[4096];
  pid_t parent = parent_of(pid);
  if (parent == 0) return;
  read_comm(parent, comm);
  if (strcmp(comm, "conmon") != 0) return;
  snprintf(path, sizeof path, "/proc/%d/cmdline", parent);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  ssize_t size = read(fd, words, sizeof words - 1);
  close(fd);
  if (size <= 0) return;
  words[size] = '\0';
  const char *end = words + size;
  for (const char *word = words; word < end; word += strlen(word) + 1) {
    const char *next = word + strlen(word) + 1;
    if (strcmp(word, "-n") != 0 || next >= end || !is_name(next)) continue;
    strcpy(name, next);
    return;
  }
}
