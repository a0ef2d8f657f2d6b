import { accept, type Cursor, isNext, next, peek } from './cursor.ts'

/** Protocols whose fields are asked for by name (nft(8), PAYLOAD EXPRESSIONS). */
const headers: ReadonlySet<string> = new Set([
  'ip',
  'ip6',
  'tcp',
  'udp',
  'udplite',
  'sctp',
  'dccp',
  'th',
  'icmp',
  'icmpv6',
  'igmp',
  'ether',
  'vlan',
  'arp',
  'ah',
  'esp',
  'comp',
  'gre',
  'gretap',
  'geneve',
  'vxlan',
])
const extensions: ReadonlySet<string> = new Set([
  'hbh',
  'dst',
  'rt0',
  'rt2',
  'rt4',
  'frag',
  'mh',
  'srh',
  'exthdr',
  'tunnel',
])
/** Keys of `meta` that may stand without it. */
const bare: ReadonlySet<string> = new Set([
  'iif',
  'oif',
  'iifname',
  'oifname',
  'iiftype',
  'oiftype',
  'iifkind',
  'oifkind',
  'iifgroup',
  'oifgroup',
  'ibrname',
  'obrname',
  'ibriport',
  'obriport',
  'mark',
  'priority',
  'pkttype',
  'skuid',
  'skgid',
  'nftrace',
  'rtclassid',
  'cgroup',
  'cpu',
  'time',
  'day',
  'hour',
  'length',
  'l4proto',
  'nfproto',
  'protocol',
])
/** Words that belong to a field before them, or after. */
const directions: ReadonlySet<string> = new Set(['original', 'reply'])

/** Reads a key as one text (`ip saddr`, `meta iifname`, `ct original ip saddr`); null where none stands here. */
export function readKey(cursor: Cursor): string | null {
  if (isNext(cursor, '@')) return readRaw(cursor)
  const token = peek(cursor)
  if (token.kind !== 'word') return null
  const first = token.text
  if (headers.has(first)) return readField(cursor)
  if (
    first === 'meta' ||
    first === 'ct' ||
    first === 'socket' ||
    first === 'rt' ||
    first === 'ipsec' ||
    first === 'osf'
  ) {
    return readNamed(cursor)
  }
  if (first === 'fib') return readFib(cursor)
  if (extensions.has(first)) {
    cursor.at++
    return `${first} ${next(cursor).text}`
  }
  if (first === 'numgen' || first === 'jhash' || first === 'symhash') return readHash(cursor)
  if (!bare.has(first)) return null
  cursor.at++
  return `meta ${first}`
}

function readField(cursor: Cursor): string {
  const [header, field] = [next(cursor).text, next(cursor).text]
  if (field !== 'option' && field !== 'chunk') return `${header} ${field}`
  const name = next(cursor).text
  // `tcp option maxseg size`, or `tcp option sack-perm exists`.
  return peek(cursor).kind !== 'word' || isNext(cursor, 'exists', 'missing', 'set')
    ? `${header} ${field} ${name}`
    : `${header} ${field} ${name} ${next(cursor).text}`
}

function readNamed(cursor: Cursor): string {
  const parts = [next(cursor).text]
  if (parts[0] === 'ipsec' || directions.has(peek(cursor).text)) parts.push(next(cursor).text)
  if (parts[0] === 'ipsec' && accept(cursor, 'spnum')) next(cursor)
  if (parts[0] === 'osf' && accept(cursor, 'ttl')) next(cursor)
  parts.push(next(cursor).text)
  const last = parts.at(-1)
  if ((last === 'ip' || last === 'ip6') && isNext(cursor, 'saddr', 'daddr', 'nexthop')) parts.push(next(cursor).text)
  if (last === 'cgroupv2' && accept(cursor, 'level')) next(cursor)
  return parts.join(' ')
}

/** `fib saddr . iif oif`. */
function readFib(cursor: Cursor): string {
  const parts = [next(cursor).text, next(cursor).text]
  while (accept(cursor, '.')) parts.push('.', next(cursor).text)
  parts.push(next(cursor).text)
  return parts.join(' ')
}

/** `@th,16,16`: bits of a header. */
function readRaw(cursor: Cursor): string {
  cursor.at++
  const parts = [next(cursor).text]
  while (parts.length < 3 && accept(cursor, ',')) parts.push(next(cursor).text)
  if (parts[0] === 'th' && parts[1] === '0' && parts[2] === '16') return 'th sport'
  if (parts[0] === 'th' && parts[1] === '16' && parts[2] === '16') return 'th dport'
  return `@${parts.join(',')}`
}

/** `numgen random mod 4`, `jhash ip saddr . tcp dport mod 2 seed 1`: up to the words behind `mod`. */
function readHash(cursor: Cursor): string {
  const name = next(cursor).text
  while (peek(cursor).kind === 'word' && !isNext(cursor, 'mod')) cursor.at++
  if (accept(cursor, 'mod')) next(cursor)
  while (accept(cursor, 'seed', 'offset')) next(cursor)
  return name
}
