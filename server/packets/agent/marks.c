/*
 * The kernel tells what netfilter does with packets that carry a mark, which a rule must set before all
 * others. That rule needs a table. Ours belongs to the socket that it was made with: it goes with it,
 * and nobody else can change or flush it.
 */
#include "packetwatch.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>

enum {
  FIRST = -1000, /* priority: before connection tracking (-200), and its defragmentation (-400) */
  BATCH_BYTES = 4096,
  NFT = NFNL_SUBSYS_NFTABLES << 8,
};

const char table_of_marks[TABLE_BYTES] = "patchbay_trace";

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

static void add_table(struct batch *batch, uint8_t family) {
  struct nlmsghdr *message = begin(batch, NFT | NFT_MSG_NEWTABLE, NLM_F_CREATE, family, 0);
  put_text(batch, NFTA_TABLE_NAME, table_of_marks);
  put_u32(batch, NFTA_TABLE_FLAGS, NFT_TABLE_F_OWNER);
  end(batch, message);
}

static void add_chain(struct batch *batch, uint8_t family, const char *name, uint32_t hook) {
  struct nlmsghdr *message = begin(batch, NFT | NFT_MSG_NEWCHAIN, NLM_F_CREATE, family, 0);
  put_text(batch, NFTA_CHAIN_TABLE, table_of_marks);
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
  put_text(batch, NFTA_RULE_TABLE, table_of_marks);
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
static int answer_to(int fd, uint32_t first_sequence, uint32_t last_sequence) {
  _Alignas(struct nlmsghdr) char bytes[8192];
  for (;;) {
    ssize_t size = recv(fd, bytes, sizeof bytes, 0);
    if (size < 0) return errno;
    int left = (int)size;
    for (const struct nlmsghdr *message = (const struct nlmsghdr *)bytes; NLMSG_OK(message, left);
         message = NLMSG_NEXT(message, left)) {
      bool is_older = message->nlmsg_seq < first_sequence; /* a failed batch has many answers */
      if (message->nlmsg_type != NLMSG_ERROR || is_older) continue;
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
static int add_tables(int fd, bool of_bridges, uint32_t first_sequence) {
  struct batch batch = {.sequence = first_sequence};
  end(&batch, begin(&batch, NFNL_MSG_BATCH_BEGIN, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES));
  add_marking(&batch, NFPROTO_INET);
  if (of_bridges) add_marking(&batch, NFPROTO_BRIDGE);
  uint32_t last_sequence = batch.sequence - 1;
  end(&batch, begin(&batch, NFNL_MSG_BATCH_END, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES));
  if (send(fd, batch.bytes, batch.size, 0) < 0) return errno;
  return answer_to(fd, first_sequence, last_sequence);
}

int mark_packets(int fd) {
  /* A kernel that has no such tables for bridges has no rules in them either. */
  return add_tables(fd, true, 100) == 0 ? 0 : add_tables(fd, false, 200);
}
