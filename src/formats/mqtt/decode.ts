import { createCalls } from '../calls.ts'
import { text, u16be } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession } from '../protocol.ts'
import { fault, type Reading, withIdentity } from '../reading.ts'
import { say } from '../telling.ts'
import {
  acknowledge,
  authenticate,
  complete,
  connect,
  disconnect,
  ping,
  publish,
  received,
  release,
  sparkplugOf,
  subscribe,
  unsubscribe,
} from './functions.ts'
import { isFirst, propertiesLength, readConnect, spanAt } from './packet.ts'
import { factsOfBirth, sparkplugTopic } from './sparkplug.ts'

const types = {
  connect: 1,
  connack: 2,
  publish: 3,
  puback: 4,
  pubrec: 5,
  pubrel: 6,
  pubcomp: 7,
  subscribe: 8,
  suback: 9,
  unsubscribe: 10,
  unsuback: 11,
  pingreq: 12,
  pingresp: 13,
  disconnect: 14,
  auth: 15,
} as const
const callOf = createCalls()
const longestTopic = 512
const shortestTopic = 3
/** Of what is published the topic is read, and of birth certificates the beginning. */
const enough = 1024
const enoughOfBirth = 16_384
const longestPacket = 65_536
const mostPackets = 64

const span = { at: 0, end: 0 }

function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 2) return 0
  const found = spanAt(bytes, start, end, span)
  if (found !== 1) return found
  return isFirst(bytes[start]!, span.end - span.at) ? span.end - start : -1
}

/** Printable, at least three characters, without wildcards. */
function isTopic(bytes: Uint8Array, at: number, end: number, mayHaveWildcards: boolean): boolean {
  const stop = at + 2 + u16be(bytes, at)
  const least = mayHaveWildcards ? 1 : shortestTopic
  if (stop > end || stop - at - 2 < least || stop - at - 2 > longestTopic) return false
  for (let i = at + 2; i < stop; i++) {
    const octet = bytes[i]!
    if (octet < 0x20 || octet === 0x7f || (!mayHaveWildcards && (octet === 0x23 || octet === 0x2b))) return false
  }
  return true
}

/** Filters with their options, to the end of the packet. */
function areFilters(bytes: Uint8Array, at: number, end: number, hasOptions: boolean): boolean {
  let count = 0
  while (at < end) {
    if (at + 3 > end || !isTopic(bytes, at, end, true)) return false
    at += 2 + u16be(bytes, at)
    if (hasOptions && (at >= end || (bytes[at++]! & 0xc3) > 2)) return false
    count++
  }
  return count > 0 && at === end
}

/** Packets that show by their content what they are; the short ones are too weak a sign. */
function isTelling(bytes: Uint8Array, start: number, at: number, stop: number): boolean {
  switch (bytes[start]! >> 4) {
    case types.connect:
      return readConnect(bytes, at, stop) !== undefined
    case types.connack:
      // Flags, code; since version 5 properties.
      return (
        bytes[at]! <= 1 &&
        (stop - at === 2
          ? bytes[at + 1]! <= 5
          : (bytes[at + 1] === 0 || bytes[at + 1]! >= 0x80) && at + 2 + propertiesLength(bytes, at + 2, stop) === stop)
      )
    case types.publish:
      return isTopic(bytes, at, stop, false)
    case types.subscribe:
    case types.unsubscribe: {
      const hasOptions = bytes[start]! >> 4 === types.subscribe
      const from = at + 2
      if (u16be(bytes, at) === 0) return false
      return (
        areFilters(bytes, from, stop, hasOptions) ||
        areFilters(bytes, from + propertiesLength(bytes, from, stop), stop, hasOptions)
      )
    }
    default:
      return false
  }
}

/** The first packet tells, and those behind it fill the segment; only what is published may go on in the next. */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 4) return false
  for (let i = 0; start < end && i < mostPackets; i++) {
    if (spanAt(bytes, start, end, span) !== 1) return i > 0
    const { at, end: stop } = span
    if (!isFirst(bytes[start]!, stop - at)) return false
    const isPublished = bytes[start]! >> 4 === types.publish
    if (stop > end && (!isPublished || i === 0))
      return isPublished && stop - at < 0x100000 && isTopic(bytes, at, end, false)
    if (i === 0 && !isTelling(bytes, start, at, stop)) return false
    start = stop
  }
  return true
}

function wantedAt(bytes: Uint8Array, start: number, end: number): number {
  const length = lengthAt(bytes, start, end)
  if (length <= 0 || bytes[start]! >> 4 !== types.publish) return Math.min(length, longestPacket)
  const { at } = span
  const isBirth = isSparkplug(bytes, at) && topicAt(bytes, at, end).includes('/NBIRTH/')
  return Math.min(length, isBirth ? enoughOfBirth : enough)
}

/** `spAv1.0/` and `spBv1.0/`, by their first letters: other topics need not become text. */
const isSparkplug = (bytes: Uint8Array, at: number): boolean =>
  bytes[at + 2] === 0x73 && bytes[at + 3] === 0x70 && bytes[at + 5] === 0x76

const topicAt = (bytes: Uint8Array, at: number, end: number): string =>
  text(bytes, at + 2, Math.min(end, at + 2 + u16be(bytes, at)))

function open(): ProtocolSession {
  let version = 4
  /** The topic last published, and what it gave: sensors say the same again and again. */
  let lastTopic = ''
  let lastReading: Reading | undefined

  const connected = (bytes: Uint8Array, at: number, end: number): Reading => {
    const said = readConnect(bytes, at, end)
    if (said === undefined) return fault('MQTT connection of an unknown shape')
    version = said.version
    const facts: IdentityFact[] = []
    say(facts, 'clientId', text(bytes, said.clientId.at, said.clientId.end))
    if (said.user !== undefined) say(facts, 'user', text(bytes, said.user.at, said.user.end))
    if (said.will !== undefined) facts.push(...nodeFacts(text(bytes, said.will.at, said.will.end)))
    const { request } = callOf(connect)
    return withIdentity(request, facts)
  }

  const published = (bytes: Uint8Array, start: number, at: number, end: number, toServer: boolean): Reading => {
    if (!isSparkplug(bytes, at)) return callOf(publish).event
    const topic = topicAt(bytes, at, end)
    const found = sparkplugTopic(topic)
    const call = callOf((found === undefined ? undefined : sparkplugOf(found.type)) ?? publish)
    // A broker passes on what others published.
    if (found === undefined || !toServer) return call.event
    if (topic === lastTopic && found.type !== 'NBIRTH') return lastReading ?? call.event
    const facts = nodeFacts(topic)
    if (found.type === 'NBIRTH') {
      let from = at + 2 + u16be(bytes, at)
      if ((bytes[start]! & 6) !== 0) from += 2
      if (version === 5) from += propertiesLength(bytes, from, end)
      facts.push(...factsOfBirth(bytes, from, end))
    }
    lastTopic = topic
    lastReading = withIdentity(call.event, facts)
    return lastReading
  }

  return {
    read(bytes, start, end, toServer) {
      const length = lengthAt(bytes, start, end)
      if (length <= 0) return fault('not a complete MQTT packet')
      const at = span.at
      const stop = Math.min(end, start + length)
      const type = bytes[start]! >> 4
      switch (type) {
        case types.connect:
          return connected(bytes, at, stop)
        case types.connack:
          return bytes[at + 1] === 0 ? callOf(connect).response : callOf(connect).refusal
        case types.publish:
          return published(bytes, start, at, stop, toServer)
        case types.puback:
          return callOf(acknowledge).event
        case types.pubrec:
          return callOf(received).event
        case types.pubrel:
          return callOf(release).event
        case types.pubcomp:
          return callOf(complete).event
        case types.subscribe:
          return callOf(subscribe).request
        case types.suback:
          return bytes[stop - 1]! >= 0x80 ? callOf(subscribe).refusal : callOf(subscribe).response
        case types.unsubscribe:
          return callOf(unsubscribe).request
        case types.unsuback:
          return callOf(unsubscribe).response
        case types.pingreq:
          return callOf(ping).request
        case types.pingresp:
          return callOf(ping).response
        case types.disconnect:
          return callOf(disconnect).event
        default:
          return callOf(authenticate).event
      }
    },
  }
}

/** Who publishes: an edge node, and the devices for which it speaks. Commands go the other way: they name the receiver. */
function nodeFacts(topic: string): IdentityFact[] {
  const facts: IdentityFact[] = []
  const found = sparkplugTopic(topic)
  if (found === undefined || !/^[ND](BIRTH|DEATH|DATA)$/.test(found.type)) return facts
  say(facts, 'sparkplugGroup', found.group)
  say(facts, 'sparkplugNode', found.node)
  say(facts, 'sparkplugDevice', found.device ?? '')
  return facts
}

/** MQTT 3.1, 3.1.1 and 5 over TCP, with the topics of Sparkplug. */
export const mqtt: Protocol = {
  name: 'mqtt',
  transports: ['tcp'],
  ports: [1883],
  recognises,
  lengthAt,
  wantedAt,
  session: open,
}
