import type { JsonNode } from './json-tree.ts'
import { type Element, oddValue, type Value, type Verdict, word } from './syntax.ts'

/** The members of an object; none where it is something else. */
export const mapOf = (node: JsonNode | undefined): ReadonlyMap<string, JsonNode> =>
  node?.value instanceof Map ? (node.value as ReadonlyMap<string, JsonNode>) : new Map()
export const listOf = (node: JsonNode | undefined): readonly JsonNode[] =>
  Array.isArray(node?.value) ? (node.value as readonly JsonNode[]) : []
/** Text, numbers and truth values as text; null for objects and lists. */
export const textOf = (node: JsonNode | undefined): string | null =>
  node === undefined || node.value === null || typeof node.value === 'object' ? null : String(node.value)

/** `{ "payload": … }` → its only key and what stands under it. */
export const onlyOf = (node: JsonNode | undefined): readonly [string, JsonNode] | null => [...mapOf(node)][0] ?? null

/** The keys that an expression names (libnftables-json(5), EXPRESSIONS); a key that is not known stays as it is, and is told. */
export function keysOf(node: JsonNode | undefined): string[] {
  const only = onlyOf(node)
  if (only === null) return ['']
  const [kind, inner] = only
  if (kind === 'concat') return listOf(inner).flatMap(keysOf)
  return [keyOf(kind, inner)]
}

function keyOf(kind: string, node: JsonNode): string {
  const map = mapOf(node)
  const said = (name: string): string => textOf(map.get(name)) ?? ''
  if (kind === 'payload') {
    if (map.has('protocol')) return `${said('protocol')} ${said('field')}`
    const raw = `@${said('base')},${said('offset')},${said('len')}`
    return raw === '@th,0,16' ? 'th sport' : raw === '@th,16,16' ? 'th dport' : raw
  }
  if (kind === 'meta') return `meta ${said('key')}`
  if (kind === 'ct') return map.has('dir') ? `ct ${said('dir')} ${said('key')}` : `ct ${said('key')}`
  if (kind === 'fib') {
    const flags = map.get('flags')
    const names = Array.isArray(flags?.value) ? listOf(flags).map(textOf) : [said('flags')]
    return `fib ${names.join(' . ')} ${said('result')}`
  }
  if (kind === 'tcp option' || kind === 'ip option' || kind === 'sctp chunk' || kind === 'dccp option') {
    return `${kind} ${said('name') || said('type')} ${said('field')}`.trim()
  }
  if (kind === 'exthdr') return `${said('name')} ${said('field')}`.trim()
  if (kind === 'numgen' || kind === 'jhash' || kind === 'symhash') return kind
  return kind === 'rt' || kind === 'socket' || kind === 'ipsec' || kind === 'osf' ? `${kind} ${said('key')}` : kind
}

const mostDepth = 32

/** What a key is compared with. */
export function valueOfNode(node: JsonNode | undefined, depth = 0): Value {
  if (depth > mostDepth) return oddValue('sets within sets')
  const text = textOf(node)
  if (text !== null) return text.startsWith('@') && text.length > 1 ? { is: 'named', name: text.slice(1) } : word(text)
  if (Array.isArray(node?.value)) return flags(listOf(node), true)
  const only = onlyOf(node)
  if (only === null) return oddValue('a value that is not understood')
  const [kind, inner] = only
  if (kind === 'prefix')
    return word(`${textOf(mapOf(inner).get('addr')) ?? ''}/${textOf(mapOf(inner).get('len')) ?? ''}`)
  if (kind === 'range')
    return word(
      listOf(inner)
        .map((end) => textOf(end) ?? '')
        .join('-'),
    )
  if (kind === 'concat') return { is: 'concat', parts: listOf(inner).map((part) => valueOfNode(part, depth + 1)) }
  if (kind === 'set') return { is: 'set', elements: elementsOf(inner, depth + 1) }
  if (kind === 'elem') return valueOfNode(mapOf(inner).get('val'), depth + 1)
  if (kind === '|') return flags(listOf(inner), false)
  return oddValue('a value that is not understood')
}

/** `{ "|": ["syn", { "|": ["ack", "fin"] }] }`. */
function flags(parts: readonly JsonNode[], isList: boolean): Value {
  const names: string[] = []
  const open = [...parts].reverse()
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const text = textOf(part)
    const inner = mapOf(part).get('|')
    if (text !== null) names.push(text)
    else if (inner !== undefined) for (const one of [...listOf(inner)].reverse()) open.push(one)
    else return oddValue('flags that are not understood')
  }
  return { is: 'flags', names, isList }
}

/** Elements of a set or a map; a pair is a key and its verdict or value. One element may stand without brackets. */
export function elementsOf(node: JsonNode | undefined, depth = 0): Element[] {
  if (node === undefined) return []
  const list = Array.isArray(node.value) ? listOf(node) : [node]
  return list.map((item) => {
    const pair = Array.isArray(item.value) && listOf(item).length === 2 ? listOf(item) : null
    const key = pair === null ? item : pair[0]!
    const elem = mapOf(key).get('elem')
    const isExpiring = elem !== undefined && (mapOf(elem).has('timeout') || mapOf(elem).has('expires'))
    const verdict = pair === null ? null : verdictOf(pair[1])
    const data = pair === null || verdict !== null ? null : valueOfNode(pair[1], depth)
    return { key: valueOfNode(key, depth), verdict, data, isExpiring }
  })
}

export function verdictOf(node: JsonNode | undefined): Verdict | null {
  const only = onlyOf(node)
  if (only === null) return null
  const [kind, inner] = only
  if (kind === 'accept' || kind === 'drop' || kind === 'return' || kind === 'continue') return { do: kind }
  if (kind !== 'jump' && kind !== 'goto') return null
  const chain = textOf(mapOf(inner).get('target'))
  return chain === null ? { do: 'unknown', why: 'goes to a chain that is not told' } : { do: kind, chain }
}
