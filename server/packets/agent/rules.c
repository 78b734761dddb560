/*
 * What netfilter's rules do with the packets of one namespace, as `nft monitor trace` shows it. The
 * kernel tells of packets that carry a mark, which a rule must set before all others. That rule needs
 * a table. Ours belongs to our socket: it goes with it, and nobody else can change or flush it.
 */
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
  FIRST = -1000, /* priority: before connection tracking (-200), and its defragmentation (-400) */
  BATCH_BYTES = 4096,
  MESSAGES_AT_ONCE = 32,
  MESSAGE_BYTES = 4096, /* three names of 255 bytes, and the packet's beginning */
  MESSAGES_A_DRAIN = 4096,
  ANSWER_LIMIT_SECONDS = 2,
};

/* As in server/protocol/trace-table.ts. With its end, four words: see ignore_ours().. */
static const char table[16] = "patchbay_trace";

static uint32_t verdicts_told;

struct batch {
  _Alignas(struct nlmsghdr) char bytes[BATCH_BYTES];
  size_t size;
  uint32_t sequence;
};

static void *reserve(struct batch *batch, size_t size) {
  void *at = batch->bytes + batch->size;
  batch->size += NLMSG_ALIGN(size);
  if (batch->size > sizeof batch->bytes) die("a batch of rules");
  return memset(at, 0, NLMSG_ALIGN(size));
}

static struct nlmsghdr *begin(struct batch *batch, uint16_t type, uint16_t flags, uint8_t family,
                              uint16_t resource) {
  struct nlmsghdr *message = reserve(batch, NLMSG_HDRLEN);
  struct nfgenmsg *about = reserve(batch, sizeof *about);
  *message = (struct nlmsghdr){
      .nlmsg_type = type, .nlmsg_flags = NLM_F_REQUEST | flags, .nlmsg_seq = batch->sequence++};
  *about = (struct nfgenmsg){family, NFNETLINK_V0, htons(resource)};
  return message;
}

static void end(struct batch *batch, struct nlmsghdr *message) {
  message->nlmsg_len = (uint32_t)(batch->bytes + batch->size - (char *)message);
}

static void put(struct batch *batch, uint16_t type, const void *value, size_t size) {
  struct nlattr *attribute = reserve(batch, NLA_HDRLEN + size);
  *attribute = (struct nlattr){(uint16_t)(NLA_HDRLEN + size), type};
  memcpy((char *)attribute + NLA_HDRLEN, value, size);
}

static void put_text(struct batch *batch, uint16_t type, const char *text) {
  put(batch, type, text, strlen(text) + 1);
}

static void put_u32(struct batch *batch, uint16_t type, uint32_t value) {
  value = htonl(value);
  put(batch, type, &value, sizeof value);
}

static struct nlattr *begin_nest(struct batch *batch, uint16_t type) {
  struct nlattr *nest = reserve(batch, NLA_HDRLEN);
  nest->nla_type = type | NLA_F_NESTED;
  return nest;
}

static void end_nest(struct batch *batch, struct nlattr *nest) {
  nest->nla_len = (uint16_t)(batch->bytes + batch->size - (char *)nest);
}

enum { NFT = NFNL_SUBSYS_NFTABLES << 8 };

static void add_table(struct batch *batch, uint8_t family) {
  struct nlmsghdr *message = begin(batch, NFT | NFT_MSG_NEWTABLE, NLM_F_CREATE, family, 0);
  put_text(batch, NFTA_TABLE_NAME, table);
  put_u32(batch, NFTA_TABLE_FLAGS, NFT_TABLE_F_OWNER);
  end(batch, message);
}

static void add_chain(struct batch *batch, uint8_t family, const char *name, uint32_t hook) {
  struct nlmsghdr *message = begin(batch, NFT | NFT_MSG_NEWCHAIN, NLM_F_CREATE, family, 0);
  put_text(batch, NFTA_CHAIN_TABLE, table);
  put_text(batch, NFTA_CHAIN_NAME, name);
  put_text(batch, NFTA_CHAIN_TYPE, "filter");
  put_u32(batch, NFTA_CHAIN_POLICY, NF_ACCEPT);
  struct nlattr *where = begin_nest(batch, NFTA_CHAIN_HOOK);
  put_u32(batch, NFTA_HOOK_HOOKNUM, hook);
  put_u32(batch, NFTA_HOOK_PRIORITY, (uint32_t)FIRST);
  end_nest(batch, where);
  end(batch, message);
}

/* Loads a register with one byte, or, with `verdict`, decides. */
static void add_immediate(struct batch *batch, uint32_t where, uint8_t byte, bool verdict) {
  struct nlattr *element = begin_nest(batch, NFTA_LIST_ELEM);
  put_text(batch, NFTA_EXPR_NAME, "immediate");
  struct nlattr *what = begin_nest(batch, NFTA_EXPR_DATA);
  put_u32(batch, NFTA_IMMEDIATE_DREG, where);
  struct nlattr *data = begin_nest(batch, NFTA_IMMEDIATE_DATA);
  if (verdict) {
    struct nlattr *decision = begin_nest(batch, NFTA_DATA_VERDICT);
    put_u32(batch, NFTA_VERDICT_CODE, byte);
    end_nest(batch, decision);
  } else {
    put(batch, NFTA_DATA_VALUE, &byte, sizeof byte);
  }
  end_nest(batch, data);
  end_nest(batch, what);
  end_nest(batch, element);
}

/* meta nftrace set 1 accept: with a verdict the kernel tells of one step in our chain, not of three. */
static void add_rule(struct batch *batch, uint8_t family, const char *chain) {
  struct nlmsghdr *message =
      begin(batch, NFT | NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND | NLM_F_ACK, family, 0);
  put_text(batch, NFTA_RULE_TABLE, table);
  put_text(batch, NFTA_RULE_CHAIN, chain);
  struct nlattr *expressions = begin_nest(batch, NFTA_RULE_EXPRESSIONS);
  add_immediate(batch, NFT_REG_1, 1, false);
  struct nlattr *set = begin_nest(batch, NFTA_LIST_ELEM);
  put_text(batch, NFTA_EXPR_NAME, "meta");
  struct nlattr *what = begin_nest(batch, NFTA_EXPR_DATA);
  put_u32(batch, NFTA_META_KEY, NFT_META_NFTRACE);
  put_u32(batch, NFTA_META_SREG, NFT_REG_1);
  end_nest(batch, what);
  end_nest(batch, set);
  add_immediate(batch, NFT_REG_VERDICT, NF_ACCEPT, true);
  end_nest(batch, expressions);
  end(batch, message);
}

/* The answer to the whole batch: the first error in it, or that its last message was taken. */
static int answer_to(int fd, uint32_t last_sequence) {
  _Alignas(struct nlmsghdr) char bytes[8192];
  for (;;) {
    ssize_t size = recv(fd, bytes, sizeof bytes, 0);
    if (size < 0) return errno;
    int left = (int)size;
    for (const struct nlmsghdr *message = (const struct nlmsghdr *)bytes; NLMSG_OK(message, left);
         message = NLMSG_NEXT(message, left)) {
      if (message->nlmsg_type != NLMSG_ERROR) continue;
      const struct nlmsgerr *answer = NLMSG_DATA(message);
      if (answer->error != 0) return -answer->error;
      if (message->nlmsg_seq == last_sequence) return 0;
    }
  }
}

static void add_marking(struct batch *batch, uint8_t family) {
  add_table(batch, family);
  /* What comes in and what is sent from here; bridges number their hooks as IPv4 does. */
  add_chain(batch, family, "prerouting", NF_INET_PRE_ROUTING);
  add_chain(batch, family, "output", NF_INET_LOCAL_OUT);
  add_rule(batch, family, "prerouting");
  add_rule(batch, family, "output");
}

/* All or nothing. 0, or an errno. */
static int mark_packets(int fd, bool of_bridges) {
  struct batch batch = {.sequence = of_bridges};
  end(&batch, begin(&batch, NFNL_MSG_BATCH_BEGIN, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES));
  add_marking(&batch, NFPROTO_INET);
  if (of_bridges) add_marking(&batch, NFPROTO_BRIDGE);
  uint32_t last_sequence = batch.sequence - 1;
  end(&batch, begin(&batch, NFNL_MSG_BATCH_END, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES));
  if (send(fd, batch.bytes, batch.size, 0) < 0) return errno;
  return answer_to(fd, last_sequence);
}

/* Our own chains decide nothing: what the kernel tells of them would only take others' room. */
static int ignore_ours(int fd) {
  enum { HEADERS = NLMSG_HDRLEN + sizeof(struct nfgenmsg), WORDS = sizeof table / 4 };
  struct sock_filter is_not_ours[4 + 2 * WORDS + 2] = {
      BPF_STMT(BPF_LD | BPF_IMM, HEADERS),
      BPF_STMT(BPF_LDX | BPF_IMM, NFTA_TRACE_TABLE),
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, SKF_AD_OFF + SKF_AD_NLATTR),
      BPF_STMT(BPF_MISC | BPF_TAX, 0),
  };
  struct sock_filter *next = is_not_ours + 4;
  for (int word = 0; word < WORDS; word++) {
    uint32_t value;
    memcpy(&value, table + 4 * word, 4);
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
  /* A kernel that has no such tables for bridges has no rules in them either. */
  if (reason == 0 && mark_packets(fd, true) != 0) reason = mark_packets(fd, false);
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
  if (message->nlmsg_type != (NFT | NFT_MSG_TRACE) ||
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
