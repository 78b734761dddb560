/*
 * Neighbours and forwarding entries that nobody limits: what is entered by hand is neither bounded by
 * the kernel's table nor counted by a control group, so a learner could fill the real machine's memory
 * with them. Counted here, without starting anything, once so many were heard of that it matters.
 */
#include "netwatch.h"

#include <errno.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { NEWS_BETWEEN_COUNTS = 5000, ENTRIES_MAX = 20000 };

static bool is_told;

static int count_family(int fd, unsigned char family) {
  _Alignas(struct nlmsghdr) static char buffer[65536];
  struct {
    struct nlmsghdr header;
    struct ndmsg which;
  } request = {
      .header = {.nlmsg_len = sizeof request,
                 .nlmsg_type = RTM_GETNEIGH,
                 .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
      .which = {.ndm_family = family},
  };
  if (send(fd, &request, sizeof request, 0) < 0) return 0;
  for (int count = 0;;) {
    ssize_t size = recv(fd, buffer, sizeof buffer, 0);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return count;
    int left = (int)size;
    for (const struct nlmsghdr *message = (const struct nlmsghdr *)buffer; NLMSG_OK(message, left);
         message = NLMSG_NEXT(message, left)) {
      if (message->nlmsg_type != RTM_NEWNEIGH) return count; /* done, or an error */
      if (++count > ENTRIES_MAX) return count;               /* the socket is closed: the rest is not sent */
    }
  }
}

static int count(const struct namespace *ns) {
  int entries = 0;
  for (int bridge = 0; bridge <= 1; bridge++) {
    int fd = socket_in(ns);
    if (fd < 0) return entries;
    entries += count_family(fd, bridge ? AF_BRIDGE : AF_UNSPEC);
    close(fd);
  }
  return entries;
}

void entries_check(struct namespace *all, int namespaces) {
  bool is_news = false;
  int total = 0;
  for (int i = 0; i < namespaces; i++) {
    struct namespace *ns = &all[i];
    if (ns->entry_news >= NEWS_BETWEEN_COUNTS) {
      ns->entry_news = 0;
      ns->entries = count(ns);
      is_news = true;
    }
    total += ns->entries;
  }
  if (!is_news || is_told || total <= ENTRIES_MAX) return;
  is_told = true;
  printf("{\"is\":\"crowded\",\"limit\":%d}\n", ENTRIES_MAX);
}

void entries_heard(struct namespace *ns) {
  if (ns->entry_news < NEWS_BETWEEN_COUNTS) ns->entry_news++;
}

void entries_lost(struct namespace *ns) { ns->entry_news = NEWS_BETWEEN_COUNTS; }
