/*
 * The packets of one namespace, on all of its interfaces, by a ring of memory that the kernel fills.
 *
 * packet(7) has three layouts of rings. This is the second one: every packet is told at once, and
 * those that have been seen are there to be read when a sync asks for them. The third one hands over
 * blocks by a timer, of which there would be one for each namespace, also while nothing happens.
 */
#include "packetwatch.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
  FRAME_BYTES = 384, /* the longest snap length, and up to 96 bytes of the kernel's before it */
  BLOCK_BYTES = 1 << 16,
  BLOCKS = 24,
  FRAMES_A_BLOCK = BLOCK_BYTES / FRAME_BYTES,
  FRAMES = FRAMES_A_BLOCK * BLOCKS,
  RING_BYTES = BLOCK_BYTES * BLOCKS,
  MAC_ADDRESSES_BYTES = 12,
  VLAN_TAG_BYTES = 4,
};

static uint32_t packets_told;

int ring_open(struct watched *watched) {
  /* Of protocol 0, so that nothing comes in before it is wholly set up. */
  int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno;
  int version = TPACKET_V2;
  struct sock_filter cut = BPF_STMT(BPF_RET | BPF_K, limits.snap_bytes);
  struct sock_fprog program = {.len = 1, .filter = &cut};
  struct tpacket_req ring = {.tp_block_size = BLOCK_BYTES,
                             .tp_block_nr = BLOCKS,
                             .tp_frame_size = FRAME_BYTES,
                             .tp_frame_nr = FRAMES};
  struct sockaddr_ll everything = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
  char *memory = MAP_FAILED;
  if (setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version, sizeof version) == 0 &&
      setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0 &&
      setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &ring, sizeof ring) == 0)
    memory = mmap(NULL, RING_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED || bind(fd, (struct sockaddr *)&everything, sizeof everything) < 0) {
    int reason = errno;
    if (memory != MAP_FAILED) munmap(memory, RING_BYTES);
    close(fd);
    return reason;
  }
  watched->packets = fd;
  watched->ring = memory;
  watched->next_frame = 0;
  return 0;
}

static struct tpacket2_hdr *frame_at(const struct watched *watched, unsigned index) {
  size_t block = index / FRAMES_A_BLOCK, in_block = index % FRAMES_A_BLOCK;
  return (struct tpacket2_hdr *)(watched->ring + block * BLOCK_BYTES + in_block * FRAME_BYTES);
}

static void tell(const struct watched *watched, const struct tpacket2_hdr *frame) {
  const struct sockaddr_ll *where =
      (const struct sockaddr_ll *)((const char *)frame + TPACKET_ALIGN(sizeof *frame));
  const char *bytes = (const char *)frame + frame->tp_mac;
  size_t size = frame->tp_snaplen, wire = frame->tp_len;
  /* The kernel takes a VLAN tag out of the frame; it stood behind the two addresses. */
  bool is_tagged = (frame->tp_status & TP_STATUS_VLAN_VALID) != 0 && size >= MAC_ADDRESSES_BYTES;
  size_t tag = is_tagged ? VLAN_TAG_BYTES : 0;

  record_begin(RECORD_PACKET, watched->id, 8 + 4 + 4 + 2 + 2 + size + tag);
  record_u64((uint64_t)frame->tp_sec * 1000000000u + frame->tp_nsec);
  record_u32((uint32_t)where->sll_ifindex);
  record_u32((uint32_t)(wire + tag));
  record_u16(where->sll_hatype);
  record_u16(where->sll_pkttype == PACKET_OUTGOING);
  if (is_tagged) {
    bool has_protocol = (frame->tp_status & TP_STATUS_VLAN_TPID_VALID) != 0;
    uint16_t words[] = {htons(has_protocol ? frame->tp_vlan_tpid : ETH_P_8021Q),
                        htons(frame->tp_vlan_tci)};
    record_bytes(bytes, MAC_ADDRESSES_BYTES);
    record_bytes(words, sizeof words);
    bytes += MAC_ADDRESSES_BYTES;
    size -= MAC_ADDRESSES_BYTES;
  }
  record_bytes(bytes, size);
}

bool ring_drain(struct watched *watched) {
  int taken = 0;
  for (; taken < FRAMES; taken++) {
    struct tpacket2_hdr *frame = frame_at(watched, watched->next_frame);
    uint32_t status = __atomic_load_n(&frame->tp_status, __ATOMIC_ACQUIRE);
    if ((status & TP_STATUS_USER) == 0) break;
    if (packets_told < limits.packets) {
      tell(watched, frame);
      packets_told++;
    } else {
      watched->packets_left_out++;
    }
    __atomic_store_n(&frame->tp_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
    watched->next_frame = (watched->next_frame + 1) % FRAMES;
  }
  return taken > 0;
}

void ring_count_lost(struct watched *watched) {
  struct tpacket_stats counts; /* since they were last asked for */
  socklen_t size = sizeof counts;
  if (getsockopt(watched->packets, SOL_PACKET, PACKET_STATISTICS, &counts, &size) == 0)
    watched->packets_left_out += counts.tp_drops;
}

void ring_close(struct watched *watched) {
  munmap(watched->ring, RING_BYTES);
  close(watched->packets);
}
