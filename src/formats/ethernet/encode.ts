import { be16, fromText, join } from '../octets.ts'

type Octets = Uint8Array | readonly number[]

const broadcastMac = 'ff:ff:ff:ff:ff:ff'
const lldpMac = '01:80:c2:00:00:0e'

/** `00:1b:1b:01:02:03` as six octets. */
const macOctets = (mac: string): number[] => mac.split(':').map((pair) => Number.parseInt(pair, 16))
/** `10.1.2.3` as four octets. */
export const ipOctets = (ip: string): number[] => ip.split('.').map(Number)

/** An Ethernet II frame, tagged where it has a VLAN, padded to the 60 octets of the shortest frame. */
export function encodeEthernet(
  target: string,
  source: string,
  etherType: number,
  content: Octets,
  vlan?: number,
): Uint8Array {
  const tag = vlan === undefined ? [] : [0x81, 0x00, ...be16(vlan & 0xfff)]
  const frame = join(macOctets(target), macOctets(source), tag, be16(etherType), content)
  if (frame.length >= 60) return frame
  const padded = new Uint8Array(60)
  padded.set(frame)
  return padded
}

/** RFC 826: who has `targetIp` (broadcast), or the answer to it. */
export function encodeArp(
  asks: boolean,
  source: { mac: string; ip: string },
  target: { mac: string; ip: string },
  vlan?: number,
): Uint8Array {
  const body = join(
    [0, 1, 8, 0, 6, 4],
    be16(asks ? 1 : 2),
    macOctets(source.mac),
    ipOctets(source.ip),
    asks ? new Uint8Array(6) : macOctets(target.mac),
    ipOctets(target.ip),
  )
  return encodeEthernet(asks ? broadcastMac : target.mac, source.mac, 0x0806, body, vlan)
}

export interface LldpSaid {
  readonly port: string
  readonly systemName: string
  readonly description: string
  readonly managementIp?: string
}

/** IEEE 802.1AB: chassis (MAC), port, time to live, name, description, management address. Never tagged. */
export function encodeLldp(mac: string, said: LldpSaid): Uint8Array {
  const tlv = (type: number, value: Octets): Uint8Array => join(be16((type << 9) | value.length), value)
  const address =
    said.managementIp === undefined ? [] : tlv(8, [5, 1, ...ipOctets(said.managementIp), 2, 0, 0, 0, 1, 0])
  const body = join(
    tlv(1, [4, ...macOctets(mac)]),
    tlv(2, join([7], fromText(said.port))),
    tlv(3, be16(120)),
    tlv(5, fromText(said.systemName)),
    tlv(6, fromText(said.description)),
    address,
    [0, 0],
  )
  return encodeEthernet(lldpMac, mac, 0x88cc, body)
}
