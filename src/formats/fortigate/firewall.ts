import { createGathering, type Gathering } from '../partly-known.ts'
import type { RuleText } from '../rule-text.ts'
import type { Entry, Table } from './tree.ts'

/** One virtual domain: a firewall of its own. */
export interface Domain {
  readonly name: string
  /** Tables by path; one that is written in several parts has several. */
  readonly tables: Map<string, Table[]>
}

export interface Reading {
  readonly text: RuleText
  readonly gathering: Gathering
}

export const newReading = (text: RuleText): Reading => ({ text, gathering: createGathering() })

export const entriesOf = (domain: Domain, path: string): readonly Entry[] =>
  (domain.tables.get(path) ?? []).flatMap(({ entries }) => entries)
