import type { LineKinds } from '../netfilter/line-kinds.ts'
import { ruleTextOf } from '../rule-text.ts'
import { elementsOf, listOf, mapOf, onlyOf, textOf } from './json-expressions.ts'
import { statementOf } from './json-statements.ts'
import { type JsonNode, jsonTree } from './json-tree.ts'
import { chainOf, families, type NftFile, type NftRule, priorityOf, setOf, tableOf } from './syntax.ts'

interface Reading {
  readonly text: string
  readonly file: NftFile
  readonly kinds: LineKinds
}

/** Reads what `nft -j list ruleset` prints, and the commands that `nft -j -f` takes (libnftables-json(5)). */
export function readJsonFile(text: string, kinds: LineKinds): NftFile {
  const file: NftFile = { tables: new Map(), lost: null }
  const { root, fault } = jsonTree(text)
  const reading: Reading = { text, file, kinds }
  const objects = mapOf(root ?? undefined).get('nftables')
  if (root !== null) kinds.mark(root, 'context')
  // What stands last before a mistake may have lost its end.
  for (const item of fault === null ? listOf(objects) : listOf(objects).slice(0, -1)) readItem(reading, item)
  if (fault !== null || objects === undefined) {
    const why = fault?.isCut === true ? 'the file ends within its JSON: it is cut' : 'JSON that is not of nftables'
    const line = fault?.line ?? 1
    kinds.fault(line, why)
    file.lost = { line, why }
    for (const { chains } of file.tables.values()) for (const chain of chains.values()) chain.lost = file.lost
  }
  return file
}

function lose({ file, kinds }: Reading, { line }: JsonNode, why: string): void {
  kinds.fault(line, why)
  file.lost ??= { line, why }
}

function readItem(reading: Reading, item: JsonNode): void {
  const only = onlyOf(item)
  if (only === null) lose(reading, item, 'an object that is not understood')
  else if (only[0] === 'add' || only[0] === 'create' || only[0] === 'insert') {
    const inner = onlyOf(only[1])
    if (inner === null) lose(reading, item, 'an object that is not understood')
    else readObject(reading, inner[0], inner[1], only[0] === 'insert')
  } else if (only[0] === 'flush' && mapOf(only[1]).has('ruleset')) reading.file.tables.clear()
  else readObject(reading, only[0], only[1], false)
}

function readObject(reading: Reading, kind: string, node: JsonNode, isFirst: boolean): void {
  const { file, kinds } = reading
  const map = mapOf(node)
  const said = (name: string): string => textOf(map.get(name)) ?? ''
  if (kind === 'metainfo') return
  if (!families.has(said('family'))) {
    lose(reading, node, 'an object that is not understood')
    return
  }
  if (kind === 'table') {
    const flags = map.get('flags')
    if (textOf(flags) === 'dormant' || listOf(flags).some((flag) => textOf(flag) === 'dormant')) {
      tableOf(file, said('family'), said('name')).isDormant = true
    } else tableOf(file, said('family'), said('name'))
    return
  }
  const table = tableOf(file, said('family'), said('table'))
  if (kind === 'chain') readChain(reading, table, node)
  else if (kind === 'rule') {
    const rules = chainOf(table, said('chain'), node.line).rules
    const rule = ruleOf(reading, node)
    if (isFirst) rules.unshift(rule)
    else rules.push(rule)
  } else if (kind === 'set' || kind === 'map' || kind === 'element') {
    const set = setOf(table, said('name'))
    for (const element of elementsOf(map.get('elem'))) set.elements.push(element)
    const flags = map.get('flags')
    const names = Array.isArray(flags?.value) ? listOf(flags).map(textOf) : [textOf(flags)]
    if (names.includes('dynamic') || names.includes('timeout') || map.has('timeout')) set.isDynamic = true
    kinds.mark(node, 'object')
  } else if (/^(flowtable|counter|quota|limit|ct helper|ct timeout|ct expectation|secmark|synproxy)$/.test(kind)) {
    kinds.mark(node, 'object')
  } else lose(reading, node, 'an object that is not understood')
}

function readChain({ file, kinds }: Reading, table: ReturnType<typeof tableOf>, node: JsonNode): void {
  const map = mapOf(node)
  const said = (name: string): string => textOf(map.get(name)) ?? ''
  const chain = chainOf(table, said('name'), node.line)
  if (!map.has('hook')) return
  const device = map.get('dev')
  const devices = (Array.isArray(device?.value) ? listOf(device) : device === undefined ? [] : [device]).flatMap(
    (one) => textOf(one) ?? [],
  )
  const written = said('prio')
  const priority = /^-\d{1,10}$/.test(written) ? Number(written) : priorityOf(written, table.family)
  chain.base = { type: said('type'), hook: said('hook'), priority, devices }
  chain.policyLine = node.line
  const policy = map.get('policy')
  if (textOf(policy) === 'drop') chain.policy = 'drop'
  else if (policy !== undefined && textOf(policy) !== 'accept') {
    kinds.fault(node.line, 'a policy that is not known')
    file.lost ??= { line: node.line, why: 'a policy that is not known' }
  }
  if (priority === null) kinds.fault(node.line, 'a priority that is not known')
}

function ruleOf({ text }: Reading, node: JsonNode): NftRule {
  const expressions = mapOf(node).get('expr')
  return {
    line: node.line,
    lastLine: node.lastLine,
    text: ruleTextOf(
      text.slice((expressions ?? node).from, Math.min((expressions ?? node).to, (expressions ?? node).from + 4000)),
    ),
    statements: listOf(expressions).map(statementOf),
    comment: textOf(mapOf(node).get('comment')),
  }
}
