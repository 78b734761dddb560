/*
 * Which network namespaces the machines have. Two places know: a machine's mountinfo lists every
 * namespace that something like `ip netns add` has bound to a path (nothing there is opened, so
 * whatever else a learner puts into /run/netns does not matter), and /proc/PID/ns/net those in which
 * a process lives.
 */
#define _GNU_SOURCE
#include "netwatch.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static struct namespace known[NAMESPACES_MAX];
static int known_count;
static struct namespace found[NAMESPACES_MAX];
static int found_count;
static bool is_limited; /* there are more than we look at */
static bool is_list_stale = true;
static ino_t own;

static struct namespace *find(struct namespace *list, int count, ino_t inode) {
  for (int i = 0; i < count; i++)
    if (list[i].inode == inode) return &list[i];
  return NULL;
}

static struct namespace *add_found(ino_t inode, int machine) {
  if (found_count == NAMESPACES_MAX) {
    is_limited = true;
    return NULL;
  }
  struct namespace *ns = &found[found_count++];
  *ns = (struct namespace){.inode = inode, .machine = machine, .nsid = -1};
  return ns;
}

/* mountinfo writes space, tab, newline and backslash of a path as \ooo. */
static bool unescape(const char *from, char *to, size_t size) {
  size_t length = 0;
  for (; *from != '\0'; from++) {
    char byte = *from;
    if (byte == '\\' && isdigit(from[1]) && isdigit(from[2]) && isdigit(from[3])) {
      byte = (char)((from[1] - '0') * 64 + (from[2] - '0') * 8 + (from[3] - '0'));
      from += 3;
    }
    if (length + 1 == size) return false;
    to[length++] = byte;
  }
  to[length] = '\0';
  return true;
}

/* A line: ID PARENT MAJOR:MINOR net:[INODE] PATH … - nsfs … */
static void find_mounted(int machine, char *line) {
  char *save, *root = NULL, *path = NULL;
  char *word = strtok_r(line, " ", &save);
  for (int column = 0; word != NULL && column < 5; column++, word = strtok_r(NULL, " ", &save)) {
    if (column == 3) root = word;
    if (column == 4) path = word;
  }
  unsigned long inode;
  char plain[PATH_BYTES];
  if (path == NULL || sscanf(root, "net:[%lu]", &inode) != 1 || inode == own) return;
  if (!unescape(path, plain, sizeof plain)) {
    is_limited = true;
    return;
  }
  struct namespace *ns = find(found, found_count, inode);
  if (ns == NULL) ns = add_found(inode, machine);
  /* A machine's own namespace stays that, and of several names the first one counts. */
  if (ns == NULL || ns->is_root || ns->path[0] != '\0') return;
  strcpy(ns->path, plain);
}

static void find_mounts(int machine) {
  static char *line;
  static size_t size;
  FILE *mounts = machine_at(machine)->mounts;
  rewind(mounts);
  for (int count = 0; getline(&line, &size, mounts) > 0; count++) {
    if (count == MOUNTS_MAX) {
      is_limited = true;
      return;
    }
    if (strstr(line, " net:[") != NULL) find_mounted(machine, line);
  }
}

void read_comm(pid_t pid, char comm[PROCESS_BYTES]) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/comm", pid);
  FILE *file = fopen(path, "re");
  if (file == NULL) return;
  if (fgets(comm, PROCESS_BYTES, file) != NULL) comm[strcspn(comm, "\n")] = '\0';
  fclose(file);
}

static struct namespace *add_inhabited(pid_t pid, ino_t inode) {
  int machine = machine_of(pid);
  if (machine < 0) return NULL;
  pid_t inner_pid = pid_on(machine, pid);
  struct namespace *ns = inner_pid == 0 ? NULL : add_found(inode, machine);
  if (ns == NULL) return NULL;
  ns->process = pid;
  snprintf(ns->path, sizeof ns->path, "/proc/%d/ns/net", inner_pid);
  read_comm(pid, ns->comm);
  return ns;
}

static void find_inhabited(pid_t pid) {
  ino_t inode = process_namespace(pid, "net");
  if (inode == 0 || inode == own) return;
  struct namespace *ns = find(found, found_count, inode);
  if (ns == NULL) ns = add_inhabited(pid, inode);
  /* Who gave it a name with `ip netns` calls it by that. */
  bool is_nameless = ns != NULL && !ns->is_root && strncmp(ns->path, "/run/netns/", 11) != 0;
  if (is_nameless && ns->container[0] == '\0') container_name(pid, ns->container);
}

static void find_processes(void) {
  DIR *proc = opendir("/proc");
  if (proc == NULL) return;
  for (const struct dirent *entry; (entry = readdir(proc)) != NULL;)
    if (isdigit(entry->d_name[0])) find_inhabited(atoi(entry->d_name));
  closedir(proc);
}

static void find_roots(void) {
  const struct machine *machine;
  for (int i = 0; (machine = machine_at(i)) != NULL; i++) {
    ino_t inode = process_namespace(machine->init, "net");
    struct namespace *ns = inode == 0 ? NULL : add_found(inode, i);
    if (ns == NULL) continue;
    ns->is_root = true;
    ns->process = machine->init;
    strcpy(ns->path, "/proc/1/ns/net");
  }
}

static bool differs(const struct namespace *a, const struct namespace *b) {
  return a->inode != b->inode || a->nsid != b->nsid || a->process != b->process ||
         strcmp(a->path, b->path) != 0 || strcmp(a->comm, b->comm) != 0 ||
         strcmp(a->container, b->container) != 0;
}

static void assign_number(struct namespace *ns) {
  int fd = namespace_open(ns);
  if (fd < 0) return; /* gone already */
  ns->nsid = nsid_assign(fd);
  close(fd);
}

static void print_list(void) {
  printf("{\"is\":\"namespaces\",\"isLimited\":%s,\"list\":[", is_limited ? "true" : "false");
  for (int i = 0; i < known_count; i++) {
    const struct namespace *ns = &known[i];
    printf("%s{\"inode\":%lu,\"machine\":%d,\"isRoot\":%s,\"path\":", i == 0 ? "" : ",",
           (unsigned long)ns->inode, ns->machine, ns->is_root ? "true" : "false");
    json_string(ns->path);
    if (ns->process != 0 && !ns->is_root) {
      printf(",\"process\":");
      json_string(ns->comm);
    }
    if (ns->container[0] != '\0') {
      printf(",\"container\":");
      json_string(ns->container);
    }
    putchar('}');
  }
  puts("]}");
}

void namespaces_scan(void) {
  if (own == 0) own = process_namespace(getpid(), "net");
  bool was_limited = is_limited;
  is_limited = false;
  found_count = 0;
  find_roots();
  for (int i = 0; machine_at(i) != NULL; i++) find_mounts(i);
  find_processes();

  int kept = 0;
  for (int i = 0; i < found_count; i++) {
    struct namespace *ns = &found[i];
    const struct namespace *before = find(known, known_count, ns->inode);
    if (before != NULL) {
      /* The engine takes the network away when the container's processes have ended. */
      if (ns->container[0] == '\0' && strcmp(ns->path, before->path) == 0)
        strcpy(ns->container, before->container);
      ns->nsid = before->nsid;
      ns->pending = before->pending;
      ns->told = before->told;
      ns->entries = before->entries;
      ns->entry_news = before->entry_news;
    } else {
      assign_number(ns);
    }
    if (ns->nsid >= 0) found[kept++] = *ns;
  }
  bool is_different = is_list_stale || is_limited != was_limited || kept != known_count;
  for (int i = 0; !is_different && i < kept; i++) is_different = differs(&found[i], &known[i]);
  memcpy(known, found, sizeof *found * kept);
  known_count = kept;
  is_list_stale = false;
  if (is_different) print_list();
}

void namespaces_forget(int nsid) {
  struct namespace *ns = namespace_by_nsid(nsid);
  if (ns == NULL) return;
  int after = known_count - (int)(ns - known) - 1;
  memmove(ns, ns + 1, sizeof *ns * after);
  known_count--;
  /* Said before the next scan may find another namespace that was given the same inode. */
  print_list();
}

struct namespace *namespace_by_inode(ino_t inode) { return find(known, known_count, inode); }

struct namespace *namespace_by_nsid(int nsid) {
  for (int i = 0; i < known_count; i++)
    if (known[i].nsid == nsid) return &known[i];
  return NULL;
}

int namespace_open(const struct namespace *ns) {
  char path[PATH_BYTES + 64];
  if (ns->process != 0)
    snprintf(path, sizeof path, "/proc/%d/ns/net", ns->process);
  else
    snprintf(path, sizeof path, "/proc/%d/root%s", machine_at(ns->machine)->init, ns->path);
  /* A learner may have put anything at that path: a FIFO must not stop us, only the inode counts. */
  int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  struct stat status, own_status;
  if (fd < 0) return -1;
  if (fstat(fd, &status) == 0 && status.st_ino == ns->inode &&
      stat("/proc/self/ns/net", &own_status) == 0 && status.st_dev == own_status.st_dev)
    return fd;
  close(fd);
  return -1;
}

/* We are back in our own namespace when it returns. */
int socket_in(const struct namespace *ns) {
  static int home = -1;
  if (home < 0) home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
  if (home < 0) die("our own network namespace");
  int there = namespace_open(ns), fd = -1;
  if (there >= 0 && setns(there, CLONE_NEWNET) == 0) {
    fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (setns(home, CLONE_NEWNET) < 0) die("the way back to our own network namespace");
  }
  if (there >= 0) close(there);
  return fd;
}

void namespaces_mark_all_read(void) {
  for (int i = 0; i < known_count; i++) {
    known[i].pending = known[i].told = 0;
    entries_lost(&known[i]);
  }
}

void namespaces_tell(void) {
  entries_check(known, known_count);
  static const char *const names[] = {"links", "neighbours", "fdb", "rules", "settings"};
  for (int i = 0; i < known_count; i++) {
    unsigned news = known[i].pending & ~known[i].told;
    known[i].told |= known[i].pending;
    known[i].pending = 0;
    if (news == 0) continue;
    printf("{\"is\":\"event\",\"inode\":%lu,\"parts\":[", (unsigned long)known[i].inode);
    const char *comma = "";
    for (unsigned bit = 0; bit < sizeof names / sizeof *names; bit++) {
      if (!(news & 1u << bit)) continue;
      printf("%s\"%s\"", comma, names[bit]);
      comma = ",";
    }
    puts("]}");
  }
}

void namespaces_print_traffic(unsigned long id) { traffic_print(id, known, known_count); }
