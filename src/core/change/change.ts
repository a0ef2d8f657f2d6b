import type { ProgramDeed } from './program-deed.ts'
import type { Instant } from './sighting.ts'

export const changeKinds = [
  'program-change',
  'mode-change',
  'firmware-change',
  'new-device',
  'gone-device',
  'new-conversation',
  'new-operation-class',
  'address-change',
] as const
export type ChangeKind = (typeof changeKinds)[number]

/** Something at a plant that is not as it was: derived from sightings alone, so that whoever derives it gets the same. */
export interface Change {
  readonly kind: ChangeKind
  /** What changed: the same for every change of the same thing. */
  readonly subject: string
  /** Names this one change among all of its plant. */
  readonly key: string
  /** It happened not before; null where no clock tells. */
  readonly since: Instant | null
  /** The first evidence of it on the wire; null where no clock tells. */
  readonly at: Instant | null
  /** The latest evidence of it. */
  readonly until: Instant | null
  /** Whether it happened at `at`; else between `since` and `at`. */
  readonly isExact: boolean
  readonly device: string
  /** Who or what did it to `device`, or whom it talks to. */
  readonly peer: string | null
  readonly protocol: string | null
  readonly port: number | null
  readonly before: string | null
  readonly after: string | null
  /** What was done, of calls that program. */
  readonly deeds: readonly ProgramDeed[]
  readonly functions: readonly CalledFunction[]
  /** What came with it and is no change of its own: conversations of a new device. */
  readonly folded: number
  readonly source: string
  readonly captureId: string
  readonly packet: number | null
  /** A sensor was listening when it happened: the time to its notice is an alert's. */
  readonly isLive: boolean
  /** It was seen while its source was still learning: part of what is usual, and no alert. */
  readonly isLearned: boolean
}

export interface CalledFunction {
  readonly protocol: string | null
  readonly name: string
  readonly deed: ProgramDeed
  readonly count: number
  readonly captureId: string
  readonly packet: number | null
}
