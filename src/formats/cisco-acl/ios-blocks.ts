import { rangesOf } from '#core/filtering/ranges.ts'
import { surely } from '../partly-known.ts'
import { hostOf, iosGroupDialect, takeAddresses } from './addresses.ts'
import { addAddress } from './interfaces.ts'
import { type IosInterface, type IosReading, listNamed } from './ios-reading.ts'
import type { ListKind } from './lists.ts'
import type { Member } from './objects.ts'
import { takeService } from './services.ts'
import { fail, isAtEnd, peek, take, takeIf, takeNumber, type Words, wordsOf } from './words.ts'

/** Reads the lines that stand below a command; whether the line belongs there. */
export type Block = (line: number, row: string) => boolean

const entryStart = /^(\d+ )?(permit|deny|remark|evaluate|dynamic|sequence \d+|no (permit|deny|\d+))\b/

/** The entries of a named list, or of one that "show ip access-lists" printed. */
export function listBlock(reading: IosReading, name: string, kind: ListKind, line: number): Block {
  const list = listNamed(reading, name, kind, line)
  return (at, row) => {
    const start = row.trim().toLowerCase()
    if (!/^\s/.test(row) && !entryStart.test(start)) return false
    list.lastLine = at
    reading.entries.push({ line: at, row, list: list.name, kind })
    return true
  }
}

const memberStart =
  /^(host \S+|range \d\S+ \S+|any|group-object \S+|description .*|(tcp|udp|tcp-udp)( (eq|lt|gt|range|source|\d).*)?|icmp( \S+)?|ip|\d+\.\d+\.\d+\.\d+ .*)$/

/** `object-group network|service|v6-network|v6-service NAME` ("Cisco IOS Security Command Reference, object-group"). */
export function groupBlock(reading: IosReading, kind: string, name: string): Block {
  const isNetwork = kind.endsWith('network') || kind === 'address'
  const definition = reading.objects.define(name, isNetwork ? 'network' : 'service')
  reading.open = definition
  return (line, row) => {
    if (!/^\s/.test(row) && !memberStart.test(row.trim().toLowerCase())) return false
    const words = wordsOf(row)
    reading.text.account(line, 'object')
    reading.open = definition
    if (takeIf(words, 'description')) return true
    const member = takeIf(words, 'group-object')
      ? { of: 'reference' as const, name: take(words) }
      : isNetwork
        ? networkMember(reading, words)
        : { of: 'services' as const, value: takeService(words, iosGroupDialect, reading.objects) }
    if (words.failure === null && !isAtEnd(words)) fail(words, 'words behind a member that are not known')
    definition.members.push(
      words.failure === null ? member : { of: 'unknown', why: 'a member that was not understood' },
    )
    if (words.failure !== null) reading.text.fault(line, words.failure)
    return true
  }
}

function networkMember({ objects }: IosReading, words: Words): Member {
  if (!takeIf(words, 'range')) return { of: 'addresses', value: takeAddresses(words, iosGroupDialect, objects) }
  const [first, last] = [hostOf(take(words), objects), hostOf(take(words), objects)]
  if (first !== null && last !== null && first.v4.length > 0 && last.v4.length > 0) {
    return { of: 'addresses', value: surely({ v4: rangesOf([[first.v4[0]!, last.v4[0]!]]), v6: [] }) }
  }
  fail(words, 'a range of addresses that is none')
  return { of: 'unknown', why: 'a range of addresses that is none' }
}

const interfaceStart =
  /^(no )?(ip (address|access-group|verify|policy|unnumbered)( .*)?|ip nat (inside|outside)|ip inspect \S+ (in|out)|ipv6 (address|traffic-filter) .*|shutdown|(description|zone-member|switchport|encapsulation) .*)$/

export const interfaceBlock =
  (reading: IosReading, to: IosInterface): Block =>
  (line, row) => {
    if (!/^\s/.test(row) && !interfaceStart.test(row.trim().toLowerCase())) return false
    const { text } = reading
    text.account(line, 'interface')
    const words = wordsOf(row)
    const command = take(words).toLowerCase()
    if (command === 'shutdown') to.draft.isShut = true
    else if (command === 'vrf' || (command === 'ip' && peek(words) === 'vrf')) {
      text.remark(
        line,
        'an interface with routes of its own (vrf): what passes between tables of routes is not computed',
      )
    } else if (command === 'zone-member') {
      takeIf(words, 'security')
      to.zone = take(words)
    } else if (command === 'switchport') readSwitchport(to, words)
    else if (command === 'ip') readIp(reading, to, words, line)
    else if (command === 'ipv6') readIpv6(reading, to, words, line)
    return true
  }

function readSwitchport(to: IosInterface, words: Words): void {
  to.port ??= { vlan: 1 }
  if (takeIf(words, 'access') && takeIf(words, 'vlan')) to.port = { vlan: takeNumber(words, 4094) }
  if (takeIf(words, 'trunk') || (takeIf(words, 'mode') && peek(words) === 'trunk')) to.port = { vlan: null }
}

function readIp(reading: IosReading, to: IosInterface, words: Words, line: number): void {
  const { text } = reading
  const command = take(words).toLowerCase()
  if (command === 'address') {
    const [address, mask] = [take(words), take(words)]
    if (!/^\d/.test(address)) {
      to.draft.isUntold = true
      text.remark(line, 'an interface gets its address elsewhere: what lies behind it is not told')
    } else if (!addAddress(to.draft, address, mask, reading.objects))
      text.fault(line, 'an address of an interface that is none')
  } else if (command === 'access-group') bind(reading, to, words, line, false)
  else if (command === 'nat') {
    const side = take(words).toLowerCase()
    if (side === 'inside' || side === 'outside') to.nat = side
  } else if (command === 'inspect') {
    reading.inspects = true
    text.remark(line, 'inspection lets answers in, and may drop what a list lets pass')
  } else if (command === 'policy') text.remark(line, 'packets are sent elsewhere by a policy of routes')
}

function readIpv6(reading: IosReading, to: IosInterface, words: Words, line: number): void {
  const command = take(words).toLowerCase()
  if (command === 'address') {
    const address = take(words)
    if (address.includes('/') && !addAddress(to.draft, address, '', reading.objects)) {
      reading.text.fault(line, 'an address of an interface that is none')
    }
  } else if (command === 'traffic-filter') bind(reading, to, words, line, true)
}

function bind(reading: IosReading, to: IosInterface, words: Words, line: number, isIpv6: boolean): void {
  const list = take(words)
  const where = take(words).toLowerCase()
  reading.text.account(line, 'rule')
  if (where === 'in' || where === 'out') to.bindings.push({ list, line, isIpv6, where })
  else reading.text.fault(line, 'a list is bound in a way that is not known')
}
