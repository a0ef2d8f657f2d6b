import { rangesOf } from '#core/filtering/ranges.ts'
import { surely } from '../partly-known.ts'
import { asaDialect, hostOf, takeAddresses } from './addresses.ts'
import type { AsaReading } from './asa-reading.ts'
import { addAddress, type InterfaceDraft } from './interfaces.ts'
import { type Definition, type Member, type ObjectKind, surelyRanges } from './objects.ts'
import { protocolsOf, takeMessages, takePorts, takeService } from './services.ts'
import { fail, isAtEnd, peek, take, takeIf, takeNumber, type Words, wordsOf } from './words.ts'

/** Reads the lines that stand below a command; whether the line belongs there. */
export type Block = (line: number, row: string) => boolean

/** By these a line that lost its indentation is still known as one of its block. */
const networkCommands = /^(no )?(host|subnet|range|fqdn|nat|description)(?=\s|$)/i
const serviceCommands = /^(no )?(description|service (tcp|udp|icmp6?|sctp|ip|gre|esp|ah|\d+))(?=\s|$)/i
const groupCommands =
  /^(no )?(description|network-object|service-object|port-object|protocol-object|icmp-object|group-object|user|user-group|security-group)(?=\s|$)/i
const interfaceCommands =
  /^(no )?(nameif|security-level|ip address|ipv6 address|shutdown|description|vlan|management-only)(?=\s|$)/i
const belongs = (row: string, commands: RegExp): boolean => /^\s/.test(row) || commands.test(row)

export const networkObject =
  (reading: AsaReading, name: string): Block =>
  (line, row) => {
    const { objects, text } = reading
    const words = wordsOf(row)
    const command = take(words).toLowerCase()
    // Without indentation, a translation that names its sources is one of its own.
    if (command === 'nat' && !/^\s/.test(row) && !/^nat \(\S+,\S+\) (static|dynamic) /i.test(row)) return false
    if (command === 'nat') {
      reading.natLines.push({ line, row: row.trim(), object: name })
      text.account(line, 'translation')
      return true
    }
    if (!belongs(row, networkCommands)) return false
    text.account(line, 'object')
    if (command === 'description') return true
    const definition = objects.define(name, 'network')
    reading.open = definition
    if (command === 'host') addAddresses(definition, hostOf(take(words), objects), words)
    else if (command === 'range') addAddresses(definition, rangeOf(reading, take(words), take(words)), words)
    else if (command === 'subnet')
      definition.members.push({ of: 'addresses', value: takeAddresses(words, asaDialect, objects) })
    else if (command === 'fqdn')
      definition.members.push({ of: 'unknown', why: 'a host name, whose addresses the file does not tell' })
    else fail(words, 'a line of a network object that is not known')
    faultMember(reading, definition, words, line, command !== 'fqdn')
    return true
  }

function addAddresses(definition: Definition, set: ReturnType<typeof hostOf>, words: Words): void {
  if (set === null) fail(words, 'an address that is none')
  else definition.members.push({ of: 'addresses', value: surely(set) })
}

function rangeOf({ objects }: AsaReading, from: string, to: string): ReturnType<typeof hostOf> {
  const [first, last] = [hostOf(from, objects), hostOf(to, objects)]
  if (first === null || last === null) return null
  if (first.v4.length > 0 && last.v4.length > 0) return { v4: rangesOf([[first.v4[0]!, last.v4[0]!]]), v6: [] }
  if (first.v6.length > 0 && last.v6.length > 0) return { v4: [], v6: rangesOf([[first.v6[0]!, last.v6[0]!]]) }
  return null
}

export const serviceObject =
  (reading: AsaReading, name: string): Block =>
  (line, row) => {
    if (!belongs(row, serviceCommands)) return false
    const words = wordsOf(row)
    const command = take(words).toLowerCase()
    reading.text.account(line, 'object')
    if (command === 'description') return true
    const definition = reading.objects.define(name, 'service')
    reading.open = definition
    if (command === 'service')
      definition.members.push({ of: 'services', value: takeService(words, asaDialect, reading.objects) })
    else fail(words, 'a line of a service object that is not known')
    faultMember(reading, definition, words, line)
    return true
  }

/** Group kinds as they are written, and what ports of a group are of. */
export function groupKind(kind: string, protocols: string): ObjectKind {
  if (kind === 'service') return protocols === '' ? 'service' : 'ports'
  if (kind === 'network' || kind === 'protocol' || kind === 'icmp-type' || kind === 'user' || kind === 'security')
    return kind
  return 'other'
}

export function objectGroup(reading: AsaReading, name: string, kind: ObjectKind, protocols: string): Block {
  const definition = reading.objects.define(name, kind)
  const numbers = protocolsOf(protocols === '' ? 'tcp-udp' : protocols) ?? [6, 6, 17, 17]
  return (line, row) => {
    if (!belongs(row, groupCommands)) return false
    const words = wordsOf(row)
    reading.text.account(line, 'object')
    if (peek(words) === 'description') return true
    reading.open = definition
    const member = kind === 'user' || kind === 'security' ? outsideMember : readMember(reading, words, numbers)
    if (member !== null) definition.members.push(member)
    if (kind !== 'user' && kind !== 'security') faultMember(reading, definition, words, line)
    return true
  }
}

const outsideMember: Member = { of: 'unknown', why: 'who is signed in, or a security group' }

function readMember(reading: AsaReading, words: Words, numbers: readonly number[]): Member | null {
  const { objects } = reading
  switch (take(words).toLowerCase()) {
    case 'group-object':
      return { of: 'reference', name: take(words) }
    case 'network-object':
      if (takeIf(words, 'object')) return { of: 'reference', name: take(words) }
      return { of: 'addresses', value: takeAddresses(words, asaDialect, objects) }
    case 'service-object':
      if (takeIf(words, 'object')) return { of: 'reference', name: take(words) }
      return { of: 'services', value: takeService(words, asaDialect, objects) }
    case 'port-object': {
      const ports = takePorts(words, numbers, asaDialect, objects)
      if (ports === null) fail(words, 'ports that are none')
      return ports === null ? null : { of: 'ranges', value: ports }
    }
    case 'protocol-object': {
      const protocols = protocolsOf(take(words))
      if (protocols === null) fail(words, 'a protocol that is not known by this name')
      return protocols === null ? null : { of: 'ranges', value: surelyRanges(protocols) }
    }
    case 'icmp-object': {
      const messages = takeMessages(words, [1, 1], objects)
      if (messages === null) fail(words, 'a message of ICMP that is not known by this name')
      return messages === null ? null : { of: 'ranges', value: messages }
    }
  }
  fail(words, 'a line of a group that is not known')
  return null
}

/** A member that was not read, or not to its end, leaves what the object holds unknown. */
function faultMember({ text }: AsaReading, definition: Definition, words: Words, line: number, isWhole = true): void {
  if (words.failure === null && isWhole && !isAtEnd(words)) fail(words, 'words behind a member that are not known')
  if (words.failure === null) return
  definition.members.push({ of: 'unknown', why: 'a member that was not understood' })
  text.fault(line, words.failure)
}

export const interfaceBlock =
  (reading: AsaReading, draft: InterfaceDraft): Block =>
  (line, row) => {
    if (!belongs(row, interfaceCommands)) return false
    const { text, objects } = reading
    const words = wordsOf(row)
    text.account(line, 'interface')
    const command = take(words).toLowerCase()
    if (command === 'nameif') {
      draft.alias = take(words)
      draft.securityLevel ??= draft.alias.toLowerCase() === 'inside' ? 100 : 0
    } else if (command === 'security-level') {
      draft.securityLevel = takeNumber(words, 100)
      draft.securityLine = line
      if (draft.securityLevel === null) text.fault(line, 'a security level that is none')
    } else if (command === 'shutdown') draft.isShut = true
    else if (command === 'management-only') draft.isManagement = true
    else if ((command === 'ip' || command === 'ipv6') && takeIf(words, 'address')) {
      const [address, mask] = [take(words), take(words)]
      const isTold = /^[\d.:a-f]+(\/\d+)?$/i.test(address) || objects.names.has(address)
      if (isTold && !addAddress(draft, address, command === 'ip' ? mask : '', objects)) {
        text.fault(line, 'an address of an interface that is none')
      } else if (!isTold) {
        draft.isUntold = true
        text.remark(line, 'an interface gets its address elsewhere: what lies behind it is not told')
      }
    }
    return true
  }
