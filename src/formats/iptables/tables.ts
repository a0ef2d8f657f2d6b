import type { Word } from './words.ts'

export type Family = 'v4' | 'v6'

/** A rule as written, kept until all chains and sets are known. */
export interface RawRule {
  readonly line: number
  readonly lastLine: number
  readonly text: string
  readonly words: readonly Word[]
  /** The same for rules of the same words. */
  readonly key: string
  readonly hits: number | null
  /** Not null: what the line says is not known, and it may be a rule of this chain. */
  readonly undecided: string | null
}

export interface RawChain {
  readonly rules: RawRule[]
  policy: 'ACCEPT' | 'DROP' | null
  policyLine: number | null
}

export interface RawTable {
  readonly family: Family
  readonly name: string
  readonly chains: Map<string, RawChain>
  /** Not null: rules may be missing at the end of its chains, and why. */
  lost: { readonly line: number; readonly why: string } | null
}

/** The chains that the kernel calls by itself, where a forwarded packet meets them (iptables(8), TABLES). */
export const builtIn: Readonly<
  Record<string, Readonly<Record<string, readonly [stage: number, priority: number] | null>>>
> = {
  raw: { PREROUTING: [1, -300], OUTPUT: null },
  mangle: { PREROUTING: [1, -150], INPUT: null, FORWARD: [2, -150], OUTPUT: null, POSTROUTING: [3, -150] },
  nat: { PREROUTING: [1, -100], INPUT: null, OUTPUT: null, POSTROUTING: [3, 100] },
  filter: { INPUT: null, FORWARD: [2, 0], OUTPUT: null },
  security: { INPUT: null, FORWARD: [2, 50], OUTPUT: null },
}

/** Stands for any table whose name is not in `builtIn`. */
export const unknownTable = 'unknown'

export interface Tables {
  get(family: Family, name: string): RawTable
  /** As `*name` does: what the table had is gone. */
  renew(family: Family, name: string): RawTable
  has(family: Family, name: string): boolean
  all(): Iterable<RawTable>
}

export function createTables(): Tables {
  const tables = new Map<string, RawTable>()
  const renew = (family: Family, name: string): RawTable => {
    const chains = new Map<string, RawChain>()
    for (const chain of Object.keys(builtIn[name] ?? {}))
      chains.set(chain, { rules: [], policy: 'ACCEPT', policyLine: null })
    const table = { family, name, chains, lost: null }
    tables.set(`${family} ${name}`, table)
    return table
  }
  return {
    renew,
    get: (family, name) => tables.get(`${family} ${name}`) ?? renew(family, name),
    has: (family, name) => tables.has(`${family} ${name}`),
    all: () => tables.values(),
  }
}

/** Where a line that was not understood may have belonged. */
export const passedChain = (table: string): string | null =>
  table === 'raw' ? 'PREROUTING' : table === 'nat' ? null : 'FORWARD'
