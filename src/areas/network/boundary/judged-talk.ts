import type { Day } from '#core/calendar/day.ts'
import type { PolicyTransport } from '#core/segmentation/policy.ts'
import type { Verdict } from '#core/segmentation/verdict.ts'

/** A conversation as it is judged. */
export interface TalkToJudge {
  readonly n: number
  readonly client: string
  readonly server: string
  readonly transport: PolicyTransport
  readonly port: number | null
  readonly protocol: string | null
  readonly operations: Readonly<Record<string, number>> | null
  readonly answered: boolean | null
  readonly days: readonly Day[]
}

export interface JudgedTalk {
  readonly n: number
  /** Undated: no clock tells on which day it took place. */
  readonly verdict: Verdict | 'undated'
  readonly clientZone: string | null
  readonly serverZone: string | null
  readonly conduits: readonly string[]
  readonly operations: readonly string[]
  readonly answered: boolean | null
  readonly days: readonly Day[]
}
