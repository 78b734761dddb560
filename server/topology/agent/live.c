/*
 * What the kernel has no events for: some settings, and the sockets that wait for somebody. These are
 * asked for with sock_diag(7): /proc/self/net/tcp walks every connection of the real machine, 10 ms.
 */
#include "netwatch.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* TCP_LISTEN and TCP_CLOSE of the kernel's own header. */
enum { LISTENING = 10, UNCONNECTED = 7, LISTENERS_MAX = 1024, EPHEMERAL_FIRST = 32768 };

static const char *const settings[] = {
    "net.ipv4.ip_forward",
    "net.ipv4.conf.all.rp_filter",
    "net.ipv4.conf.default.rp_filter",
    "net.ipv4.conf.all.accept_local",
    "net.ipv4.conf.all.route_localnet",
    "net.ipv6.conf.all.forwarding",
    "net.bridge.bridge-nf-call-iptables",
    "net.bridge.bridge-nf-call-ip6tables",
};

static void print_setting(const char *name) {
  char path[128] = "/proc/sys/", value[64];
  size_t length = strlen(path);
  for (const char *from = name; *from != '\0'; from++) path[length++] = *from == '.' ? '/' : *from;
  path[length] = '\0';
  FILE *file = fopen(path, "re");
  if (file == NULL) return; /* this kernel has no such setting */
  if (fgets(value, sizeof value, file) != NULL) {
    value[strcspn(value, "\n")] = '\0';
    printf("{\"is\":\"setting\",\"name\":\"%s\",\"value\":", name);
    json_string(value);
    puts("}");
  }
  fclose(file);
}

struct listener {
  const char *protocol;
  char address[INET6_ADDRSTRLEN];
  unsigned port;
  unsigned long socket; /* inode */
  char process[PROCESS_BYTES];
};

static struct listener listeners[LISTENERS_MAX];
static int listener_count;

static void add_listener(const char *protocol, const struct inet_diag_msg *socket) {
  unsigned port = ntohs(socket->id.idiag_sport);
  /* A UDP client that waits for its answer looks like a server, except for its port. */
  bool is_client = socket->idiag_state == UNCONNECTED && port >= EPHEMERAL_FIRST;
  if (is_client || listener_count == LISTENERS_MAX) return;
  struct listener *one = &listeners[listener_count++];
  *one = (struct listener){.protocol = protocol, .port = port, .socket = socket->idiag_inode};
  inet_ntop(socket->idiag_family, socket->id.idiag_src, one->address, sizeof one->address);
}

static void find_listeners(int family, int number, const char *protocol, int state) {
  struct {
    struct nlmsghdr header;
    struct inet_diag_req_v2 wanted;
  } request = {
      .header = {sizeof request, SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST | NLM_F_DUMP, 0, 0},
      .wanted = {.sdiag_family = family, .sdiag_protocol = number, .idiag_states = 1 << state},
  };
  _Alignas(struct nlmsghdr) char answer[32768];
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  bool is_more = fd >= 0 && send(fd, &request, sizeof request, 0) >= 0;
  while (is_more) {
    ssize_t size = recv(fd, answer, sizeof answer, 0);
    int left = (int)size;
    is_more = size > 0;
    for (const struct nlmsghdr *message = (const struct nlmsghdr *)answer; NLMSG_OK(message, left);
         message = NLMSG_NEXT(message, left)) {
      /* An error: this kernel was built without it, and nobody can tell who listens. */
      if (message->nlmsg_type == NLMSG_DONE || message->nlmsg_type == NLMSG_ERROR) is_more = false;
      else add_listener(protocol, NLMSG_DATA(message));
    }
  }
  if (fd >= 0) close(fd);
}

static struct listener *by_socket(unsigned long socket) {
  for (int i = 0; i < listener_count; i++)
    if (listeners[i].socket == socket) return &listeners[i];
  return NULL;
}

static void take_comm(int process_fd, char comm[PROCESS_BYTES]) {
  int fd = openat(process_fd, "comm", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  ssize_t size = read(fd, comm, PROCESS_BYTES - 1);
  close(fd);
  comm[size > 0 ? size : 0] = '\0';
  comm[strcspn(comm, "\n")] = '\0';
}

static void find_owned_by(int process_fd) {
  int fds_fd = openat(process_fd, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fds_fd < 0) return;
  DIR *fds = fdopendir(fds_fd);
  for (const struct dirent *entry; (entry = readdir(fds)) != NULL;) {
    char target[64];
    unsigned long socket;
    ssize_t size = readlinkat(fds_fd, entry->d_name, target, sizeof target - 1);
    if (size <= 0) continue;
    target[size] = '\0';
    if (sscanf(target, "socket:[%lu]", &socket) != 1) continue;
    struct listener *one = by_socket(socket);
    if (one != NULL && one->process[0] == '\0') take_comm(process_fd, one->process);
  }
  closedir(fds);
}

static void find_owners(void) {
  DIR *proc = opendir("/proc");
  if (proc == NULL) return;
  for (const struct dirent *entry; (entry = readdir(proc)) != NULL;) {
    if (!isdigit(entry->d_name[0])) continue;
    int process_fd = openat(dirfd(proc), entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (process_fd < 0) continue;
    find_owned_by(process_fd);
    close(process_fd);
  }
  closedir(proc);
}

static void print_listener(const struct listener *one) {
  printf("{\"is\":\"listener\",\"protocol\":\"%s\",\"address\":\"%s\",\"port\":%u,\"process\":",
         one->protocol, one->address, one->port);
  if (one->process[0] == '\0')
    printf("null"); /* the kernel's own, or of a process that is just ending */
  else
    json_string(one->process);
  puts("}");
}

void live_print(void) {
  for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) print_setting(settings[i]);
  find_listeners(AF_INET, IPPROTO_TCP, "tcp", LISTENING);
  find_listeners(AF_INET6, IPPROTO_TCP, "tcp", LISTENING);
  find_listeners(AF_INET, IPPROTO_UDP, "udp", UNCONNECTED);
  find_listeners(AF_INET6, IPPROTO_UDP, "udp", UNCONNECTED);
  if (listener_count > 0) find_owners();
  for (int i = 0; i < listener_count; i++) print_listener(&listeners[i]);
}
