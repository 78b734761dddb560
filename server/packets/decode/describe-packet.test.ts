import { expect, it } from 'vitest';
import { decodeFrame } from './decode-frame.ts';
import { describePacket, kindOf } from './describe-packet.ts';
import { readRecording } from './recorded.fixture.ts';

/** Each different title of a recording once, its changing ports as `PORT`. */
function titlesOf(name: string): string[] {
  const titles = readRecording(name).map(({ bytes, length }) => {
    const layers = decodeFrame(bytes, length);
    return `${kindOf(layers)}: ${describePacket(layers).replaceAll(/:[3-6]\d{4}\b/g, ':PORT')}`;
  });
  return [...new Set(titles)];
}

it('names a ping and the question for the address before it', () => {
  expect(titlesOf('ping-v4')).toEqual(
    expect.arrayContaining([
      'arp: ARP who has 172.18.0.1? tell 172.18.0.10',
      'arp: ARP 172.18.0.1 is at 02:00:00:00:00:02',
      'icmp: ICMP echo request 172.18.0.10 → 172.18.0.1',
      'icmp: ICMP echo reply 172.18.0.1 → 172.18.0.10',
      'arp: ARP who has 172.18.0.99?',
      'arp: ARP announcement: 172.18.0.10 is at 02:00:00:00:00:01',
    ]),
  );
  expect(titlesOf('ping-v6')).toEqual(
    expect.arrayContaining([
      'icmp: ICMPv6 neighbour solicitation: who has fd00:18::1?',
      'icmp: ICMPv6 neighbour advertisement: fd00:18::1 is at 02:00:00:00:00:02',
      'icmp: ICMPv6 echo request fd00:18::10 → fd00:18::1',
    ]),
  );
});

it('names a connection by its flags and ends', () => {
  expect(titlesOf('http')).toEqual(
    expect.arrayContaining([
      'tcp: TCP SYN 172.18.0.10:PORT → 172.19.0.10:80',
      'tcp: TCP SYN ACK 172.19.0.10:80 → 172.18.0.10:PORT',
      'tcp: TCP PSH ACK [fd00:18::10]:PORT → [fd00:19::10]:80',
      'tcp: TCP FIN ACK 172.18.0.10:PORT → 172.19.0.10:80',
    ]),
  );
});

it('names errors by what went wrong', () => {
  expect(titlesOf('errors')).toEqual(
    expect.arrayContaining([
      'icmp: ICMP time exceeded: in transit 172.18.0.1 → 172.18.0.10',
      'icmp: ICMP destination unreachable: port 172.19.0.10 → 172.18.0.10',
      'icmp: ICMP destination unreachable: fragmentation needed 172.18.0.1 → 172.18.0.10',
      'icmp: ICMPv6 packet too big fd00:18::1 → fd00:18::10',
      'icmp: ICMPv6 destination unreachable: no route fd00:18::1 → fd00:18::10',
      'tcp: TCP RST ACK 172.19.0.10:81 → 172.18.0.10:PORT',
    ]),
  );
});

it('names questions and answers of DNS and DHCP', () => {
  expect(titlesOf('dns')).toEqual(
    expect.arrayContaining([
      'dns: DNS A example.com?',
      'dns: DNS A example.com is 93.184.216.34',
      'dns: DNS AAAA example.com is 2606:2800:220:1::1946',
      'dns: DNS A www.example.com is 93.184.216.34',
      'dns: DNS SRV _http._tcp.example.com is 5 7 80 example.com',
      'dns: DNS PTR 34.216.184.93.in-addr.arpa is example.com',
      'dns: DNS A nowhere.example.com: no such name',
    ]),
  );
  expect(titlesOf('dhcp')).toEqual([
    'dhcp: DHCP discover from 02:00:00:00:00:01',
    expect.stringMatching(/^dhcp: DHCP offer 172\.18\.0\.5\d to 02:00:00:00:00:01$/),
    'dhcp: DHCP request from 02:00:00:00:00:01',
    expect.stringMatching(/^dhcp: DHCP ack 172\.18\.0\.5\d to 02:00:00:00:00:01$/),
  ]);
});

it('names the packet in a tunnel, and the tunnel', () => {
  expect(titlesOf('vxlan')).toEqual(
    expect.arrayContaining([
      'arp: ARP who has 10.9.0.2? tell 10.9.0.1 in VXLAN 42',
      'icmp: ICMP echo request 10.9.0.1 → 10.9.0.2 in VXLAN 42',
      'tcp: TCP SYN 10.9.0.1:PORT → 10.9.0.2:81 in VXLAN 42',
    ]),
  );
});

it('names fragments by where they belong, and protocols that it does not take apart', () => {
  expect(titlesOf('fragments')).toEqual(
    expect.arrayContaining([
      'icmp: ICMP echo request 172.18.0.10 → 172.18.0.1',
      'icmp: ICMP fragment at byte 1480 172.18.0.10 → 172.18.0.1',
      'icmp: ICMPv6 fragment at byte 2896 fd00:18::1 → fd00:18::10',
    ]),
  );
  expect(titlesOf('others')).toEqual(
    expect.arrayContaining([
      'other: GRE 172.18.0.10 → 172.18.0.1',
      'other: IGMP 172.18.0.10 → 224.0.0.22',
      'other: STP 02:00:00:00:00:02 → 01:80:c2:00:00:00',
      'udp: UDP 172.18.0.10:4000 → 172.18.0.1:9',
      'other: IPv6 without content fd00:18::10 → fd00:18::1',
    ]),
  );
});

it('says of what it cannot read no more than that', () => {
  expect(describePacket(decodeFrame(new Uint8Array(0), 0))).toBe('Malformed frame');
  expect(describePacket(decodeFrame(new Uint8Array(4), 60))).toBe('Frame that was cut short');
});
