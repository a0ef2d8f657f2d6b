import { countOf, namedIn } from '../netfilter/names.ts'
import { accept, type Cursor, isEndOfRule, isNext, next, peek, skipRule } from './cursor.ts'
import { readKey } from './keys.ts'
import type { Operator, Statement, Value } from './syntax.ts'
import { readValue, readVerdict } from './values.ts'

/** Reads the statements of one rule, up to its end (nft(8), STATEMENTS). */
export function readStatements(cursor: Cursor): Statement[] {
  const statements: Statement[] = []
  while (!isEndOfRule(cursor)) {
    const before = cursor.at
    statements.push(...readStatement(cursor))
    if (cursor.at === before) {
      statements.push(odd)
      skipRule(cursor)
    }
  }
  return statements
}

const neutral: Statement = { is: 'neutral' }
const odd: Statement = { is: 'odd', why: 'a statement that is not known' }
const undecided = (why: string): Statement => ({ is: 'undecided', why })
const unknown = (why: string): Statement => ({ is: 'verdict', verdict: { do: 'unknown', why } })

const readers: Readonly<Record<string, (cursor: Cursor) => Statement>> = {
  counter: readCounter,
  log: readLog,
  limit: (cursor) => {
    if (accept(cursor, 'name')) next(cursor)
    else {
      accept(cursor, 'rate')
      accept(cursor, 'over', 'until')
      readAmount(cursor)
      if (accept(cursor, 'burst')) readAmount(cursor)
    }
    return undecided('how often packets come (limit)')
  },
  quota: (cursor) => {
    if (accept(cursor, 'name')) next(cursor)
    else {
      accept(cursor, 'over', 'until')
      readAmount(cursor)
      if (accept(cursor, 'used')) readAmount(cursor)
    }
    return undecided('how much has passed (quota)')
  },
  reject: (cursor) => {
    if (!accept(cursor, 'with')) return readReject('')
    const answer = next(cursor).text
    if (answer !== 'tcp') accept(cursor, 'type')
    next(cursor)
    return readReject(answer)
  },
  queue: (cursor) => {
    toComment(cursor)
    return unknown('a program decides (queue)')
  },
  notrack: () => ({ is: 'untrack' }),
  masquerade: (cursor) => {
    toComment(cursor)
    return { is: 'translate', kind: 'source', to: null, isTerminal: true }
  },
  redirect: (cursor) => {
    toComment(cursor)
    return { is: 'translate', kind: 'target', to: null, isTerminal: true }
  },
  snat: (cursor) => readTranslation(cursor, 'source'),
  dnat: (cursor) => readTranslation(cursor, 'target'),
  tproxy: (cursor) => {
    while (!isEndOfRule(cursor) && !isNext(cursor, 'comment', 'accept', 'meta', 'counter')) cursor.at++
    return unknown('a proxy on the filter answers (tproxy)')
  },
  synproxy: (cursor) => {
    toComment(cursor)
    return unknown('a proxy answers (synproxy)')
  },
  fwd: (cursor) => {
    toComment(cursor)
    return unknown('sends the packet out by itself (fwd)')
  },
  dup: (cursor) => {
    if (accept(cursor, 'to')) readValue(cursor)
    if (accept(cursor, 'device')) readValue(cursor)
    return neutral
  },
  flow: (cursor) => {
    accept(cursor, 'add', 'offload')
    accept(cursor, '@')
    next(cursor)
    return neutral
  },
  add: readDynamic,
  update: readDynamic,
  delete: readDynamic,
  set: (cursor) => {
    next(cursor)
    while (!isEndOfRule(cursor) && !isNext(cursor, '@')) cursor.at++
    accept(cursor, '@')
    next(cursor)
    return neutral
  },
  meter: (cursor) => {
    while (!isEndOfRule(cursor) && !isNext(cursor, '{')) cursor.at++
    skipBraces(cursor)
    return undecided('how often packets come (meter)')
  },
  comment: (cursor) => ({ is: 'comment', text: next(cursor).text }),
  last: (cursor) => {
    if (accept(cursor, 'used')) next(cursor)
    return neutral
  },
  reset: (cursor) => {
    toComment(cursor)
    return neutral
  },
  xt: (cursor) => {
    const isMatch = accept(cursor, 'match')
    if (!isMatch) accept(cursor, 'target')
    return readXtables(isMatch, next(cursor).text)
  },
}

const drop: Statement = { is: 'verdict', verdict: { do: 'drop' } }
const rejects: Readonly<Record<string, Statement>> = {
  '': drop,
  icmpx: drop,
  icmp: { is: 'reject', header: 'ip' },
  icmpv6: { is: 'reject', header: 'ip6' },
  tcp: { is: 'reject', header: 'tcp' },
  'tcp reset': { is: 'reject', header: 'tcp' },
}

/** By what it answers with (`icmp`; `tcp`, in JSON `tcp reset`); '' where it does not say. */
export const readReject = (answer: string): Statement =>
  namedIn(rejects, answer) ?? { is: 'odd', why: 'an answer that is not known' }

/** What iptables-nft puts into a rule and nft cannot say in its own words. */
export function readXtables(isMatch: boolean, name: string): Statement {
  if (isMatch) return name === 'comment' ? neutral : undecided('a match of iptables (xt)')
  const known: Readonly<Record<string, Statement>> = {
    LOG: neutral,
    NFLOG: neutral,
    MARK: neutral,
    CONNMARK: neutral,
    TCPMSS: neutral,
    REJECT: drop,
    DNAT: { is: 'translate', kind: 'target', to: null, isTerminal: true },
    REDIRECT: { is: 'translate', kind: 'target', to: null, isTerminal: true },
    SNAT: { is: 'translate', kind: 'source', to: null, isTerminal: true },
    MASQUERADE: { is: 'translate', kind: 'source', to: null, isTerminal: true },
  }
  return namedIn(known, name) ?? unknown('a target of iptables (xt)')
}

function readStatement(cursor: Cursor): readonly Statement[] {
  const token = peek(cursor)
  if (token.kind === 'word') {
    const verdict = readVerdict(cursor)
    if (verdict !== null) return [{ is: 'verdict', verdict }]
    // `ct count over 5` and its like are no comparisons.
    if (token.text === 'ct' && peek(cursor, 1).text === 'count') {
      cursor.at += 2
      accept(cursor, 'over', 'until')
      next(cursor)
      return [undecided('how many connections there are (ct count)')]
    }
    const reader = namedIn(readers, token.text)
    if (reader !== null) {
      cursor.at++
      return [reader(cursor)]
    }
  }
  const keys = readKeys(cursor)
  return keys === null ? [] : [readComparison(cursor, keys)]
}

function readKeys(cursor: Cursor): string[] | null {
  const first = readKey(cursor)
  if (first === null) return null
  const keys = [first]
  while (accept(cursor, '.')) {
    const more = readKey(cursor)
    if (more === null) return [...keys, '']
    keys.push(more)
  }
  return keys
}

const operators: Readonly<Record<string, Operator>> = {
  '==': '==',
  eq: '==',
  '!=': '!=',
  ne: '!=',
  neq: '!=',
  '<': '<',
  lt: '<',
  '>': '>',
  gt: '>',
  '<=': '<=',
  le: '<=',
  '>=': '>=',
  ge: '>=',
  '!': '!',
}

function readComparison(cursor: Cursor, keys: readonly string[]): Statement {
  if (accept(cursor, 'vmap')) return { is: 'vmap', keys, value: readValue(cursor) }
  if (accept(cursor, 'set')) return readChange(cursor, keys)
  let mask: Value | null = null
  if (accept(cursor, '&')) mask = readValue(cursor)
  if (isNext(cursor, '^', '|', '<<', '>>', '~', 'map')) {
    toComment(cursor)
    return { is: 'odd', why: 'arithmetic that is not understood' }
  }
  const token = peek(cursor)
  const written = token.kind === 'string' ? null : namedIn(operators, token.text)
  if (written !== null) cursor.at++
  if (isEndOfRule(cursor)) return { is: 'odd', why: 'a comparison without its value' }
  const value = readValue(cursor)
  // `tcp flags syn / fin,syn,rst,ack`: a value and the mask that is laid over.
  if (accept(cursor, '/')) {
    return {
      is: 'match',
      keys,
      operator: written === '!=' || written === '!' ? '!=' : '==',
      mask: readValue(cursor),
      value,
    }
  }
  return { is: 'match', keys, operator: written ?? (mask === null ? 'in' : '=='), mask, value }
}

/** `meta mark set 1`; only addresses and ports matter to what passes. */
function readChange(cursor: Cursor, keys: readonly string[]): Statement {
  const key = keys[0] ?? ''
  // The value may be a key itself (`ct mark set meta mark`, `tcp option maxseg size set rt mtu`).
  const from = readKeys(cursor)
  const value = from === null ? readValue(cursor) : null
  while (!isEndOfRule(cursor) && isNext(cursor, '&', '|', '^', '<<', '>>', 'map', 'or', 'and', 'xor')) {
    cursor.at++
    readValue(cursor)
  }
  const isSource = /^(ip6?|th|tcp|udp|udplite|sctp|dccp) (saddr|sport)$/.test(key)
  const isTarget = /^(ip6?|th|tcp|udp|udplite|sctp|dccp) (daddr|dport)$/.test(key)
  if (!isSource && !isTarget) return neutral
  const to = key.endsWith('addr') ? value : null
  return { is: 'translate', kind: isSource ? 'source' : 'target', to, isTerminal: false }
}

function readCounter(cursor: Cursor): Statement {
  if (accept(cursor, 'name')) {
    readValue(cursor)
    return neutral
  }
  if (peek(cursor).kind === 'string') {
    cursor.at++
    return neutral
  }
  let packets: number | null = null
  if (accept(cursor, 'packets')) packets = countOf(next(cursor).text)
  if (accept(cursor, 'bytes')) next(cursor)
  return { is: 'counter', packets }
}

function readLog(cursor: Cursor): Statement {
  for (;;) {
    if (accept(cursor, 'prefix', 'group', 'snaplen', 'queue-threshold', 'level')) readValue(cursor)
    else if (accept(cursor, 'flags')) {
      const kind = next(cursor).text
      if (kind !== 'tcp' && kind !== 'ip') continue
      do next(cursor)
      while (accept(cursor, ','))
    } else return neutral
  }
}

/** `10/second`, `10 / second`, `1 mbytes/second`, `25 mbytes`. */
function readAmount(cursor: Cursor): void {
  next(cursor)
  if (accept(cursor, '/')) next(cursor)
  else if (/^[kmg]?bytes(\/\w+)?$|^packets$|^\/\w+$/.test(peek(cursor).text)) {
    cursor.at++
    if (accept(cursor, '/')) next(cursor)
  }
}

function toComment(cursor: Cursor): void {
  for (let depth = 0; !(depth === 0 && (isEndOfRule(cursor) || isNext(cursor, 'comment'))); cursor.at++) {
    if (cursor.at >= cursor.tokens.length) return
    if (isNext(cursor, '{')) depth++
    else if (isNext(cursor, '}')) depth--
  }
}

function skipBraces(cursor: Cursor): string[] {
  const words: string[] = []
  if (!accept(cursor, '{')) return words
  for (let depth = 1; depth > 0 && cursor.at < cursor.tokens.length; cursor.at++) {
    if (isNext(cursor, '{')) depth++
    else if (isNext(cursor, '}')) depth--
    else words.push(peek(cursor).text)
  }
  return words
}

/** `add @seen { ip saddr timeout 1m limit rate over 10/second }`: a match where it limits. */
function readDynamic(cursor: Cursor): Statement {
  accept(cursor, '@')
  next(cursor)
  const words = skipBraces(cursor)
  return words.includes('limit') || words.includes('quota') || words.includes('count')
    ? undecided('how often packets come (limit)')
    : neutral
}

/** `dnat to 10.0.0.5:80`, `dnat ip to 10.0.0.5-10.0.0.9`, `snat ip prefix to …`, `dnat to tcp dport map { … }`. */
function readTranslation(cursor: Cursor, kind: 'source' | 'target'): Statement {
  let to: Value | null = null
  while (!isEndOfRule(cursor) && !isNext(cursor, 'to', 'comment')) cursor.at++
  if (accept(cursor, 'to')) {
    accept(cursor, '[')
    const token = peek(cursor)
    if ((token.kind === 'word' && /^[0-9a-fA-F:.]*[.:][0-9a-fA-F:./-]*$/.test(token.text)) || isNext(cursor, '$'))
      to = readValue(cursor)
  }
  toComment(cursor)
  return { is: 'translate', kind, to, isTerminal: true }
}
