/*
 * Packets that go round for ever, as between two bridges joined twice, are the kernel's own work and
 * stop for nobody. Here is what ends them: how many packets every interface has received, and setting
 * one down, both without starting a process, as there may be no room for one.
 */
#include "netwatch.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { INTERFACES_MAX = 4096 };

struct link_request {
  struct nlmsghdr header;
  struct ifinfomsg link;
};

static int told; /* interfaces of the answer that is being printed */

static void print_link(const struct namespace *ns, const struct nlmsghdr *message) {
  const struct ifinfomsg *link = NLMSG_DATA(message);
  const char *name = "";
  unsigned long long packets = 0;
  unsigned master = 0;
  int left = IFLA_PAYLOAD(message);
  for (const struct rtattr *attribute = IFLA_RTA(link); RTA_OK(attribute, left);
       attribute = RTA_NEXT(attribute, left)) {
    if (attribute->rta_type == IFLA_IFNAME) name = RTA_DATA(attribute);
    if (attribute->rta_type == IFLA_MASTER) memcpy(&master, RTA_DATA(attribute), sizeof master);
    if (attribute->rta_type == IFLA_STATS64) {
      struct rtnl_link_stats64 stats = {0};
      size_t size = RTA_PAYLOAD(attribute);
      memcpy(&stats, RTA_DATA(attribute), size < sizeof stats ? size : sizeof stats);
      packets = stats.rx_packets;
    }
  }
  printf("%s[%lu,%d,", told++ == 0 ? "" : ",", (unsigned long)ns->inode, link->ifi_index);
  json_string(name);
  printf(",%llu,%u]", packets, master);
}

static void print_links(const struct namespace *ns) {
  _Alignas(struct nlmsghdr) static char buffer[65536];
  struct link_request request = {
      .header = {.nlmsg_len = sizeof request,
                 .nlmsg_type = RTM_GETLINK,
                 .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
  };
  int fd = socket_in(ns);
  bool is_more = fd >= 0 && send(fd, &request, sizeof request, 0) >= 0;
  while (is_more) {
    ssize_t size = recv(fd, buffer, sizeof buffer, 0);
    if (size < 0 && errno == EINTR) continue;
    int left = (int)size;
    is_more = size > 0;
    for (const struct nlmsghdr *message = (const struct nlmsghdr *)buffer; NLMSG_OK(message, left);
         message = NLMSG_NEXT(message, left)) {
      if (message->nlmsg_type != RTM_NEWLINK || told == INTERFACES_MAX) is_more = false;
      else print_link(ns, message);
    }
  }
  if (fd >= 0) close(fd);
}

void traffic_print(unsigned long id, const struct namespace *all, int namespaces) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  told = 0;
  printf("{\"is\":\"traffic\",\"id\":%lu,\"atMs\":%.3f,\"interfaces\":[", id,
         (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6);
  for (int i = 0; i < namespaces; i++) print_links(&all[i]);
  puts("]}");
}

/* Whether the kernel has set it down. */
static bool set_down(const struct namespace *ns, int index) {
  struct link_request request = {
      .header = {.nlmsg_len = sizeof request,
                 .nlmsg_type = RTM_NEWLINK,
                 .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK},
      .link = {.ifi_index = index, .ifi_change = IFF_UP},
  };
  struct {
    struct nlmsghdr header;
    struct nlmsgerr error;
    char rest[256];
  } answer;
  int fd = socket_in(ns);
  if (fd < 0) return false;
  bool is_done = send(fd, &request, sizeof request, 0) >= 0 &&
                 recv(fd, &answer, sizeof answer, 0) >= (ssize_t)NLMSG_LENGTH(sizeof answer.error) &&
                 answer.header.nlmsg_type == NLMSG_ERROR && answer.error.error == 0;
  close(fd);
  return is_done;
}

void traffic_cut(unsigned long id, ino_t inode, int index) {
  const struct namespace *ns = namespace_by_inode(inode);
  printf("{\"is\":\"cut\",\"id\":%lu,\"isDone\":%s}\n", id,
         ns != NULL && set_down(ns, index) ? "true" : "false");
}
