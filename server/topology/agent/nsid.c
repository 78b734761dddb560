/*
 * Numbers for network namespaces. The kernel tags an event with the number that its namespace has in
 * ours, and sends none from namespaces without one. A number holds nothing: the namespace dies as
 * if we were not there.
 */
#include "netwatch.h"

#include <errno.h>
#include <linux/net_namespace.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct request {
  struct nlmsghdr header;
  struct rtgenmsg family;
  char attributes[64];
};

static void add_attribute(struct request *request, int type, int value) {
  struct rtattr *attribute =
      (struct rtattr *)((char *)request + NLMSG_ALIGN(request->header.nlmsg_len));
  attribute->rta_type = type;
  attribute->rta_len = RTA_LENGTH(sizeof value);
  memcpy(RTA_DATA(attribute), &value, sizeof value);
  request->header.nlmsg_len = NLMSG_ALIGN(request->header.nlmsg_len) + RTA_ALIGN(attribute->rta_len);
}

static struct request new_request(int type, int flags) {
  struct request request = {
      .header = {.nlmsg_type = type, .nlmsg_flags = NLM_F_REQUEST | flags},
      .family = {.rtgen_family = AF_UNSPEC},
  };
  request.header.nlmsg_len = NLMSG_LENGTH(sizeof request.family);
  return request;
}

static int request_socket(void) {
  static int fd = -1;
  if (fd >= 0) return fd;
  fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (fd < 0) die("netlink socket");
  int on = 1; /* without it the kernel ignores the attributes of a dump request */
  setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof on);
  return fd;
}

int nsid_in(const struct nlmsghdr *message, int type) {
  const struct rtattr *attribute =
      (const struct rtattr *)((const char *)NLMSG_DATA(message) + NLMSG_ALIGN(sizeof(struct rtgenmsg)));
  int left = NLMSG_PAYLOAD(message, sizeof(struct rtgenmsg));
  for (; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
    if (attribute->rta_type != type) continue;
    int value;
    memcpy(&value, RTA_DATA(attribute), sizeof value);
    return value;
  }
  return NETNSA_NSID_NOT_ASSIGNED;
}

/* Sends the request and hands every message of its answer to `each`. */
static void ask(const struct request *request, void (*each)(const struct nlmsghdr *, void *),
                void *context) {
  _Alignas(struct nlmsghdr) char buffer[16384];
  if (send(request_socket(), request, request->header.nlmsg_len, 0) < 0) return;
  for (;;) {
    ssize_t size = recv(request_socket(), buffer, sizeof buffer, 0);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return;
    int left = (int)size;
    for (const struct nlmsghdr *message = (const struct nlmsghdr *)buffer; NLMSG_OK(message, left);
         message = NLMSG_NEXT(message, left)) {
      if (message->nlmsg_type == NLMSG_DONE || message->nlmsg_type == NLMSG_ERROR) return;
      each(message, context);
    }
  }
}

static void ignore(const struct nlmsghdr *message, void *context) {
  (void)message;
  (void)context;
}

static void take_nsid(const struct nlmsghdr *message, void *context) {
  *(int *)context = nsid_in(message, NETNSA_NSID);
}

int nsid_assign(int namespace_fd) {
  struct request assign = new_request(RTM_NEWNSID, NLM_F_ACK);
  add_attribute(&assign, NETNSA_NSID, NETNSA_NSID_NOT_ASSIGNED); /* any free one */
  add_attribute(&assign, NETNSA_FD, namespace_fd);
  ask(&assign, ignore, NULL); /* fails when it has one already, which is as good */

  int nsid = NETNSA_NSID_NOT_ASSIGNED;
  struct request get = new_request(RTM_GETNSID, NLM_F_ACK);
  add_attribute(&get, NETNSA_FD, namespace_fd);
  ask(&get, take_nsid, &nsid);
  return nsid;
}

static void print_peer(const struct nlmsghdr *message, void *context) {
  bool *is_first = context;
  const struct namespace *peer = namespace_by_nsid(nsid_in(message, NETNSA_CURRENT_NSID));
  if (peer == NULL) return;
  printf("%s[%d,%lu]", *is_first ? "" : ",", nsid_in(message, NETNSA_NSID),
         (unsigned long)peer->inode);
  *is_first = false;
}

/* Which namespaces the numbers in `link-netnsid` mean: they differ from namespace to namespace. */
void nsid_print_peers(const struct namespace *ns) {
  bool is_first = true;
  struct request list = new_request(RTM_GETNSID, NLM_F_DUMP);
  add_attribute(&list, NETNSA_TARGET_NSID, ns->nsid);
  ask(&list, print_peer, &is_first);
}
