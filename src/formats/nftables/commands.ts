import { numberOf } from '../netfilter/names.ts'
import {
  addElements,
  mark,
  type Reading,
  readDefinition,
  readNamedBlock,
  readRule,
  readTableBlock,
  wordsIn,
} from './blocks.ts'
import { accept, isAtEnd, isEndOfRule, isNext, lineAt, next, peek, skipRule } from './cursor.ts'
import { chainOf, families, type NftTable, setOf, tableOf } from './syntax.ts'
import { readValue } from './values.ts'

/** Reads the commands of a file, one after the other: blocks of tables, and `add`, `insert`, `flush` and their kin. */
export function readFile(reading: Reading): void {
  while (!isAtEnd(reading)) {
    if (peek(reading).kind === 'newline' || isNext(reading, ';')) {
      reading.at++
      continue
    }
    const before = reading.at
    const line = lineAt(reading)
    accept(reading, 'nft')
    const isKnown = readCommand(reading, line)
    if (!isKnown) {
      reading.fault(line, 'a command that is not known')
      reading.file.lost ??= { line, why: 'a command that is not known, and may be a rule' }
      if (accept(reading, '}')) continue
      skipRule(reading)
    }
    mark(reading, line, 'context')
    if (reading.at === before) reading.at++
  }
}

const objects: ReadonlySet<string> = new Set([
  'table',
  'chain',
  'rule',
  'set',
  'map',
  'element',
  'flowtable',
  'counter',
  'quota',
  'limit',
  'ct',
  'secmark',
  'synproxy',
])

function readCommand(reading: Reading, line: number): boolean {
  const lose = (at: number, why: string) => {
    reading.file.lost ??= { line: at, why }
  }
  if (readDefinition(reading, lose)) return true
  const verb = peek(reading).text
  if (verb === 'table') return add(reading, 'add', line)
  if (verb === 'add' || verb === 'create' || verb === 'insert') {
    reading.at++
    return add(reading, verb, line)
  }
  if (verb === 'flush' || verb === 'delete' || verb === 'destroy') {
    reading.at++
    return remove(reading, verb, line)
  }
  if (verb === 'list' || verb === 'reset' || verb === 'describe' || verb === 'monitor') {
    skipRule(reading)
    return true
  }
  // `add` may be left out (`element inet t s { … }`).
  return objects.has(verb) ? add(reading, 'add', line) : false
}

function tableAt(reading: Reading): NftTable {
  const family = families.has(peek(reading).text) ? next(reading).text : 'ip'
  return tableOf(reading.file, family, nameAt(reading))
}

function nameAt(reading: Reading): string {
  const value = readValue(reading)
  return wordsIn(value)[0] ?? ''
}

function add(reading: Reading, verb: string, line: number): boolean {
  const kind = objects.has(peek(reading).text) ? next(reading).text : 'rule'
  const table = tableAt(reading)
  if (kind === 'table') {
    while (peek(reading).kind === 'newline' && peek(reading, 1).kind === 'newline') reading.at++
    if (peek(reading).kind === 'newline' && peek(reading, 1).text === '{') reading.at++
    if (accept(reading, '{')) readTableBlock(reading, table)
    return true
  }
  if (kind === 'rule') return addRule(reading, verb, table, line)
  const name = kind === 'ct' ? `${next(reading).text} ${next(reading).text}` : nameAt(reading)
  if (kind === 'chain' || kind === 'set' || kind === 'map') readNamedBlock(reading, table, kind, name, line)
  else if (kind === 'element') {
    const set = setOf(table, name)
    while (peek(reading).kind === 'newline') reading.at++
    addElements(reading, set, line)
    mark(reading, line, 'object')
  } else {
    skipRule(reading)
    mark(reading, line, 'object')
  }
  return true
}

function addRule(reading: Reading, verb: string, table: NftTable, line: number): boolean {
  const chain = chainOf(table, nameAt(reading), line)
  const place = isNext(reading, 'index', 'position', 'handle') ? next(reading).text : null
  const number = place === null ? null : numberOf(next(reading).text, 1_000_000)
  const rule = readRule(reading)
  if (rule === null) return false
  const whole = { ...rule, line }
  if (place !== null && (place !== 'index' || number === null || number >= chain.rules.length)) {
    reading.fault(line, 'a rule placed by a number that the file does not tell')
    const why = 'its place in the chain is not known'
    chain.rules.unshift({
      ...whole,
      statements: [
        ...rule.statements.filter(({ is }) => is === 'match'),
        { is: 'verdict', verdict: { do: 'unknown', why } },
      ],
    })
  } else if (number !== null) chain.rules.splice(verb === 'insert' ? number : number + 1, 0, whole)
  else if (verb === 'insert') chain.rules.unshift(whole)
  else chain.rules.push(whole)
  return true
}

function remove(reading: Reading, verb: string, line: number): boolean {
  const { file } = reading
  const kind = next(reading).text
  if (kind === 'ruleset') {
    const family = isEndOfRule(reading) ? null : next(reading).text
    for (const [key, table] of [...file.tables]) if (family === null || table.family === family) file.tables.delete(key)
    return true
  }
  if (!objects.has(kind)) return false
  const table = tableAt(reading)
  if (kind === 'table') {
    if (verb === 'flush') for (const chain of table.chains.values()) chain.rules.length = 0
    else file.tables.delete(`${table.family} ${table.name}`)
    return true
  }
  const name = isEndOfRule(reading) ? null : nameAt(reading)
  if (kind === 'chain' || (kind === 'rule' && verb === 'flush')) {
    for (const chain of table.chains.values()) if (name === null || chain.name === name) chain.rules.length = 0
    if (verb !== 'flush' && name !== null) table.chains.delete(name)
  } else if (kind === 'set' || kind === 'map') {
    const set = name === null ? undefined : table.sets.get(name)
    if (set !== undefined) set.elements.length = 0
    if (verb !== 'flush' && name !== null) table.sets.delete(name)
  } else if (kind === 'rule' || kind === 'element') {
    // By a handle, which only the kernel knows, or by elements that may lie within others.
    reading.fault(line, 'deletes what the file does not tell')
    const why = 'a rule of this chain was deleted, and which is not known'
    if (kind === 'element' && name !== null) setOf(table, name).isDynamic = true
    const chain = kind === 'rule' && name !== null ? table.chains.get(name) : undefined
    chain?.rules.unshift({
      line,
      lastLine: line,
      text: 'delete rule',
      statements: [{ is: 'verdict', verdict: { do: 'unknown', why } }],
      comment: null,
    })
  }
  skipRule(reading)
  return true
}
