import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFrame } from './frame.ts'
import { encodeTcp, encodeUdp } from './ip/encode.ts'
import { createFragments } from './ip/fragments.ts'
import { summary } from './link-types.testing.ts'
import { decodeFrame, linkTypeName, linkTypes } from './link-types.ts'
import { be16, fromHex, join } from './octets.ts'

const ends = { source: '10.0.0.1', target: '10.0.0.2' }
const udp = encodeUdp(ends, 1000, 2000, fromHex('c0ffee'))
const tcp = encodeTcp(ends, { sourcePort: 3000, targetPort: 502, sequence: 7, acknowledgement: 0, flags: 0x18 }, [1, 2])
const macs = fromHex('0200000000b2 0200000000a1')
const arp = fromHex('0001 0800 06 04 0001 0200000000a1 0a000001 000000000000 0a000002')
const udpSays = { ip: '10.0.0.1:1000 > 10.0.0.2:2000', protocol: 17, payload: 'c0ffee' }
const cards = { from: '02:00:00:00:00:a1', to: '02:00:00:00:00:b2' }
// RFC 8200 header, next header and payload length to be set in front.
const v6 = (next: number, body: Uint8Array) =>
  join(
    fromHex('60000000'),
    be16(body.length),
    [next, 64],
    fromHex('fd000000000000000000000000000001'),
    fromHex('fd000000000000000000000000000002'),
    body,
  )
const udp6 = fromHex('03e8 07d0 000b 0000 c0ffee')
const udp6Says = { ip: 'fd00::1:1000 > fd00::2:2000', protocol: 17, payload: 'c0ffee' }

const vectors: readonly [name: string, linkType: number, bytes: Uint8Array, says: object | string][] = [
  ['Ethernet II', linkTypes.ethernet, join(macs, [8, 0], udp), { ...udpSays, ...cards }],
  [
    'Ethernet padding is no payload',
    linkTypes.ethernet,
    join(macs, [8, 0], udp, new Uint8Array(9)),
    { ...udpSays, ...cards },
  ],
  ['a VLAN tag', linkTypes.ethernet, join(macs, fromHex('8100 2014 0800'), udp), { ...udpSays, ...cards, vlan: 20 }],
  [
    'QinQ tells the outer VLAN',
    linkTypes.ethernet,
    join(macs, fromHex('88a8 0064 8100 0014 0800'), udp),
    { ...udpSays, ...cards, vlan: 100 },
  ],
  [
    'TCP with its payload',
    linkTypes.ethernet,
    join(macs, [8, 0], tcp),
    { ip: '10.0.0.1:3000 > 10.0.0.2:502', protocol: 6, payload: '0102', ...cards },
  ],
  ['ARP', linkTypes.ethernet, join(macs, [8, 6], arp), { ...cards, type: '0x806' }],
  [
    '802.3 with LLC',
    linkTypes.ethernet,
    join(macs, fromHex('0026 42 42 03'), new Uint8Array(35)),
    { ...cards, type: '0x42' },
  ],
  [
    '802.3 with SNAP',
    linkTypes.ethernet,
    join(macs, be16(8 + udp.length), fromHex('aaaa03 000000 0800'), udp),
    { ...udpSays, ...cards },
  ],
  [
    'CDP in SNAP of another organisation',
    linkTypes.ethernet,
    join(macs, fromHex('0010 aaaa03 00000c 2000'), new Uint8Array(8)),
    { ...cards, type: '0x2000' },
  ],
  ['MPLS', linkTypes.ethernet, join(macs, fromHex('8847 00010040 00020140'), udp), { ...udpSays, ...cards }],
  [
    'PPPoE',
    linkTypes.ethernet,
    join(macs, fromHex('8864 1100 0001'), be16(udp.length + 2), [0, 0x21], udp),
    { ...udpSays, ...cards },
  ],
  ['IPv6', linkTypes.ethernet, join(macs, fromHex('86dd'), v6(17, udp6)), { ...udp6Says, ...cards }],
  ['raw IPv4', linkTypes.raw, udp, udpSays],
  ['raw IPv6', linkTypes.ipv6, v6(17, udp6), udp6Says],
  ['BSD loopback', linkTypes.null, join([2, 0, 0, 0], udp), udpSays],
  ['OpenBSD loopback', linkTypes.loop, join([0, 0, 0, 24], v6(17, udp6)), udp6Says],
  [
    'Linux cooked',
    linkTypes.cookedV1,
    join(fromHex('0000 0001 0006 0200000000a1 0000 0800'), udp),
    { ...udpSays, from: cards.from },
  ],
  [
    'Linux cooked, version 2',
    linkTypes.cookedV2,
    join(fromHex('0800 0000 00000003 0001 00 06 0200000000a1 0000'), udp),
    { ...udpSays, from: cards.from },
  ],
  ['PPP', linkTypes.ppp, join([0xff, 0x03, 0x00, 0x21], udp), udpSays],
  ['Cisco HDLC', linkTypes.ciscoHdlc, join([0x0f, 0, 8, 0], udp), udpSays],
  [
    '802.11 data from the access point',
    linkTypes.wlan,
    join(fromHex('0802 0000 0200000000b2 020000000009 0200000000a1 0000 aaaa03 000000 0800'), udp),
    { ...udpSays, ...cards },
  ],
  [
    '802.11 QoS data to the access point, behind radiotap',
    linkTypes.wlanRadiotap,
    join(
      fromHex('0000 0800 00000000'),
      fromHex('8801 0000 020000000009 0200000000a1 0200000000b2 0000 0000 aaaa03 000000 0800'),
      udp,
    ),
    { ...udpSays, ...cards },
  ],
  [
    '802.11 that is encrypted',
    linkTypes.wlan,
    join(fromHex('0842 0000 0200000000b2 020000000009 0200000000a1 0000'), new Uint8Array(20)),
    cards,
  ],
  ['a link type that is not read', 147, udp, 'not read'],
  ['an Ethernet header cut short', linkTypes.ethernet, macs, { fault: 'the Ethernet header is cut short' }],
  [
    'an IPv4 header cut short',
    linkTypes.ethernet,
    join(macs, [8, 0], udp.subarray(0, 19)),
    { ...cards, type: '0x800', fault: 'the IPv4 header is cut short' },
  ],
  [
    'an IPv4 header that contradicts itself',
    linkTypes.raw,
    join([0x42], udp.subarray(1)),
    { type: '0x800', fault: 'the IPv4 header contradicts itself' },
  ],
  [
    'a UDP header cut short',
    linkTypes.raw,
    udp.subarray(0, 23),
    { ip: '10.0.0.1 > 10.0.0.2', protocol: 17, fault: 'the UDP header is cut short' },
  ],
]

describe('headers', () => {
  it.each(vectors)('%s', (_, linkType, bytes, says) => {
    expect(summary(bytes, linkType)).toEqual(says)
  })

  it('link types are printed by name, unknown ones by number', () => {
    expect([linkTypeName(1), linkTypeName(276), linkTypeName(147)]).toEqual(['ethernet', 'linux-sll2', 'linktype-147'])
  })

  it('no bytes of any link type make the reading throw or tell an offset outside the packet', () => {
    const types = [...Object.values(linkTypes), 147]
    const seeds = vectors.map(([, , bytes]) => bytes)
    const mutated = fc.tuple(
      fc.constantFrom(...seeds),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
      fc.nat(),
    )
    const frame = createFrame()
    const fragments = createFragments()
    fc.assert(
      fc.property(mutated, fc.constantFrom(...types), ([seed, changes, cut], linkType) => {
        const bytes = seed.slice(0, cut % (seed.length + 1))
        for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value
        decodeFrame(bytes, 0, bytes.length, linkType, frame, fragments)
        const width = frame.family === 4 ? 4 : 16
        if (frame.family !== 0)
          expect(Math.max(frame.sourceAt, frame.targetAt) + width).toBeLessThanOrEqual(bytes.length)
        expect(Math.max(frame.sourceMacAt, frame.targetMacAt) + 6).toBeLessThanOrEqual(Math.max(6, bytes.length))
        expect(frame.payloadEnd).toBeLessThanOrEqual(bytes.length)
      }),
      { numRuns: 3000 },
    )
  })
})
