/* What netfilter's rules do with the packets of one namespace, as `nft monitor trace` shows it. */
#define _GNU_SOURCE
#include "packetwatch.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum {
  MESSAGES_AT_ONCE = 32,
  MESSAGE_BYTES = 4096, /* three names of 255 bytes, and the packet's beginning */
  MESSAGES_A_DRAIN = 4096,
  ANSWER_LIMIT_SECONDS = 2,
};

static uint32_t verdicts_told;

/* Our own chains decide nothing: what the kernel tells of them would only take others' room. */
static int ignore_ours(int fd) {
  enum { HEADERS = NLMSG_HDRLEN + sizeof(struct nfgenmsg), WORDS = TABLE_BYTES / 4 };
  struct sock_filter is_not_ours[4 + 2 * WORDS + 2] = {
      BPF_STMT(BPF_LD | BPF_IMM, HEADERS),
      BPF_STMT(BPF_LDX | BPF_IMM, NFTA_TRACE_TABLE),
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, SKF_AD_OFF + SKF_AD_NLATTR),
      BPF_STMT(BPF_MISC | BPF_TAX, 0),
  };
  struct sock_filter *next = is_not_ours + 4;
  for (int word = 0; word < WORDS; word++) {
    uint32_t value;
    memcpy(&value, table_of_marks + 4 * word, 4);
    *next++ = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_IND, (uint32_t)(NLA_HDRLEN + 4 * word));
    *next++ = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ntohl(value), 0,
                                           (uint8_t)(2 * (WORDS - 1 - word) + 1));
  }
  *next++ = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, 0);
  *next++ = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, UINT32_MAX);
  struct sock_fprog program = {.len = sizeof is_not_ours / sizeof *is_not_ours, .filter = is_not_ours};
  return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

int rules_open(struct watched *watched) {
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
  if (fd < 0) return errno;
  struct timeval limit = {.tv_sec = ANSWER_LIMIT_SECONDS};
  struct sockaddr_nl address = {.nl_family = AF_NETLINK};
  int group = NFNLGRP_NFTRACE, bytes = 4 << 20; /* as much as the system allows */
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  int reason = bind(fd, (struct sockaddr *)&address, sizeof address) < 0 ? errno : 0;
  if (reason == 0) reason = mark_packets(fd);
  if (reason == 0 && (ignore_ours(fd) < 0 || setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP,
                                                        &group, sizeof group) < 0))
    reason = errno;
  if (reason == 0) watched->rules = fd;
  else close(fd);
  return reason;
}

static void tell(const struct watched *watched, const struct nlmsghdr *message) {
  const struct nfgenmsg *about = NLMSG_DATA(message);
  const char *attributes = (const char *)about + NLMSG_ALIGN(sizeof *about);
  size_t size = NLMSG_PAYLOAD(message, sizeof *about);
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  record_begin(RECORD_VERDICT, watched->id, 8 + 4 + size);
  record_u64((uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec);
  record_u32(about->nfgen_family);
  record_bytes(attributes, size);
}

static void take(struct watched *watched, const struct nlmsghdr *message) {
  if (message->nlmsg_type != (NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_TRACE) ||
      message->nlmsg_len < NLMSG_LENGTH(sizeof(struct nfgenmsg)))
    return;
  if (verdicts_told == limits.verdicts) {
    watched->verdicts_left_out++;
    return;
  }
  verdicts_told++;
  tell(watched, message);
}

bool rules_drain(struct watched *watched) {
  _Alignas(struct nlmsghdr) static char bytes[MESSAGES_AT_ONCE][MESSAGE_BYTES];
  struct sockaddr_nl senders[MESSAGES_AT_ONCE];
  struct iovec places[MESSAGES_AT_ONCE];
  struct mmsghdr received[MESSAGES_AT_ONCE];
  int taken = 0;
  while (watched->rules >= 0 && taken < MESSAGES_A_DRAIN) {
    for (int i = 0; i < MESSAGES_AT_ONCE; i++) {
      places[i] = (struct iovec){bytes[i], MESSAGE_BYTES};
      received[i].msg_hdr = (struct msghdr){.msg_iov = &places[i],
                                            .msg_iovlen = 1,
                                            .msg_name = &senders[i],
                                            .msg_namelen = sizeof senders[i]};
    }
    int count = recvmmsg(watched->rules, received, MESSAGES_AT_ONCE, MSG_DONTWAIT, NULL);
    if (count < 0 && errno == ENOBUFS) { /* the kernel does not say how many */
      watched->verdicts_left_out++;
      continue;
    }
    if (count <= 0) break;
    for (int i = 0; i < count; i++) {
      const struct nlmsghdr *message = (const struct nlmsghdr *)bytes[i];
      /* Whoever is root in the namespace can send to us too. */
      if (senders[i].nl_pid == 0 && NLMSG_OK(message, (int)received[i].msg_len))
        take(watched, message);
    }
    taken += count;
  }
  /* What would not be told need not be traced: without the table a flood costs its namespace less. */
  if (verdicts_told == limits.verdicts && watched->verdicts_left_out > 0) rules_close(watched);
  return taken > 0;
}

void rules_close(struct watched *watched) {
  if (watched->rules >= 0) close(watched->rules);
  watched->rules = -1;
}
