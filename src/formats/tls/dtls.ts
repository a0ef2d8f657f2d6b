import { join, u16be } from '../octets.ts'
import type { IdentityFact, Message, Protocol, ProtocolSession } from '../protocol.ts'
import { asLast, messageOf, readingOf, withFault } from '../reading.ts'
import { telling, wireFunction } from '../telling.ts'
import { certificateChain } from './decode.ts'
import { clientHello, serverHello, serverKeyExchange } from './hello.ts'

/** Record: type (1), version (2), epoch (2), number (6), length (2): RFC 6347 §4.1. */
const header = 13
/** Handshake: type (1), length (3), number (2), where the fragment begins (3), its length (3): §4.2.2. */
const fragmentHeader = 12
const [changeCipherSpec, alert, handshake, applicationData] = [20, 21, 22, 23]
const [isClientHello, isServerHello, isVerify, isCertificate, isKeyExchange] = [1, 2, 3, 11, 12]
const longestHandshake = 65_536

const hello = wireFunction('0x01', 'Hello', 'identify')
const chain = wireFunction('0x0b', 'Certificate', 'identify')
const keys = wireFunction('0x0c', 'Server Key Exchange', 'other')
const verify = messageOf('response', wireFunction('0x03', 'Hello Verify Request', 'other'))
const data = asLast(telling('event', wireFunction('data', 'Application Data', 'other')))

const u24be = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 16) | u16be(bytes, at + 1)
const isVersion = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0xfe && (bytes[at + 1] === 0xff || bytes[at + 1] === 0xfd)

/** Records, one behind the other, to the last octet of the datagram. */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  for (let i = 0; i < 16 && at < end; i++) {
    if (end - at < header + 1 || bytes[at]! < changeCipherSpec || bytes[at]! > applicationData) return false
    if (!isVersion(bytes, at + 1)) return false
    at += header + u16be(bytes, at + 11)
  }
  if (at !== end || end === start) return false
  // In the clear the first record is a handshake; encrypted ones have a later epoch.
  const isClear = u16be(bytes, start + 3) === 0
  if (bytes[start] === applicationData) return !isClear
  if (bytes[start] !== handshake || !isClear) return true
  const length = u24be(bytes, start + header + 1)
  const [from, part] = [u24be(bytes, start + header + 6), u24be(bytes, start + header + 9)]
  return bytes[start + header]! <= 24 && from + part <= length && length < longestHandshake
}

interface Begun {
  readonly number: number
  readonly type: number
  readonly length: number
  readonly bytes: Uint8Array
}

function open(): ProtocolSession {
  /** By side: the message of which fragments are still to come. */
  const begun: [Begun | undefined, Begun | undefined] = [undefined, undefined]

  /** The whole message, where this fragment completes it. Fragments that come twice or out of order are let go. */
  function whole(bytes: Uint8Array, at: number, end: number, side: 0 | 1): Begun | undefined {
    const [type, length, number] = [bytes[at]!, u24be(bytes, at + 1), u16be(bytes, at + 4)]
    const [from, part] = [u24be(bytes, at + 6), u24be(bytes, at + 9)]
    const body = at + fragmentHeader
    if (body + part > end || from + part > length || length > longestHandshake) return undefined
    const mine = bytes.subarray(body, body + part)
    if (from === 0 && part === length) return { number, type, length, bytes: mine }
    const before = begun[side]
    const isNext = before !== undefined && before.number === number && before.bytes.length === from
    if (from !== 0 && !isNext) return undefined
    const held = from === 0 ? mine.slice() : join((before as Begun).bytes, mine)
    const one = { number, type, length, bytes: held }
    begun[side] = held.length < length ? one : undefined
    return held.length < length ? undefined : one
  }

  function read({ type, bytes }: Begun): Message | null | undefined {
    const facts: IdentityFact[] = []
    switch (type) {
      case isClientHello: {
        // Behind the session stands a cookie (RFC 6347 §4.2.1); without it, it is TLS's.
        const cookie = 35 + (bytes[34] ?? 0)
        const plain = join(bytes.subarray(0, cookie), bytes.subarray(cookie + 1 + (bytes[cookie] ?? 0)))
        // Versions count down: 254.253 is 1.2, 254.252 is 1.3.
        const isWhole = clientHello(plain, 0, plain.length, facts, Math.min)
        return isWhole ? messageOf('request', hello, facts) : undefined
      }
      case isServerHello:
        return serverHello(bytes, 0, bytes.length, facts) === 0 ? undefined : messageOf('response', hello, facts)
      case isVerify:
        return verify
      case isCertificate:
        certificateChain(bytes, 0, bytes.length, facts)
        return messageOf('event', chain, facts)
      case isKeyExchange:
        serverKeyExchange(bytes, 0, bytes.length, facts)
        return messageOf('response', keys, facts)
      default:
        return null
    }
  }

  return {
    read(bytes, start, end, toServer) {
      const messages: Message[] = []
      let isCut = false
      for (let at = start, i = 0; i < 16 && at + header <= end; i++) {
        const stop = Math.min(end, at + header + u16be(bytes, at + 11))
        const isClear = u16be(bytes, at + 3) === 0
        if (bytes[at] === applicationData) return messages.length === 0 ? data : asLast(readingOf(messages))
        if (bytes[at] === handshake && isClear) {
          for (let one = at + header, n = 0; n < 16 && one + fragmentHeader <= stop; n++) {
            const message = whole(bytes, one, stop, toServer ? 0 : 1)
            const told = message === undefined ? null : read(message)
            if (told === undefined) isCut = true
            else if (told !== null) messages.push(told)
            one += fragmentHeader + u24be(bytes, one + 9)
          }
        } else if (bytes[at] === alert && !isClear) break
        at = stop
      }
      const reading = readingOf(messages)
      return isCut ? withFault(reading, 'a handshake message cut short') : reading
    },
  }
}

/** TLS over datagrams: VPNs, wireless controllers, CoAP. Version 1.3 is read up to its ServerHello. */
export const dtls: Protocol = {
  name: 'dtls',
  transports: ['udp'],
  ports: [443, 4433, 5684, 5246, 5247],
  recognises,
  lengthAt: (_, start, end) => end - start,
  session: open,
}
