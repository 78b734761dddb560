/* What the files of netwatch share; netwatch.c tells what it is. */
#ifndef NETWATCH_H
#define NETWATCH_H

#include <linux/netlink.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

enum {
  MACHINES_MAX = 16,
  NAMESPACES_MAX = 256,
  MOUNTS_MAX = 4096,
  PATH_BYTES = 256,
  PROCESS_BYTES = 16, /* TASK_COMM_LEN */
  CONTAINER_BYTES = 64,
  PID_LEVELS_MAX = 32, /* MAX_PID_NS_LEVEL */
};

/* What an event is about, and what a read makes good again. */
enum part {
  PART_LINKS = 1,
  PART_NEIGHBOURS = 2,
  PART_FDB = 4,
  PART_RULES = 8,
  PART_SETTINGS = 16,
};

struct machine {
  pid_t init;
  int init_fd;   /* pidfd: readable when the init has ended; -1: that is told */
  FILE *mounts;  /* /proc/INIT/mountinfo: poll(2) says when a mount appears or goes */
  ino_t pid_namespace;
  int pid_level; /* column of NSpid that holds process ids as the machine sees them */
};

struct namespace {
  ino_t inode;
  int nsid; /* its number in our own network namespace, by which events name it */
  int machine;
  bool is_root;
  pid_t process; /* through whose /proc/PID/ns/net it is entered; 0: through `path` */
  char path[PATH_BYTES]; /* as seen on the machine */
  char comm[PROCESS_BYTES];
  char container[CONTAINER_BYTES]; /* that an engine runs in it; empty: none is known */
  unsigned pending; /* parts with events that are not told yet */
  unsigned told;    /* parts told since they were last read: telling again says nothing new */
  int entries;      /* neighbours and forwarding entries when they were last counted */
  int entry_news;   /* heard of since then */
};

/* machines.c */
void machines_init(int count, char *const inits[]);
struct machine *machine_at(int index); /* NULL behind the last one */
void machine_tell_end(int index);
int machine_of(pid_t pid);             /* on which a process runs; -1: beside them, as our readers */
pid_t pid_on(int machine, pid_t pid);  /* as the machine calls it; 0: it has ended */
ino_t process_namespace(pid_t pid, const char *kind); /* inode; 0: it has ended */

/* containers.c */
void container_name(pid_t pid, char name[CONTAINER_BYTES]); /* untouched when it is of no engine */

/* namespaces.c */
void read_comm(pid_t pid, char comm[PROCESS_BYTES]); /* untouched when it has ended */
void namespaces_scan(void);         /* prints the list when it differs */
void namespaces_forget(int nsid);   /* the kernel has freed it; its inode may be reused at once */
struct namespace *namespace_by_inode(ino_t inode);
struct namespace *namespace_by_nsid(int nsid);
int namespace_open(const struct namespace *ns); /* -1 when it is not there any more */
int socket_in(const struct namespace *ns);      /* of rtnetlink; -1 likewise */
void namespaces_print_traffic(unsigned long id);
void namespaces_mark_all_read(void);
void namespaces_tell(void); /* prints an event for every namespace with something new */

/* events.c */
void events_init(void);
int events_fd(int which); /* -1 behind the last */
bool events_drain(void);  /* whether the namespaces should be scanned */

/* entries.c */
void entries_heard(struct namespace *ns); /* a neighbour or forwarding entry is new, or changed */
void entries_lost(struct namespace *ns);  /* there may have been any number of them */
void entries_check(struct namespace *all, int namespaces); /* says so when there are too many */

/* traffic.c */
void traffic_print(unsigned long id, const struct namespace *all, int namespaces);
void traffic_cut(unsigned long id, ino_t inode, int index);

/* nsid.c */
int nsid_assign(int namespace_fd); /* -1: could not */
int nsid_in(const struct nlmsghdr *message, int attribute); /* -1: it has none */
void nsid_print_peers(const struct namespace *ns);

/* reads.c */
enum { READS_MAX = 8 };
void read_start(unsigned long id, ino_t inode, const char *what);
int read_fd(int slot); /* readable when the read in that slot has ended; -1: there is none */
void read_end(int slot); /* prints what was read */

/* live.c */
void live_print(void); /* settings and listening sockets of the namespace that we are in */

/* json.c */
void json_string(const char *text);

_Noreturn void die(const char *what);

#endif
