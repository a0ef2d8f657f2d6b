/** What a rule compares with. Ranges and prefixes are words (`80-90`, `10.0.0.0/8`), as their keys tell how to read them. */
export type Value =
  | { readonly is: 'word'; readonly text: string }
  | { readonly is: 'set'; readonly elements: readonly Element[] }
  /** `@name`. */
  | { readonly is: 'named'; readonly name: string }
  | { readonly is: 'concat'; readonly parts: readonly Value[] }
  /** Flags: `established,related`, `syn | ack`. */
  | { readonly is: 'flags'; readonly names: readonly string[]; readonly isList: boolean }
  | { readonly is: 'odd'; readonly why: string }

export interface Element {
  readonly key: Value
  /** Of a verdict map. */
  readonly verdict: Verdict | null
  /** Of a map. */
  readonly data: Value | null
  /** It comes and goes. */
  readonly isExpiring: boolean
}

export type Verdict =
  | { readonly do: 'accept' | 'drop' | 'return' | 'continue' }
  | { readonly do: 'jump' | 'goto'; readonly chain: string }
  | { readonly do: 'unknown'; readonly why: string }

/** `in`: no operator was written, which means one bit in common where the key is of bits, and `==` elsewhere. */
export type Operator = 'in' | '==' | '!=' | '<' | '>' | '<=' | '>=' | '!'

export type Statement =
  | {
      readonly is: 'match'
      readonly keys: readonly string[]
      readonly operator: Operator
      readonly mask: Value | null
      readonly value: Value
    }
  | { readonly is: 'vmap'; readonly keys: readonly string[]; readonly value: Value }
  | { readonly is: 'verdict'; readonly verdict: Verdict }
  /**
   * Drops what has such a header, as the answer is in its words: nft asks for it by itself, and leaves that out where it lists
   * the rule (nft(8), REJECT STATEMENT).
   */
  | { readonly is: 'reject'; readonly header: 'ip' | 'ip6' | 'tcp' }
  | {
      readonly is: 'translate'
      readonly kind: 'source' | 'target'
      readonly to: Value | null
      readonly isTerminal: boolean
    }
  | { readonly is: 'counter'; readonly packets: number | null }
  | { readonly is: 'comment'; readonly text: string }
  | { readonly is: 'untrack' }
  /** Counts, logs, marks: nothing that decides. */
  | { readonly is: 'neutral' }
  /** Holds or not, by what no configuration tells. */
  | { readonly is: 'undecided'; readonly why: string }
  /** Not understood: a fault. */
  | { readonly is: 'odd'; readonly why: string }

export interface NftRule {
  readonly line: number
  readonly lastLine: number
  readonly text: string
  readonly statements: readonly Statement[]
  readonly comment: string | null
}

export interface BaseChain {
  readonly type: string
  readonly hook: string
  /** Null where its name is not known. */
  readonly priority: number | null
  readonly devices: readonly string[]
}

export interface NftChain {
  readonly name: string
  line: number
  base: BaseChain | null
  policy: 'accept' | 'drop'
  policyLine: number | null
  readonly rules: NftRule[]
  /** Not null: rules may be missing at its end, and why. */
  lost: { readonly line: number; readonly why: string } | null
}

export interface NftSet {
  readonly name: string
  readonly elements: Element[]
  /** Filled by packets or by time; its members are not those in the file. */
  isDynamic: boolean
}

export interface NftTable {
  readonly family: string
  readonly name: string
  isDormant: boolean
  readonly chains: Map<string, NftChain>
  readonly sets: Map<string, NftSet>
}

export interface NftFile {
  readonly tables: Map<string, NftTable>
  /** Not null: what is behind it is not in the file, and why. */
  lost: { readonly line: number; readonly why: string } | null
}

export const oddValue = (why: string): Value => ({ is: 'odd', why })
export const word = (text: string): Value => ({ is: 'word', text })

export function tableOf(file: NftFile, family: string, name: string): NftTable {
  const key = `${family} ${name}`
  const table = file.tables.get(key)
  if (table !== undefined) return table
  const made: NftTable = { family, name, isDormant: false, chains: new Map(), sets: new Map() }
  file.tables.set(key, made)
  return made
}

export function chainOf(table: NftTable, name: string, line: number): NftChain {
  const chain = table.chains.get(name)
  if (chain !== undefined) return chain
  const made: NftChain = { name, line, base: null, policy: 'accept', policyLine: null, rules: [], lost: null }
  table.chains.set(name, made)
  return made
}

export function setOf(table: NftTable, name: string): NftSet {
  const set = table.sets.get(name)
  if (set !== undefined) return set
  const made: NftSet = { name, elements: [], isDynamic: false }
  table.sets.set(name, made)
  return made
}

export const families: ReadonlySet<string> = new Set(['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev'])

/** Priorities by name (nft(8), CHAINS); those of bridge tables differ. */
const priorities: Readonly<Record<string, number>> = {
  raw: -300,
  mangle: -150,
  dstnat: -100,
  filter: 0,
  security: 50,
  srcnat: 100,
}
const bridgePriorities: Readonly<Record<string, number>> = { dstnat: -300, filter: -200, out: 100, srcnat: 300 }

/** `0`, `-150`, `filter`, `filter + 10`, `srcnat-5`. */
export function priorityOf(text: string, family: string): number | null {
  const parts = /^([a-z]+)?\s*([+-]?)\s*(\d{1,10})?$/.exec(text.trim())
  if (parts === null || (parts[1] === undefined && parts[3] === undefined)) return null
  const names = family === 'bridge' ? bridgePriorities : priorities
  if (parts[1] !== undefined && !Object.hasOwn(names, parts[1])) return null
  const base = parts[1] === undefined ? 0 : names[parts[1]]!
  return base + (parts[3] === undefined ? 0 : Number(parts[3]) * (parts[2] === '-' ? -1 : 1))
}
