import { text, u16be, u32be } from '../octets.ts'
import type { IdentityFact, Protocol } from '../protocol.ts'
import { asLast, type Call, callOf, nothing, type Reading, withIdentity } from '../reading.ts'
import { say, telling, wireFunction } from '../telling.ts'
import { transformsOf } from './ike-proposals.ts'

const version = wireFunction('version', 'Protocol version', 'identify')

/** `RFB 003.008` and a line feed: RFC 6143 §7.1.1. */
const isRfb = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start === 12 && bytes[start + 11] === 0x0a && /^RFB \d{3}\.\d{3}$/.test(text(bytes, start, start + 11))

/** Virtual network computing: a screen over the network. What follows the versions is not read. */
export const vnc: Protocol = {
  name: 'vnc',
  transports: ['tcp'],
  ports: [5900, 5901],
  recognises: (bytes, start, end) => bytes[start] === 0x52 && isRfb(bytes, start, end),
  lengthAt: (_, start, end) => end - start,
  session: () => {
    let lines = 0
    return {
      read(bytes, start, end, toServer): Reading {
        if (!isRfb(bytes, start, end)) return nothing
        const facts: IdentityFact[] = []
        say(facts, 'version', text(bytes, start, start + 11))
        const reading = telling(toServer ? 'request' : 'response', version, facts)
        return ++lines > 1 ? asLast(reading) : reading
      },
    }
  },
}

const teamViewerCall = callOf(wireFunction('command', 'Command', 'other'))
const lastRequest = asLast(teamViewerCall.request)
const lastResponse = asLast(teamViewerCall.response)

/** Commands of TeamViewer begin with `17 24` and their number, then, little endian, the length; seen by nDPI and others. */
export const teamViewer: Protocol = {
  name: 'teamviewer',
  transports: ['tcp'],
  ports: [5938],
  onlyOnPorts: true,
  recognises: (bytes, start, end) =>
    end - start >= 5 && bytes[start] === 0x17 && bytes[start + 1] === 0x24 && bytes[start + 2]! < 0x40,
  lengthAt: (_, start, end) => end - start,
  session: () => ({
    read: (_, __, ___, toServer) => (toServer ? lastRequest : lastResponse),
  }),
}

const handshake = callOf(wireFunction('1', 'Handshake', 'other'))
const transport = callOf(wireFunction('4', 'Transport data', 'other'))

/** WireGuard §5.4: a number, three zeros; handshakes have one length each. */
export const wireGuard: Protocol = {
  name: 'wireguard',
  transports: ['udp'],
  ports: [51820],
  recognises(bytes, start, end) {
    if (
      end - start < 32 ||
      bytes[start]! < 1 ||
      bytes[start]! > 4 ||
      u16be(bytes, start + 1) + bytes[start + 3]! !== 0
    ) {
      return false
    }
    const size = end - start
    if (bytes[start] === 1) return size === 148
    return bytes[start] === 2 ? size === 92 : bytes[start] === 3 && size === 64
  },
  lengthAt: (_, start, end) => end - start,
  session: () => ({
    read(bytes, start) {
      if (bytes[start] === 4) return transport.event
      return bytes[start] === 2 ? handshake.response : handshake.request
    },
  }),
}

const reset = callOf(wireFunction('7', 'Control hard reset', 'other'))
const packet = callOf(wireFunction('data', 'Packet', 'other'))
const [hardResetClient, hardResetServer] = [7, 8]

/** OpenVPN: operation in the upper five bits, session (8); the first packets have a fixed form. */
export const openVpn: Protocol = {
  name: 'openvpn',
  transports: ['udp'],
  ports: [1194],
  onlyOnPorts: true,
  recognises: (bytes, start, end) => {
    const operation = bytes[start]! >> 3
    return end - start >= 14 && operation >= 1 && operation <= 10 && u32be(bytes, start + 1) !== 0
  },
  lengthAt: (_, start, end) => end - start,
  session: () => ({
    read(bytes, start) {
      const operation = bytes[start]! >> 3
      if (operation === hardResetClient) return reset.request
      return operation === hardResetServer ? reset.response : packet.event
    },
  }),
}

const exchanges = new Map<number, Call>(
  [
    [2, 'Identity Protection (Main Mode)'] as const,
    [4, 'Aggressive'] as const,
    [5, 'Informational'] as const,
    [32, 'Quick Mode'] as const,
    [34, 'IKE_SA_INIT'] as const,
    [35, 'IKE_AUTH'] as const,
    [36, 'CREATE_CHILD_SA'] as const,
    [37, 'INFORMATIONAL'] as const,
  ].map(([code, name]) => [code, callOf(wireFunction(String(code), name, 'other'))]),
)

/** RFC 7296 §3.1: two cookies, next payload, version, exchange, flags, id, length; on port 4500 behind four zeros. */
function ikeAt(bytes: Uint8Array, start: number, end: number): number {
  const at = end - start > 32 && u32be(bytes, start) === 0 ? start + 4 : start
  if (end - at < 28 || u32be(bytes, at) + u32be(bytes, at + 4) === 0) return -1
  const isKnown = (bytes[at + 17] === 0x10 || bytes[at + 17] === 0x20) && exchanges.has(bytes[at + 18]!)
  return isKnown && u32be(bytes, at + 24) === end - at ? at : -1
}

/** Key exchange of IPsec. */
export const ike: Protocol = {
  name: 'ike',
  transports: ['udp'],
  ports: [500, 4500],
  recognises: (bytes, start, end) => ikeAt(bytes, start, end) >= 0,
  lengthAt: (_, start, end) => end - start,
  session: () => ({
    read(bytes, start, end, toServer) {
      const at = ikeAt(bytes, start, end)
      const call = at < 0 ? undefined : exchanges.get(bytes[at + 18]!)
      if (call === undefined) return nothing
      const facts: IdentityFact[] = []
      const isResponse = bytes[at + 17] === 0x20 && (bytes[at + 19]! & 0x20) !== 0
      if (bytes[at + 18] === 34 || bytes[at + 18] === 2) say(facts, 'version', `IKEv${bytes[at + 17]! >> 4}`)
      // What the responder sends is chosen; version 1 has no mark for it.
      const isOpening = bytes[at + 18] === 34 || bytes[at + 18] === 2 || bytes[at + 18] === 4
      const isEncrypted = bytes[at + 17] === 0x10 && (bytes[at + 19]! & 1) !== 0
      if (isOpening && !isEncrypted) {
        const transforms = transformsOf(bytes, at, end)
        for (const { kind, name } of transforms) {
          if (toServer) say(facts, `${kind}Offered`, name)
          else if (kind !== 'keyExchange') say(facts, kind, name)
        }
        // Several key exchanges of one answer are done one after the other, and hold together (RFC 9370 §2.2.2).
        const chosen = toServer ? [] : transforms.filter(({ kind }) => kind === 'keyExchange')
        say(facts, 'keyExchange', chosen.map(({ name }) => name).join('+'))
      }
      const plain = isResponse ? call.response : call.request
      return withIdentity(plain, facts)
    },
  }),
}
