import type { Ruleset, Step } from '#core/filtering/ruleset.ts'
import { hostOf } from './addresses.ts'
import { type Block, groupKind, interfaceBlock, networkObject, objectGroup, serviceObject } from './asa-blocks.ts'
import { asaContext, asaDeciding, asaUnread } from './asa-commands.ts'
import { asaFilter } from './asa-filter.ts'
import { readAccessLists } from './asa-lists.ts'
import { readTranslations } from './asa-nat.ts'
import { type AsaReading, newAsaReading } from './asa-reading.ts'
import { noteTunnel } from './asa-tunnels.ts'
import { filterInterfaces, mostInterfaces, mostRoutes, newInterface, prefixOf, tellOwnAddresses } from './interfaces.ts'
import { undecidedChain, unknownStep } from './lists.ts'
import { isTerminal, peek, take, takeIf, type Words, wordsOf } from './words.ts'

/**
 * Reads the running configuration of a Cisco ASA, or what "show access-list" printed. Never throws; what it does not
 * understand is a fault with its line, and undecided where it may matter.
 */
export function decodeAsa(source: string): Ruleset {
  const reading = newAsaReading(source)
  readCommands(reading)
  tellOwnAddresses(reading.interfaces, reading.objects)
  markUnfinished(reading)
  readAccessLists(reading)
  const translations = readTranslations(reading)
  const filter = asaFilter(reading)
  finishCut(reading, filter)
  return {
    language: 'cisco-asa',
    device: reading.device,
    answers: 'pass',
    ...filter,
    interfaces: filterInterfaces(
      reading.interfaces.filter(({ alias }) => alias !== null),
      reading.routes,
      reading.learnsRoutes,
    ),
    translations,
    lines: reading.text.accounts(),
    faults: reading.text.faults(),
  }
}

function readCommands(reading: AsaReading): void {
  const { text } = reading
  let block: Block | null = null
  for (const [i, row] of text.rows.entries()) {
    const line = i + 1
    const start = row.trimStart()
    if (start === '') continue
    if (start.startsWith('!') || start.startsWith(':')) {
      text.account(line, 'comment')
      if (/^:\s*saved/i.test(start)) reading.isWhole = true
      if (/^:\s*end\b/i.test(start)) reading.isEnded = true
      block = start.startsWith('!') ? null : block
      continue
    }
    if (isTerminal(row)) {
      text.account(line, 'comment')
      continue
    }
    if (block?.(line, row) === true) continue
    block = null
    reading.open = null
    if (/^\s/.test(row) && !/^\s+(ipv6 )?access-list /i.test(row)) {
      if (/^\s+alert-interval /.test(row)) text.account(line, 'context')
      else text.fault(line, 'a line of a block whose beginning is not there')
      continue
    }
    block = readCommand(reading, line, row)
  }
}

/** What stands below a command that does not filter. */
const contextBlock =
  (reading: AsaReading): Block =>
  (line, row) => {
    if (!/^\s/.test(row)) return false
    reading.text.account(line, 'context')
    return true
  }

/** `webvpn`, `enable outside`: where people sign in. */
const signInBlock =
  (reading: AsaReading): Block =>
  (line, row) => {
    const door = /^\s+enable (\S+)/i.exec(row)?.[1]
    if (door !== undefined && reading.tunnels.doors.size < 1000) reading.tunnels.doors.add(door)
    return contextBlock(reading)(line, row)
  }

function readCommand(reading: AsaReading, line: number, row: string): Block | null {
  const { text, objects } = reading
  const words = wordsOf(row)
  const command = take(words).toLowerCase()
  switch (command) {
    case 'asa':
      reading.isWhole = true
      text.account(line, 'context')
      return null
    case 'hostname':
      reading.device = take(words).slice(0, 100) || null
      text.account(line, 'context')
      return null
    case 'firewall':
      reading.isTransparent = peek(words) === 'transparent'
      text.account(line, 'context')
      return null
    case 'name': {
      const [address, name] = [take(words), take(words)]
      objects.names.set(name, address)
      text.account(line, 'object')
      return null
    }
    case 'interface': {
      if (reading.interfaces.length >= mostInterfaces) {
        text.fault(line, 'more interfaces than are read')
        return contextBlock(reading)
      }
      const draft = newInterface(take(words), line)
      reading.interfaces.push(draft)
      text.account(line, 'interface')
      return interfaceBlock(reading, draft)
    }
    case 'object':
      return readObject(reading, words, line)
    case 'object-group': {
      const [kind, name] = [take(words).toLowerCase(), take(words)]
      text.account(line, 'object')
      const group = groupKind(kind, peek(words))
      if (group === 'other') text.fault(line, 'a kind of object group that is not known')
      return objectGroup(reading, name, group, take(words))
    }
    case 'access-list':
      reading.accessLines.push({ line, row })
      return null
    case 'ipv6':
      if (peek(words) === 'access-list') reading.accessLines.push({ line, row })
      else if (takeIf(words, 'route')) readRoute(reading, words, line)
      else text.account(line, 'context')
      return null
    case 'access-group':
      readBinding(reading, words, line)
      return null
    case 'same-security-traffic':
      takeIf(words, 'permit')
      if (peek(words) === 'inter-interface') reading.between = true
      else if (peek(words) === 'intra-interface') reading.within = true
      else text.fault(line, 'a permission between equal security levels that is not known')
      if (/^int(er|ra)-interface$/.test(peek(words))) text.account(line, 'rule')
      return null
    case 'route':
      readRoute(reading, words, line)
      return null
    case 'nat':
    case 'global':
    case 'static':
      reading.natLines.push({ line, row: row.trim(), object: null })
      text.account(line, 'translation')
      return null
    case 'router':
      learns(reading, line)
      return contextBlock(reading)
    case 'webvpn':
      text.account(line, 'context')
      return signInBlock(reading)
    case 'time-range':
      text.account(line, 'object')
      return contextBlock(reading)
    case 'no':
      noteTunnel(reading, line, row)
      return readNo(reading, words, line)
  }
  return readOther(reading, command, line, row)
}

function learns(reading: AsaReading, line: number): void {
  reading.learnsRoutes = true
  reading.text.account(line, 'context')
  reading.text.remark(line, 'routes are learned: what lies behind the default route is not told')
}

function readObject(reading: AsaReading, words: Words, line: number): Block | null {
  const [kind, name] = [take(words).toLowerCase(), take(words)]
  reading.text.account(line, 'object')
  if (kind === 'network' || kind === 'service') {
    reading.open = reading.objects.define(name, kind)
    return kind === 'network' ? networkObject(reading, name) : serviceObject(reading, name)
  }
  reading.text.fault(line, 'a kind of object that is not known')
  return contextBlock(reading)
}

function readOther(reading: AsaReading, command: string, line: number, row: string): Block {
  noteTunnel(reading, line, row)
  const unread = asaUnread.get(command)
  if (unread !== undefined) {
    reading.text.fault(line, unread)
    if (asaDeciding.has(command) && reading.beside.length < 20) reading.beside.push({ line, why: unread })
  } else if (asaContext.has(command) || command.startsWith('cryptochecksum')) reading.text.account(line, 'context')
  else reading.text.fault(line, 'a command that is not known: whether it filters is not told')
  return contextBlock(reading)
}

/** A running configuration writes "no" for what is switched off; rules are not taken back in it. */
function readNo(reading: AsaReading, words: Words, line: number): Block {
  if (/^(access-list|access-group|object|object-group|nat|route|interface|name|ipv6)$/.test(peek(words))) {
    reading.text.fault(line, 'a command that takes back another is not followed')
  } else reading.text.account(line, 'context')
  return contextBlock(reading)
}

/** `route outside 0.0.0.0 0.0.0.0 192.0.2.1 1`, `ipv6 route outside ::/0 fd00::1`. */
function readRoute(reading: AsaReading, words: Words, line: number): void {
  const [name, address] = [take(words), take(words)]
  const prefix = prefixOf(address, address.includes('/') ? '' : take(words), reading.objects)
  const hop = hostOf(take(words), reading.objects)
  if (prefix === null) {
    reading.text.fault(line, 'a route that is not understood')
    return
  }
  const to = name.toLowerCase() === 'null0' ? '' : name
  if (reading.routes.length >= mostRoutes) {
    reading.text.fault(line, 'more routes than are read')
    return
  }
  reading.routes.push({ ...prefix, interface: to, nextHop: hop })
  reading.text.account(line, 'context')
}

function readBinding(reading: AsaReading, words: Words, line: number): void {
  const { text, bindings } = reading
  const list = take(words)
  const where = take(words).toLowerCase()
  text.account(line, 'rule')
  if (where === 'global') {
    bindings.push({ list, line, where, interface: '' })
    return
  }
  if ((where !== 'in' && where !== 'out') || !takeIf(words, 'interface')) {
    text.fault(line, 'a list is bound in a way that is not known')
    return
  }
  const name = take(words)
  // To the box itself, not through it.
  if (takeIf(words, 'control-plane')) text.account(line, 'context')
  else bindings.push({ list, line, where, interface: name })
  if (takeIf(words, 'per-user-override')) text.remark(line, 'lists of users who sign in may come before this one')
}

const cut = 'the file ends before its end: what follows is not known'

/** A file cut in half leaves its last object or list unfinished. */
function markUnfinished(reading: AsaReading): void {
  if (reading.isWhole && !reading.isEnded) reading.open?.members.push({ of: 'unknown', why: cut })
}

function finishCut(reading: AsaReading, filter: ReturnType<typeof asaFilter>): void {
  const { text, isWhole, isEnded, bindings, interfaces } = reading
  const last = text.rows.length
  const isCut = isWhole && !isEnded
  const isExcerpt = !isWhole && bindings.length === 0 && interfaces.length === 0
  if (!isWhole) text.remark(1, 'a part of a configuration: what the rest of it says is not known')
  if (isCut) text.remark(last, 'the file is cut: a whole configuration ends with ": end"')
  if (isExcerpt) text.remark(Math.max(1, last), 'the file does not tell where its lists are bound')
  if (reading.isTransparent) text.remark(1, 'a transparent firewall: what lies behind its interfaces is not told')
  if (!isCut && !isExcerpt) return
  const why = isCut ? cut : 'the file does not tell where its lists are bound'
  if (isCut) leaveUndecided(reading, filter, unknownStep(last, text.rows.at(-1) ?? '', cut))
  const name = isCut ? 'the end of the file' : 'unbound lists'
  filter.chains.push(undecidedChain(name, Math.max(1, last), text.rows.at(-1) ?? '', why))
  filter.hooks.push({ chain: name, in: null, out: null })
}

/**
 * What is bound, and what is permitted between equal levels, may stand in the part that is lost: then the levels decide
 * nothing. A list decides by its entries alone, as a global one may have followed it.
 */
function leaveUndecided({ lists }: AsaReading, { chains }: ReturnType<typeof asaFilter>, step: Step): void {
  for (const [at, chain] of chains.entries()) {
    if (lists.has(chain.name)) chains[at] = { ...chain, steps: [...chain.steps, step] }
    else if (!chain.steps.some(({ action }) => action.do === 'jump')) {
      chains[at] = { ...chain, steps: [step, ...chain.steps] }
    }
  }
}
