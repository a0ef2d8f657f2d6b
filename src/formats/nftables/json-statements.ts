import { countOf } from '../netfilter/names.ts'
import { keysOf, mapOf, onlyOf, textOf, valueOfNode, verdictOf } from './json-expressions.ts'
import type { JsonNode } from './json-tree.ts'
import { readReject, readXtables } from './statements.ts'
import type { Operator, Statement } from './syntax.ts'

const operators: readonly string[] = ['in', '==', '!=', '<', '>', '<=', '>=', '!']
const neutral: ReadonlySet<string> = new Set([
  'log',
  'flow',
  'dup',
  'last',
  'ct helper',
  'ct timeout',
  'ct expectation',
  'secmark',
  'reset',
])
const limits: Readonly<Record<string, string>> = {
  limit: 'how often packets come (limit)',
  quota: 'how much has passed (quota)',
  meter: 'how often packets come (meter)',
  'ct count': 'how many connections there are (ct count)',
}
const takers: Readonly<Record<string, string>> = {
  queue: 'a program decides (queue)',
  tproxy: 'a proxy on the filter answers (tproxy)',
  synproxy: 'a proxy answers (synproxy)',
  fwd: 'sends the packet out by itself (fwd)',
}

/** One statement of a rule (libnftables-json(5), STATEMENTS). */
export function statementOf(node: JsonNode): Statement {
  const only = onlyOf(node)
  if (only === null) return { is: 'odd', why: 'a statement that is not known' }
  const [kind, inner] = only
  const map = mapOf(inner)
  const verdict = verdictOf(node)
  if (verdict !== null) return { is: 'verdict', verdict }
  if (kind === 'match') return matchOf(map)
  if (kind === 'vmap') return { is: 'vmap', keys: keysOf(map.get('key')), value: valueOfNode(map.get('data')) }
  if (kind === 'counter') {
    const packets = textOf(map.get('packets'))
    return inner.value instanceof Map
      ? { is: 'counter', packets: packets === null ? null : countOf(packets) }
      : { is: 'neutral' }
  }
  if (kind === 'reject') return readReject(textOf(map.get('type')) ?? '')
  if (kind === 'notrack') return { is: 'untrack' }
  if (kind === 'mangle') return changeOf(map)
  if (kind === 'snat' || kind === 'dnat') {
    const value = map.has('addr') ? valueOfNode(map.get('addr')) : null
    const to = value?.is === 'odd' ? null : value
    return { is: 'translate', kind: kind === 'snat' ? 'source' : 'target', to, isTerminal: true }
  }
  if (kind === 'masquerade') return { is: 'translate', kind: 'source', to: null, isTerminal: true }
  if (kind === 'redirect') return { is: 'translate', kind: 'target', to: null, isTerminal: true }
  if (kind === 'xt') return readXtables(textOf(map.get('type')) === 'match', textOf(map.get('name')) ?? '')
  if (kind === 'set' || kind === 'map') {
    return map.has('stmt') ? { is: 'undecided', why: limits.limit! } : { is: 'neutral' }
  }
  if (neutral.has(kind)) return { is: 'neutral' }
  if (Object.hasOwn(limits, kind)) return { is: 'undecided', why: limits[kind]! }
  if (Object.hasOwn(takers, kind)) return { is: 'verdict', verdict: { do: 'unknown', why: takers[kind]! } }
  return { is: 'odd', why: 'a statement that is not known' }
}

function matchOf(map: ReadonlyMap<string, JsonNode>): Statement {
  const operator = textOf(map.get('op')) ?? ''
  if (!operators.includes(operator)) return { is: 'odd', why: 'a comparison that is not understood' }
  const masked = mapOf(map.get('left')).get('&')
  const [left, mask] = Array.isArray(masked?.value) ? masked.value : [map.get('left'), undefined]
  return {
    is: 'match',
    keys: keysOf(left),
    operator: operator as Operator,
    mask: mask === undefined ? null : valueOfNode(mask),
    value: valueOfNode(map.get('right')),
  }
}

function changeOf(map: ReadonlyMap<string, JsonNode>): Statement {
  const key = keysOf(map.get('key'))[0] ?? ''
  const isSource = /^(ip6?|th|tcp|udp|udplite|sctp|dccp) (saddr|sport)$/.test(key)
  const isTarget = /^(ip6?|th|tcp|udp|udplite|sctp|dccp) (daddr|dport)$/.test(key)
  if (!isSource && !isTarget) return { is: 'neutral' }
  const value = key.endsWith('addr') ? valueOfNode(map.get('value')) : null
  return {
    is: 'translate',
    kind: isSource ? 'source' : 'target',
    to: value?.is === 'odd' ? null : value,
    isTerminal: false,
  }
}
