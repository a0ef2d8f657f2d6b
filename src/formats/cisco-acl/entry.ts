import type { ConnectionState } from '#core/filtering/ruleset.ts'
import { anyService, type PartlyAddresses, type PartlyServices, perhaps, perhapsServices } from '../partly-known.ts'
import { type Dialect, takeAddresses, takeIdentities } from './addresses.ts'
import { type Objects, ofProtocols, type PartlyRanges, surelyRanges } from './objects.ts'
import { takeOptions } from './options.ts'
import { hasMessages, hasPorts, protocolsOf, servicesWith, takeMessages, takePorts } from './services.ts'
import { fail, isAtEnd, take, takeIf, type Words } from './words.ts'

/** What one line of an access list matches. */
export interface Entry {
  readonly source: PartlyAddresses
  readonly target: PartlyAddresses
  readonly services: PartlyServices
  readonly states: readonly ConnectionState[] | null
  readonly conditions: readonly string[]
  readonly isDisabled: boolean
  /** Of IPv6 lists, which write it last. */
  readonly sequence: number | null
  /** Why the line could not be read as a whole; it then may match anything. */
  readonly failure: string | null
}

/** Reads what follows `permit` or `deny` in an extended list. */
export function readExtended(words: Words, dialect: Dialect, objects: Objects): Entry {
  const subject = takeSubject(words, dialect, objects)
  const conditions = takeIdentities(words)
  const source = takeAddresses(words, dialect, objects)
  const sourcePorts = subject.takesPorts ? takePorts(words, subject.protocols.most, dialect, objects) : null
  conditions.push(...takeIdentities(words))
  const target = takeAddresses(words, dialect, objects)
  const targetPorts = subject.takesPorts ? takePorts(words, subject.protocols.most, dialect, objects) : null
  const messages = subject.takesMessages ? takeMessages(words, subject.protocols.most, objects) : null
  const services = subject.services ?? servicesWith(subject.protocols, sourcePorts, targetPorts, messages)
  return finish(words, { source, target, services }, conditions)
}

/** Reads what follows `permit` or `deny` in a standard list: sources alone. */
export function readStandard(words: Words, dialect: Dialect, objects: Objects): Entry {
  const source = takeAddresses(words, dialect, objects)
  const target = { sure: dialect.any, most: dialect.any, unknown: [] }
  return finish(words, { source, target, services: ofProtocols(anyService.protocols) }, [])
}

function finish(
  words: Words,
  matched: Pick<Entry, 'source' | 'target' | 'services'>,
  conditions: readonly string[],
): Entry {
  const options = takeOptions(words)
  const { states, isDisabled, sequence } = options
  const all = [...conditions, ...options.conditions]
  if (words.failure === null) {
    return { ...matched, states, conditions: all, isDisabled, sequence, failure: null }
  }
  const why = words.failure
  return {
    source: perhaps(why),
    target: perhaps(why),
    services: perhapsServices(why),
    states: null,
    conditions: [why],
    isDisabled,
    sequence,
    failure: why,
  }
}

interface Subject {
  /** Told by an object or group; null: by protocols, with ports and messages to come. */
  readonly services: PartlyServices | null
  readonly protocols: PartlyRanges
  readonly takesPorts: boolean
  readonly takesMessages: boolean
}

function takeSubject(words: Words, dialect: Dialect, objects: Objects): Subject {
  if (takeIf(words, 'object', 'object-group')) {
    const name = take(words)
    if (objects.kindOf(name) === 'protocol') {
      const protocols = objects.ranges(name, anyService.protocols)
      return {
        services: null,
        protocols,
        takesPorts: hasPorts(protocols.most),
        takesMessages: hasMessages(protocols.most),
      }
    }
    const services = objects.services(name)
    return { services, protocols: surelyRanges([]), takesPorts: false, takesMessages: false }
  }
  const named = isAtEnd(words) ? null : protocolsOf(take(words))
  // Lists for IPv6 say "icmp" and mean ICMPv6.
  const protocols = named?.[0] === 1 && dialect.any.v4.length === 0 ? [58, 58] : named
  if (protocols === null) fail(words, 'a protocol that is not known by this name')
  const numbers = protocols ?? anyService.protocols
  return {
    services: null,
    protocols: surelyRanges(numbers),
    takesPorts: hasPorts(numbers),
    takesMessages: hasMessages(numbers),
  }
}
