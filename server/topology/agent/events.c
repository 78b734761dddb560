/* What the kernel says about all namespaces that have a number, on two sockets of our own. */
#include "netwatch.h"

#include <errno.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/neighbour.h>
#include <linux/net_namespace.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SOCKETS = 2, MESSAGES_AT_ONCE = 4096, OWN_NAMESPACE = -1 };

static int sockets[SOCKETS];

static int open_socket(int protocol, const int *groups, int count) {
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
  if (fd < 0) die("netlink socket");
  int on = 1, bytes = 4 << 20; /* as much as the system allows; used only in a flood */
  if (setsockopt(fd, SOL_NETLINK, NETLINK_LISTEN_ALL_NSID, &on, sizeof on) < 0)
    die("listening to all namespaces (CAP_NET_BROADCAST is needed)");
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  struct sockaddr_nl address = {.nl_family = AF_NETLINK};
  if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) die("netlink bind");
  for (int i = 0; i < count; i++)
    if (setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &groups[i], sizeof groups[i]) < 0)
      die("netlink group");
  return fd;
}

void events_init(void) {
  static const int route_groups[] = {
      RTNLGRP_LINK,       RTNLGRP_NEIGH,      RTNLGRP_IPV4_IFADDR,  RTNLGRP_IPV4_ROUTE,
      RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV6_ROUTE, RTNLGRP_IPV4_NETCONF, RTNLGRP_IPV6_NETCONF,
      RTNLGRP_NSID,
  };
  static const int filter_groups[] = {NFNLGRP_NFTABLES};
  sockets[0] = open_socket(NETLINK_ROUTE, route_groups, sizeof route_groups / sizeof *route_groups);
  sockets[1] = open_socket(NETLINK_NETFILTER, filter_groups, 1);
}

int events_fd(int which) { return which < SOCKETS ? sockets[which] : -1; }

/* The parts of a namespace that a message of NETLINK_ROUTE is about. */
static unsigned parts_of(const struct nlmsghdr *message) {
  switch (message->nlmsg_type) {
    case RTM_NEWLINK:
    case RTM_DELLINK:
    case RTM_NEWADDR:
    case RTM_DELADDR:
      return PART_LINKS;
    case RTM_NEWROUTE:
    case RTM_DELROUTE: {
      const struct rtmsg *route = NLMSG_DATA(message);
      /* The table `local` only mirrors addresses; clones are a cache. */
      return route->rtm_table == RT_TABLE_LOCAL || (route->rtm_flags & RTM_F_CLONED) ? 0 : PART_LINKS;
    }
    case RTM_NEWNEIGH:
    case RTM_DELNEIGH: {
      const struct ndmsg *neighbour = NLMSG_DATA(message);
      return neighbour->ndm_family == AF_BRIDGE ? PART_FDB : PART_NEIGHBOURS;
    }
    case RTM_NEWNETCONF:
    case RTM_DELNETCONF:
      return PART_SETTINGS;
    default:
      return 0;
  }
}

static int origin_of(struct msghdr *message) {
  for (struct cmsghdr *control = CMSG_FIRSTHDR(message); control != NULL;
       control = CMSG_NXTHDR(message, control)) {
    if (control->cmsg_level != SOL_NETLINK || control->cmsg_type != NETLINK_LISTEN_ALL_NSID) continue;
    int nsid;
    memcpy(&nsid, CMSG_DATA(control), sizeof nsid);
    return nsid;
  }
  return OWN_NAMESPACE;
}

/* Takes one datagram. Returns whether there was one. */
static bool take(int which, bool *scan_wanted) {
  _Alignas(struct nlmsghdr) static char data[65536];
  _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
  struct iovec vector = {.iov_base = data, .iov_len = sizeof data};
  struct msghdr envelope = {
      .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  ssize_t size = recvmsg(sockets[which], &envelope, 0);
  if (size < 0 && errno == ENOBUFS) { /* messages were lost: nothing known is sure any more */
    puts("{\"is\":\"overrun\"}");
    namespaces_mark_all_read();
    *scan_wanted = true;
    return true;
  }
  if (size < 0) return false;

  int nsid = origin_of(&envelope);
  struct namespace *ns = nsid == OWN_NAMESPACE ? NULL : namespace_by_nsid(nsid);
  int left = (int)size;
  for (const struct nlmsghdr *message = (const struct nlmsghdr *)data; NLMSG_OK(message, left);
       message = NLMSG_NEXT(message, left)) {
    bool is_route = which == 0;
    if (is_route && message->nlmsg_type == RTM_DELNSID && nsid == OWN_NAMESPACE) {
      namespaces_forget(nsid_in(message, NETNSA_NSID));
      *scan_wanted = true;
    } else if (ns != NULL) {
      ns->pending |= is_route ? parts_of(message) : PART_RULES;
      if (is_route && message->nlmsg_type == RTM_NEWNEIGH) entries_heard(ns);
      /* An interface may have come from a namespace, or gone to one, that has no name. */
      if (is_route && (message->nlmsg_type == RTM_NEWLINK || message->nlmsg_type == RTM_DELLINK))
        *scan_wanted = true;
    }
  }
  return true;
}

bool events_drain(void) {
  bool scan_wanted = false;
  for (int which = 0; which < SOCKETS; which++)
    for (int taken = 0; taken < MESSAGES_AT_ONCE && take(which, &scan_wanted); taken++)
      ;
  return scan_wanted;
}
