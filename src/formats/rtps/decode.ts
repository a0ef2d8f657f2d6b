import { hex, u16be, u16le, u32be } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession, WireFunction } from '../protocol.ts'
import { type Call, callOf, fault, withIdentity } from '../reading.ts'
import { say, wireFunction } from '../telling.ts'

/** `RTPS`, version (2), vendor (2), who sends (12); then submessages: kind, flags, length (OMG DDSI-RTPS 2.5, §9.4). */
const header = 20
const letters = 0x52545053
const [data, dataFragment, heartbeat, acknowledgement] = [0x15, 0x16, 0x07, 0x06]
const [infoTimestamp, infoSource, infoDestination] = [0x09, 0x0c, 0x0e]
const mostSubmessages = 32

const kinds: Readonly<Record<number, WireFunction>> = {
  [acknowledgement]: wireFunction('0x06', 'ACKNACK', 'other'),
  [heartbeat]: wireFunction('0x07', 'HEARTBEAT', 'other'),
  [data]: wireFunction('0x15', 'DATA', 'other'),
  [dataFragment]: wireFunction('0x16', 'DATA_FRAG', 'other'),
}
const other = wireFunction('other', 'Submessage', 'other')
const calls = new Map<WireFunction, Call>([...Object.values(kinds), other].map((fn) => [fn, callOf(fn)]))

/** OMG: the software, which is not who made the device. */
const software: Readonly<Record<number, string>> = {
  257: 'RTI Connext DDS',
  258: 'OpenSplice DDS',
  259: 'OpenDDS',
  261: 'InterCOM DDS',
  262: 'CoreDX DDS',
  266: 'RTI Connext DDS Micro',
  267: 'Vortex Cafe',
  269: 'Vortex Lite',
  271: 'eProsima Fast DDS',
  272: 'Eclipse Cyclone DDS',
  273: 'GurumDDS',
  274: 'RustDDS',
}

const recognises = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start >= header && u32be(bytes, start) === letters && bytes[start + 4]! <= 2

/** The first submessage that is no more than context. */
function kindOf(bytes: Uint8Array, start: number, end: number): WireFunction {
  let at = start + header
  for (let i = 0; i < mostSubmessages && at + 4 <= end; i++) {
    const kind = bytes[at]!
    if (kind !== infoTimestamp && kind !== infoSource && kind !== infoDestination) return kinds[kind] ?? other
    at += 4 + (bytes[at + 1]! & 1 ? u16le(bytes, at + 2) : u16be(bytes, at + 2))
  }
  return other
}

function open(): ProtocolSession {
  let told = -1
  return {
    read(bytes, start, end) {
      if (!recognises(bytes, start, end)) return fault('not a complete message')
      const plain = calls.get(kindOf(bytes, start, end))!.event
      const vendor = u16be(bytes, start + 6)
      if (vendor === told) return plain
      told = vendor
      const facts: IdentityFact[] = []
      say(facts, 'vendorId', hex(vendor, 4))
      say(facts, 'software', software[vendor] ?? '')
      return withIdentity(plain, facts)
    },
  }
}

/** RTPS, the wire of DDS: which software speaks it. */
export const rtps: Protocol = {
  name: 'rtps',
  transports: ['udp'],
  ports: [7400, 7410, 7411],
  recognises,
  lengthAt: (_, start, end) => end - start,
  session: open,
}
