import { allOf, always, type Condition, joined, never } from '../netfilter/match.ts'
import { domainOf, isKnownKey, keyCondition } from './key-conditions.ts'
import type { Element, NftSet, NftTable, Operator, Statement, Value, Verdict } from './syntax.ts'

/** What a comparison of a rule means: the packets that meet it, but for some that are excepted; or why that is not known. */
export type Meaning = { readonly condition: Condition; readonly except: Condition | null } | { readonly odd: string }

const emptySet = 'a set of which the file names no member'
const changingSet = 'a set whose members come and go'

interface Leaves {
  /** Each element as the parts of a combination, each part as words (several: flags). */
  readonly elements: readonly (readonly (readonly string[])[])[]
  readonly verdicts: readonly (Verdict | null)[]
  readonly isSet: boolean
}

/** Lays out a value; a reason where it is not understood (`odd`) or not known (`undecided`). */
function leavesOf(
  value: Value,
  table: NftTable,
  lookups: Lookups,
): Leaves | { readonly odd: string } | { readonly undecided: string } {
  const elements: (readonly (readonly string[])[])[] = []
  const verdicts: (Verdict | null)[] = []
  const isSet = value.is === 'set' || value.is === 'named'
  const open: { readonly value: Value; readonly verdict: Verdict | null }[] = [{ value, verdict: null }]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    // Sets may be within sets again and again, without a member in any.
    if (lookups.left-- <= 0) return { odd: 'more members of sets than are read' }
    const { value: inner, verdict } = one
    if (inner.is === 'odd') return { odd: inner.why }
    if (inner.is === 'set') pushAll(open, inner.elements)
    else if (inner.is === 'named') {
      const set = table.sets.get(inner.name)
      if (set === undefined) return { odd: 'a set that is not in the file' }
      const why = reasonOf(set)
      if (why !== null) return { undecided: why }
      pushAll(open, set.elements)
    } else {
      const parts = (inner.is === 'concat' ? inner.parts : [inner]).map(wordsOf)
      if (parts.includes(null)) return { odd: 'a combination that is not understood' }
      elements.push(parts as string[][])
      verdicts.push(verdict)
    }
  }
  return { elements, verdicts, isSet }
}

const reasonOf = (set: NftSet): string | null =>
  set.isDynamic || set.elements.some(({ isExpiring }) => isExpiring)
    ? changingSet
    : set.elements.length === 0
      ? emptySet
      : null

function pushAll(open: { value: Value; verdict: Verdict | null }[], elements: readonly Element[]): void {
  for (let i = elements.length - 1; i >= 0; i--) open.push({ value: elements[i]!.key, verdict: elements[i]!.verdict })
}

const wordsOf = (value: Value): readonly string[] | null =>
  value.is === 'word' ? [value.text] : value.is === 'flags' ? value.names : null

/** What sets and variables mean is found once, however many rules ask for them; and so many members are read at most. */
export interface Lookups {
  readonly meanings: WeakMap<object, Map<string, Meaning>>
  readonly branches: WeakMap<object, Map<string, Branches>>
  /** Whether targets may be translated before they are filtered: by a rule, or by one that the file does not hold. */
  readonly isTranslated: boolean
  left: number
}

export const createLookups = (isTranslated: boolean): Lookups => ({
  meanings: new WeakMap(),
  branches: new WeakMap(),
  isTranslated,
  left: 2_000_000,
})

function once<T>(cache: WeakMap<object, Map<string, T>>, value: Value, table: NftTable, key: string, find: () => T): T {
  const owner = (value.is === 'named' ? table.sets.get(value.name) : undefined) ?? value
  const known = cache.get(owner) ?? new Map<string, T>()
  cache.set(owner, known)
  const found = known.get(key) ?? find()
  known.set(key, found)
  return found
}

export function meaningOf(statement: Statement & { is: 'match' }, table: NftTable, lookups: Lookups): Meaning {
  const { keys, operator, mask, value } = statement
  if (!keys.every(isKnownKey)) return { odd: 'a key that is not known' }
  if (!lookups.isTranslated && asksForTranslated(statement)) return { condition: never, except: null }
  const find = () => compared(keys, operator, mask, value, table, lookups)
  return mask === null ? once(lookups.meanings, value, table, `${keys.join('|')} ${operator}`, find) : find()
}

/** `ct status dnat`. */
const asksForTranslated = ({ keys, operator, value, mask }: Statement & { is: 'match' }): boolean =>
  keys.join() === 'ct status' && operator === 'in' && mask === null && value.is === 'word' && value.text === 'dnat'

function compared(
  keys: readonly string[],
  operator: Operator,
  mask: Value | null,
  value: Value,
  table: NftTable,
  lookups: Lookups,
): Meaning {
  const leaves = leavesOf(value, table, lookups)
  if ('odd' in leaves) return leaves
  if ('undecided' in leaves) {
    return { condition: domainOfAll(keys).map((match) => ({ ...match, unknown: [leaves.undecided] })), except: null }
  }
  const masked = mask === null ? null : wordsOf(mask)
  if (mask !== null && masked === null) return { odd: 'a mask that is not understood' }
  if (keys.length === 1) {
    if (leaves.elements.some((parts) => parts.length !== 1)) return { odd: 'a combination for a single key' }
    const condition = keyCondition(keys[0]!, {
      operator,
      values: leaves.elements.map((parts) => parts[0]!),
      mask: masked,
      isSet: leaves.isSet,
    })
    return condition === null ? { odd: 'a value that is not understood' } : { condition, except: null }
  }
  if (mask !== null || !['in', '==', '!=', '!'].includes(operator))
    return { odd: 'a combination that is not compared for equality' }
  const conditions = leaves.elements.map((parts) => combined(keys, parts))
  if (conditions.includes(null)) return { odd: 'a value that is not understood' }
  const condition = joined((conditions as Condition[]).flat())
  const isNegated = operator === '!=' || operator === '!'
  return isNegated ? { condition: domainOfAll(keys), except: condition } : { condition, except: null }
}

const domainOfAll = (keys: readonly string[]): Condition => allOf(keys.map(domainOf)) ?? always

/** One element of a set of combinations. */
function combined(keys: readonly string[], parts: readonly (readonly string[])[]): Condition | null {
  if (parts.length === 1 && parts[0]![0] === '*') return domainOfAll(keys)
  if (parts.length !== keys.length) return null
  const conditions = keys.map((key, i) =>
    keyCondition(key, { operator: '==', values: [parts[i]!], mask: null, isSet: true }),
  )
  return conditions.includes(null) ? null : allOf(conditions as Condition[])
}

export interface Branch {
  readonly condition: Condition
  readonly exceptions: readonly Condition[]
  readonly verdict: Verdict
}

type Branches = readonly Branch[] | { readonly odd: string }

/** What a verdict map does, as one branch a verdict; `*` is what no other element is. */
export function branchesOf(statement: Statement & { is: 'vmap' }, table: NftTable, lookups: Lookups): Branches {
  const { keys, value } = statement
  if (!keys.every(isKnownKey)) return { odd: 'a key that is not known' }
  return once(lookups.branches, value, table, keys.join('|'), () => branching(keys, value, table, lookups))
}

function branching(keys: readonly string[], value: Value, table: NftTable, lookups: Lookups): Branches {
  const leaves = leavesOf(value, table, lookups)
  if ('odd' in leaves) return leaves
  if ('undecided' in leaves) {
    return [{ condition: domainOfAll(keys), exceptions: [], verdict: { do: 'unknown', why: leaves.undecided } }]
  }
  const groups = new Map<string, { verdict: Verdict; elements: (readonly (readonly string[])[])[] }>()
  let otherwise: Verdict | null = null
  for (const [i, parts] of leaves.elements.entries()) {
    const verdict = leaves.verdicts[i]
    if (verdict === null || verdict === undefined) return { odd: 'a map without its verdicts' }
    if (parts.length === 1 && parts[0]![0] === '*') {
      otherwise = verdict
      continue
    }
    const key = JSON.stringify(verdict)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { verdict, elements: [parts] })
    else group.elements.push(parts)
  }
  const branches: Branch[] = []
  for (const { verdict, elements } of groups.values()) {
    const condition = conditionFor(keys, elements)
    if (condition === null) return { odd: 'a value that is not understood' }
    branches.push({ condition, exceptions: [], verdict })
  }
  if (otherwise === null) return branches
  // What comes back to this rule must not fall into what is left.
  const returning = [...groups.values()].filter(({ verdict }) => verdict.do === 'jump' || verdict.do === 'continue')
  if (keys.length > 1) {
    const exceptions = returning.map(({ elements }) => conditionFor(keys, elements) ?? [])
    return [...branches, { condition: domainOfAll(keys), exceptions, verdict: otherwise }]
  }
  const values = returning.flatMap(({ elements }) => elements.map((parts) => parts[0]!))
  const rest = values.length === 0 ? null : keyCondition(keys[0]!, { operator: '!=', values, mask: null, isSet: true })
  return [...branches, { condition: rest ?? domainOfAll(keys), exceptions: [], verdict: otherwise }]
}

function conditionFor(
  keys: readonly string[],
  elements: readonly (readonly (readonly string[])[])[],
): Condition | null {
  if (keys.length > 1) {
    const conditions = elements.map((parts) => combined(keys, parts))
    return conditions.includes(null) ? null : joined((conditions as Condition[]).flat())
  }
  if (elements.some((parts) => parts.length !== 1)) return null
  return keyCondition(keys[0]!, { operator: '==', values: elements.map((parts) => parts[0]!), mask: null, isSet: true })
}
