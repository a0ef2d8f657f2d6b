import type { Ruleset } from '#core/filtering/ruleset.ts'
import { hostOf } from './addresses.ts'
import { filterInterfaces, mostInterfaces, mostRoutes, newInterface, prefixOf, tellOwnAddresses } from './interfaces.ts'
import { openZonePair, readVlan } from './ios-beside.ts'
import { type Block, groupBlock, interfaceBlock, listBlock } from './ios-blocks.ts'
import { iosContext, iosUnread } from './ios-commands.ts'
import { cut, finishCut, orphan } from './ios-cut.ts'
import { iosFilter } from './ios-filter.ts'
import { kindOfNumber, readEntries } from './ios-lists.ts'
import { readTranslations } from './ios-nat.ts'
import { type IosInterface, type IosReading, listNamed, newIosReading } from './ios-reading.ts'
import { openClassMap, openPolicyMap } from './ios-zones.ts'
import { isTerminal, peek, take, takeIf, type Words, wordsOf } from './words.ts'

/**
 * Reads the running configuration of Cisco IOS or IOS-XE, or what "show ip access-lists" printed. Never throws; what it does
 * not understand is a fault with its line, and undecided where it may matter.
 */
export function decodeIos(source: string): Ruleset {
  const reading = newIosReading(source)
  readCommands(reading)
  const drafts = reading.interfaces.map(({ draft }) => draft)
  tellOwnAddresses(drafts, reading.objects)
  const isCut = reading.isWhole && !reading.isEnded
  if (isCut) reading.open?.members.push({ of: 'unknown', why: cut })
  readEntries(reading)
  const translations = readTranslations(reading)
  const filter = iosFilter(reading)
  finishCut(reading, filter, isCut)
  return {
    language: 'cisco-ios',
    device: reading.device,
    answers: reading.inspects || reading.zonePairs.length > 0 ? 'pass' : 'filtered',
    ...filter,
    interfaces: filterInterfaces(drafts, reading.routes, reading.learnsRoutes),
    translations,
    lines: reading.text.accounts(),
    faults: reading.text.faults(),
  }
}

function readCommands(reading: IosReading): void {
  const { text } = reading
  let block: Block | null = null
  let banner: string | null = null
  for (const [i, row] of text.rows.entries()) {
    const line = i + 1
    if (banner !== null) {
      text.account(line, 'context')
      if (row.includes(banner)) banner = null
      continue
    }
    const start = row.trim()
    if (start === '') continue
    if (start.startsWith('!')) {
      text.account(line, 'comment')
      if (row.startsWith('!')) block = null
      continue
    }
    if (isTerminal(row)) {
      text.account(line, 'comment')
      continue
    }
    if (block?.(line, row) === true) continue
    block = null
    reading.open = null
    banner = bannerOf(start)
    if (/^\s/.test(row)) {
      reading.hasOrphans = true
      text.fault(line, orphan)
    } else block = readCommand(reading, line, row)
  }
}

/** A banner goes on to the line that holds its delimiter again; `^C` stands for one character. */
function bannerOf(row: string): string | null {
  const found = /^banner \S+ (\^.|\S)(.*)$/i.exec(row)
  return found === null || found[2]!.includes(found[1]!) ? null : found[1]!
}

const contextBlock =
  (reading: IosReading): Block =>
  (line, row) => {
    if (!/^\s/.test(row)) return false
    reading.text.account(line, 'context')
    return true
  }

function readCommand(reading: IosReading, line: number, row: string): Block | null {
  const { text } = reading
  const words = wordsOf(row)
  const command = take(words).toLowerCase()
  const second = peek(words)
  if (command === 'version' || command === 'building' || command === 'current') reading.isWhole = true
  if (command === 'end' && words.list.length === 1) reading.isEnded = true
  if (command === 'hostname') reading.device = (words.list[1] ?? '').slice(0, 100) || null
  if (command === 'router') {
    reading.learnsRoutes = true
    text.account(line, 'context')
    text.remark(line, 'routes are learned: what lies behind the default route is not told')
    return contextBlock(reading)
  }
  if (command === 'interface') return openInterface(reading, words, line)
  if (command === 'access-list') return readNumbered(reading, words, line, row)
  if (command === 'object-group') return openGroup(reading, words, line)
  if (command === 'ip' || command === 'ipv6') {
    const block = readIp(reading, words, line, row, command === 'ipv6')
    if (block !== null) return block
  }
  if (/^(standard|extended|ipv6|reflexive|role-based)$/.test(command) && / access list /i.test(row)) {
    return openShown(reading, command, row, line)
  }
  if (command === 'vlan' && (second === 'access-map' || second === 'filter')) return readVlan(reading, words, line)
  if (command === 'zone-pair') return openZonePair(reading, words, line)
  if (command === 'class-map' || command === 'policy-map') {
    const open = command === 'class-map' ? openClassMap : openPolicyMap
    const block = open(reading, words, line)
    if (block !== null) return block
  }
  if (command === 'time-range') {
    text.account(line, 'object')
    return contextBlock(reading)
  }
  return readOther(reading, command, second, line)
}

function readOther(reading: IosReading, command: string, second: string, line: number): Block {
  const { text } = reading
  const unread = iosUnread.get(`${command} ${second}`) ?? iosUnread.get(command)
  const takesBack = command === 'no' && /^(access-list|object-group|interface|permit|deny)$/.test(second)
  const isOfInterface = /^(ip (access-group|address)|ipv6 (traffic-filter|address)|zone-member security)$/.test(
    `${command} ${second}`,
  )
  if (unread !== undefined) text.fault(line, unread)
  else if (isOfInterface) {
    reading.hasOrphans = true
    text.fault(line, orphan)
  } else if (takesBack) text.fault(line, 'a command that takes back another is not followed')
  else if (iosContext.has(command)) text.account(line, 'context')
  else text.fault(line, 'a command that is not known: whether it filters is not told')
  return contextBlock(reading)
}

function openInterface(reading: IosReading, words: Words, line: number): Block {
  const name = words.list.slice(1).join(' ')
  const known = reading.byName.get(name)
  if (known === undefined && reading.interfaces.length >= mostInterfaces) {
    reading.text.fault(line, 'more interfaces than are read')
    return contextBlock(reading)
  }
  const made: IosInterface = { draft: newInterface(name, line), bindings: [], nat: null, zone: null, port: null }
  if (known === undefined) {
    reading.interfaces.push(made)
    reading.byName.set(name, made)
  }
  reading.text.account(line, 'interface')
  return interfaceBlock(reading, known ?? made)
}

function readNumbered(reading: IosReading, words: Words, line: number, row: string): Block | null {
  const name = take(words)
  const kind = kindOfNumber(name)
  if (kind === null || kind === 'other') {
    if (kind === null) reading.text.fault(line, 'the number of an access list that is not known')
    else reading.text.account(line, 'context')
    return null
  }
  const list = listNamed(reading, name, kind, line)
  list.lastLine = line
  reading.entries.push({ line, row, list: list.name, kind })
  return null
}

function openGroup(reading: IosReading, words: Words, line: number): Block {
  const kind = take(words).toLowerCase()
  reading.text.account(line, 'object')
  if (/^(network|service|v6-network|v6-service)$/.test(kind)) return groupBlock(reading, kind, take(words))
  reading.text.fault(line, 'a kind of object group that is not known')
  return contextBlock(reading)
}

/** Commands that begin with `ip` and filter, route or translate; null for all others. */
function readIp(reading: IosReading, words: Words, line: number, row: string, isIpv6: boolean): Block | null {
  const { text } = reading
  if (isIpv6 && takeIf(words, 'unicast-routing')) reading.hasIpv6 = true
  if (takeIf(words, 'access-list')) return openList(reading, words, line, isIpv6)
  if (takeIf(words, 'route')) {
    readRoute(reading, words, line)
    return contextBlock(reading)
  }
  if (!isIpv6 && takeIf(words, 'nat')) {
    const isRule = /^(inside|outside|pool)$/.test(peek(words))
    if (isRule) reading.natLines.push({ line, row })
    text.account(line, isRule ? 'translation' : 'context')
    return contextBlock(reading)
  }
  return null
}

function openList(reading: IosReading, words: Words, line: number, isIpv6: boolean): Block {
  const { text } = reading
  text.account(line, 'rule')
  if (isIpv6 && peek(words) !== 'role-based' && peek(words) !== 'log-update') {
    reading.hasIpv6 = true
    return listBlock(reading, take(words), 'ipv6', line)
  }
  const kind = take(words).toLowerCase()
  if (kind === 'standard' || kind === 'extended') return listBlock(reading, take(words), kind, line)
  if (/^(log-update|logging|resequence|persistent|match-local-traffic|helper)$/.test(kind))
    text.account(line, 'context')
  else text.fault(line, 'a kind of access list that is not known')
  return contextBlock(reading)
}

/** `Extended IP access list 101`, as "show ip access-lists" begins each. */
function openShown(reading: IosReading, kind: string, row: string, line: number): Block {
  const name = / access list (\S+)/i.exec(row)?.[1] ?? ''
  reading.text.account(line, 'context')
  if (kind === 'standard' || kind === 'extended' || kind === 'ipv6') {
    if (kind === 'ipv6') reading.hasIpv6 = true
    return listBlock(reading, name, kind, line)
  }
  return contextBlock(reading)
}

/** `ip route 10.0.0.0 255.0.0.0 GigabitEthernet0/1 192.0.2.1`; tables of their own (vrf) are left aside. */
function readRoute(reading: IosReading, words: Words, line: number): void {
  const { text, objects, routes } = reading
  text.account(line, 'context')
  if (takeIf(words, 'vrf', 'static', 'profile')) return
  const address = take(words)
  const prefix = prefixOf(address, address.includes('/') ? '' : take(words), objects)
  const to = take(words)
  if (prefix === null || to === '') {
    text.fault(line, 'a route that is not understood')
    return
  }
  const hop = hostOf(to, objects)
  const name = /^null0?$/i.test(to) ? '' : to
  if (routes.length >= mostRoutes) text.fault(line, 'more routes than are read')
  else routes.push({ ...prefix, interface: hop === null ? name : null, nextHop: hop })
}
