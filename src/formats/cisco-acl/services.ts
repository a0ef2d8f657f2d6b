import { type Ranges, rangesOf, subtract } from '#core/filtering/ranges.ts'
import type { Service } from '#core/filtering/ruleset.ts'
import { anyService, type PartlyServices, perhapsServices } from '../partly-known.ts'
import type { Dialect } from './addresses.ts'
import { icmp6Messages, icmpMessages, protocolNumbers, tcpPorts, udpPorts } from './names.ts'
import { anyPort, type Objects, ofProtocols, type PartlyRanges, surelyRanges } from './objects.ts'
import { fail, isAtEnd, peek, take, takeIf, takeNumber, type Words } from './words.ts'

const tcp = 6
const udp = 17
const sctp = 132
const icmp = 1
const icmp6 = 58
export const anyMessage: Ranges = [0, 65535]

/** Which protocols a rule speaks of: any of `ip` (and of `ipv6`), a name, a number, or both that have ports. */
export function protocolsOf(word: string): Ranges | null {
  const name = word.toLowerCase()
  if (name === 'ip' || name === 'ipv6') return anyService.protocols
  if (name === 'tcp-udp') return [tcp, tcp, udp, udp]
  const number = protocolNumbers.get(name) ?? (/^\d{1,3}$/.test(name) ? Number(name) : null)
  return number === null || number > 255 ? null : [number, number]
}

/** Ports are told by name for TCP or for UDP, which do not always agree; a protocol that is neither knows both tables. */
function portNamed(word: string, protocols: Ranges): number | null {
  if (/^\d{1,5}$/.test(word)) return Number(word) <= 65535 ? Number(word) : null
  const [first, second] = protocols[0] === udp ? [udpPorts, tcpPorts] : [tcpPorts, udpPorts]
  return first.get(word.toLowerCase()) ?? second.get(word.toLowerCase()) ?? null
}

/** `eq`, `neq`, `lt`, `gt`, `range` and groups of ports; null where none of them comes next. */
export function takePorts(words: Words, protocols: Ranges, dialect: Dialect, objects: Objects): PartlyRanges | null {
  const operator = peek(words)
  if (operator === 'object-group' || operator === 'portgroup') {
    if (operator === 'object-group' && !isPortGroup(words, objects)) return null
    words.at++
    return objects.ranges(take(words), anyPort)
  }
  if (!takeIf(words, 'eq', 'neq', 'lt', 'gt', 'range')) return null
  const first = takePort(words, protocols)
  if (first === null) return null
  if (operator === 'range') {
    const last = takePort(words, protocols)
    return last === null ? null : surelyRanges(rangesOf([[Math.min(first, last), Math.max(first, last)]]))
  }
  if (operator === 'lt') return surelyRanges(rangesOf([[0, first - 1]]))
  if (operator === 'gt') return surelyRanges(rangesOf([[first + 1, 65535]]))
  const ports = [first]
  while (dialect.hasPortLists && !isAtEnd(words)) {
    const more = portNamed(peek(words), protocols)
    if (more === null) break
    words.at++
    ports.push(more)
  }
  const listed = rangesOf(ports.map((port) => [port, port] as const))
  return surelyRanges(operator === 'eq' ? listed : subtract(anyPort, listed))
}

function takePort(words: Words, protocols: Ranges): number | null {
  const port = portNamed(take(words), protocols)
  if (port === null) fail(words, 'a port that is not known by this name')
  return port
}

/** A group after the source address is one of ports or the target's addresses, which only its kind tells. */
function isPortGroup(words: Words, objects: Objects): boolean {
  const kind = objects.kindOf(words.list[words.at + 1] ?? '')
  if (kind !== null) return kind === 'ports' || kind === 'service'
  const next = peek(words, 2)
  if (next === 'object-group') return objects.kindOf(words.list[words.at + 3] ?? '') === 'network'
  return /^(any[46]?|host|object|interface|[\d.:a-f]+[.:][\d.:a-f]*(\/\d+)?)$/.test(next)
}

/** `echo`, `3 1`, `object-group …`; null where none comes next. */
export function takeMessages(words: Words, protocols: Ranges, objects: Objects): PartlyRanges | null {
  if (peek(words) === 'object-group' && objects.kindOf(words.list[words.at + 1] ?? '') === 'icmp-type') {
    words.at++
    return objects.ranges(take(words), anyMessage)
  }
  const messages = messageNamed(peek(words), protocols)
  if (messages !== null) {
    words.at++
    if (messages.length > 1) return surelyRanges(messageRange(messages[0]!, messages[1]!))
    return surelyRanges(messageRange(messages[0]!, takeNumber(words, 255)))
  }
  const type = takeNumber(words, 255)
  if (type === null) return null
  return surelyRanges(messageRange(type, takeNumber(words, 255)))
}

const messageNamed = (word: string, protocols: Ranges) =>
  (protocols[0] === icmp6 ? icmp6Messages : icmpMessages).get(word) ?? null

const messageRange = (type: number, code: number | null): Ranges =>
  code === null ? [type << 8, (type << 8) | 255] : [(type << 8) | code, (type << 8) | code]

export const hasPorts = (protocols: Ranges): boolean =>
  protocols.length > 0 &&
  protocols.every((number, i) => i % 2 === 1 || [tcp, udp, sctp].includes(number)) &&
  isSingles(protocols)
export const hasMessages = (protocols: Ranges): boolean =>
  protocols.length === 2 && isSingles(protocols) && (protocols[0] === icmp || protocols[0] === icmp6)
const isSingles = (ranges: Ranges): boolean => ranges.every((number, i) => i % 2 === 1 || ranges[i + 1] === number)

/** One protocol (or several) with what is known of its ports and messages. */
export function servicesWith(
  protocols: PartlyRanges,
  sourcePorts: PartlyRanges | null,
  targetPorts: PartlyRanges | null,
  messages: PartlyRanges | null,
): PartlyServices {
  const given = [sourcePorts, targetPorts, messages].filter((ranges) => ranges !== null)
  const of = (which: 'sure' | 'most'): Service[] => {
    if ([protocols, ...given].some((ranges) => ranges[which].length === 0)) return []
    return [
      {
        protocols: protocols[which],
        sourcePorts: sourcePorts?.[which] ?? null,
        targetPorts: targetPorts?.[which] ?? null,
        icmpTypes: messages?.[which] ?? null,
      },
    ]
  }
  const unknown = [...new Set([protocols, ...given].flatMap((ranges) => ranges.unknown))]
  return { sure: of('sure'), most: of('most'), unknown }
}

/**
 * A service as objects and groups write it: `tcp source gt 1023 destination eq 80`, `icmp echo`, `udp eq 53`. Ports without
 * `source` or `destination` before them are the target's.
 */
export function takeService(words: Words, dialect: Dialect, objects: Objects): PartlyServices {
  const protocols = protocolsOf(take(words))
  if (protocols === null) {
    fail(words, 'a protocol that is not known by this name')
    return perhapsServices('a protocol that is not known by this name')
  }
  if (hasMessages(protocols)) {
    return servicesWith(surelyRanges(protocols), null, null, takeMessages(words, protocols, objects))
  }
  if (!hasPorts(protocols)) return ofProtocols(protocols)
  const source = takeIf(words, 'source') ? takePorts(words, protocols, dialect, objects) : null
  takeIf(words, 'destination')
  const bare = portNamed(peek(words), protocols)
  if (bare !== null) words.at++
  const target = bare === null ? takePorts(words, protocols, dialect, objects) : surelyRanges([bare, bare])
  return servicesWith(surelyRanges(protocols), source, target, null)
}
