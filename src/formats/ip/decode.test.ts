import { describe, expect, it } from 'vitest'
import { summary } from '../link-types.testing.ts'
import { linkTypes } from '../link-types.ts'
import { be16, be32, fromHex, join } from '../octets.ts'
import { encodeIpv4, encodeTcp, encodeUdp } from './encode.ts'
import { createFragments } from './fragments.ts'

const ends = { source: '10.0.0.1', target: '10.0.0.2' }
const within = { source: '192.168.7.1', target: '192.168.7.2' }
const innerTcp = encodeTcp(within, { sourcePort: 4000, targetPort: 102, sequence: 1, acknowledgement: 0, flags: 2 })
const innerUdp = encodeUdp(within, 5000, 161, fromHex('30'))
const ethernet = fromHex('0200000000b2 0200000000a1 0800')

describe('tunnels and quotes keep the outer endpoints', () => {
  const outer = (protocol: number, ...body: (Uint8Array | readonly number[])[]) =>
    encodeIpv4(ends, protocol, join(...body))
  it.each<[string, Uint8Array, string, number]>([
    ['an ICMP error tells the ports that it quotes', outer(1, [3, 3, 0, 0, 0, 0, 0, 0], innerUdp), ':5000 > :161', 17],
    ['an ICMP echo has none', outer(1, [8, 0, 0, 0, 0, 1, 0, 1], innerUdp), ' > ', 1],
    ['GRE', outer(47, fromHex('0000 0800'), innerTcp), ':4000 > :102', 6],
    [
      'GRE with checksum, key and sequence',
      outer(47, fromHex('b000 0800 00000000 00000001 00000002'), innerTcp),
      ':4000 > :102',
      6,
    ],
    ['ERSPAN', outer(47, fromHex('1000 88be 00000001 1001 0000 00000000'), ethernet, innerTcp), ':4000 > :102', 6],
    ['IP in IP', outer(4, innerTcp), ':4000 > :102', 6],
    [
      'VXLAN around TCP',
      encodeUdp(ends, 50000, 4789, join(fromHex('0800000000000100'), ethernet, innerTcp)),
      ':4000 > :102',
      6,
    ],
    [
      'VXLAN around UDP keeps its own ports',
      encodeUdp(ends, 50000, 4789, join(fromHex('0800000000000100'), ethernet, innerUdp)),
      ':50000 > :4789',
      17,
    ],
    [
      'Geneve with options',
      encodeUdp(ends, 50000, 6081, join(fromHex('0100 6558 00000100 00000000'), ethernet, innerTcp)),
      ':4000 > :102',
      6,
    ],
    ['a tunnel in a tunnel', outer(4, encodeIpv4(within, 47, join(fromHex('0000 0800'), innerTcp))), ':4000 > :102', 6],
  ])('%s', (_, bytes, ports, protocol) => {
    const said = summary(bytes, linkTypes.raw) as { ip: string; protocol: number }
    const [from, to] = ports.split(' > ')
    expect(said).toMatchObject({ ip: `10.0.0.1${from} > 10.0.0.2${to}`, protocol })
  })

  it('what is inside is no packet of that conversation itself', () => {
    expect(summary(encodeIpv4(ends, 4, innerTcp), linkTypes.raw)).toMatchObject({ inner: true })
    expect(summary(encodeUdp(ends, 50000, 4789, fromHex('00')), linkTypes.raw)).not.toHaveProperty('inner')
  })

  it('tunnels nested without end are left at a bounded depth', () => {
    let bytes = innerTcp
    for (let i = 0; i < 100; i++) bytes = encodeIpv4(within, 4, bytes)
    expect(summary(encodeIpv4(ends, 4, bytes), linkTypes.raw)).toMatchObject({ protocol: 4 })
  })
})

describe('IPv6 extension headers', () => {
  const source = fromHex('fd000000000000000000000000000001')
  const target = fromHex('fd000000000000000000000000000002')
  const v6 = (next: number, ...body: (Uint8Array | readonly number[])[]) => {
    const content = join(...body)
    return join(fromHex('60000000'), be16(content.length), [next, 64], source, target, content)
  }
  const udp = fromHex('03e8 07d0 000a 0000 beef')

  it.each<[string, Uint8Array]>([
    ['hop by hop', v6(0, fromHex('11 00 000000000000'), udp)],
    [
      'routing, then destination options of 16 bytes',
      v6(43, fromHex('3c 00 000000000000'), fromHex('11 01'), new Uint8Array(14), udp),
    ],
    ['authentication', v6(51, fromHex('11 04'), new Uint8Array(22), udp)],
    ['a fragment header on a whole packet', v6(44, fromHex('11 00 0000 00000001'), udp)],
  ])('%s', (_, bytes) => {
    expect(summary(bytes, linkTypes.ipv6)).toEqual({ ip: 'fd00::1:1000 > fd00::2:2000', protocol: 17, payload: 'beef' })
  })

  it('a chain of them is followed only so far', () => {
    const chain = Array.from({ length: 40 }, () => fromHex('3c 00 000000000000'))
    expect(summary(v6(60, ...chain, udp), linkTypes.ipv6)).toEqual({ ip: 'fd00::1 > fd00::2', protocol: 60 })
  })

  it('fragments get their ports when the last is there', () => {
    const fragments = createFragments()
    const part = (offset: number, more: boolean, body: Uint8Array) =>
      summary(v6(44, [17, 0], be16(offset | (more ? 1 : 0)), be32(9), body), linkTypes.ipv6, fragments)
    expect(part(8, false, fromHex('beef'))).toMatchObject({ ip: 'fd00::1 > fd00::2' })
    expect(part(0, true, fromHex('03e8 07d0 000a 0000'))).toMatchObject({ ip: 'fd00::1:1000 > fd00::2:2000' })
  })
})

describe('IPv4 fragments', () => {
  const content = Uint8Array.from({ length: 40 }, (_, i) => i + 1)
  const body = encodeUdp(ends, 1000, 2000, content).subarray(20)
  const piece = (from: number, to: number, id = 77, last = to === body.length) => {
    const packet = join(encodeIpv4({ ...ends, identification: id }, 17, body.subarray(from, to)))
    packet.set(be16((last ? 0 : 0x2000) | (from / 8)), 6)
    return packet
  }
  const bare = { ip: '10.0.0.1 > 10.0.0.2', protocol: 17 }
  const withPorts = { ip: '10.0.0.1:1000 > 10.0.0.2:2000', protocol: 17 }
  const complete = { ...withPorts, payload: Buffer.from(content).toString('hex') }

  it('as Wireshark counts them: only the one that completes the datagram has ports', () => {
    const fragments = createFragments()
    const said = [piece(0, 16), piece(16, 32), piece(32, 48)].map((bytes) => summary(bytes, linkTypes.raw, fragments))
    expect(said).toEqual([bare, bare, complete])
  })

  it('in any order, and with a repeated one', () => {
    const fragments = createFragments()
    const pieces = [piece(32, 48), piece(0, 16), piece(0, 16), piece(16, 32)]
    expect(pieces.map((bytes) => summary(bytes, linkTypes.raw, fragments)).at(-1)).toEqual(complete)
  })

  it('datagrams with other numbers are other datagrams', () => {
    const fragments = createFragments()
    expect(summary(piece(0, 16, 1), linkTypes.raw, fragments)).toEqual(bare)
    expect(summary(piece(16, 48, 2), linkTypes.raw, fragments)).toEqual(bare)
    expect(summary(piece(16, 48, 1), linkTypes.raw, fragments)).toEqual(complete)
  })

  it('a first fragment that the capture cut is read as it is', () => {
    expect(summary(piece(0, 16).subarray(0, 30), linkTypes.raw)).toEqual(withPorts)
  })

  it('unfinished datagrams are forgotten, the oldest first', () => {
    const fragments = createFragments()
    for (let id = 0; id < 5000; id++) summary(piece(0, 16, id), linkTypes.raw, fragments)
    expect(summary(piece(16, 48, 0), linkTypes.raw, fragments)).toEqual(bare)
    expect(summary(piece(16, 48, 4999), linkTypes.raw, fragments)).toEqual(complete)
  })

  it('where pieces overlap, the first stays', () => {
    const fragments = createFragments()
    const forged = piece(8, 24)
    forged.fill(0xee, 20)
    const said = [piece(0, 16), forged, piece(24, 48)].map((bytes) => summary(bytes, linkTypes.raw, fragments))
    expect(said.at(-1)).toMatchObject({
      payload: Buffer.from(content.map((byte, i) => (i >= 8 && i < 16 ? 0xee : byte))).toString('hex'),
    })
  })
})
