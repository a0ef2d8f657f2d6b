import type { Kysely } from 'kysely'
import type { Assets, Records } from '#areas/assets/index.ts'
import type { Plants } from '#areas/plants/index.ts'
import type { Day } from '#core/calendar/day.ts'
import type { Inspection } from '#core/capture/inspection.ts'
import type { ChangeKeeper } from './changes/change-keeper.ts'
import type { PictureKeeper } from './keep-pictures.ts'
import type { NetworkTables } from './store.ts'

/** Reads a capture file; passed in at composition, which knows every format and protocol. */
export type Inspect = (
  path: string,
  options: {
    readonly name: string
    readonly signal: AbortSignal
    readonly onProgress: (progress: { readonly bytes: number; readonly total: number }) => void
  },
) => Promise<Inspection>

/** One packet of a capture by layers and bytes, as the screen shows it. */
export interface DescribedPacket {
  /** ISO 8601 instant; null where the capture has none. */
  readonly at: string | null
  readonly lengthOnWire: number
  readonly lengthCaptured: number
  readonly layers: readonly PacketLayer[]
  /** The captured bytes in hexadecimal; null where they are not kept. */
  readonly hex: string | null
  readonly masked: readonly { readonly offset: number; readonly length: number }[]
  readonly faults: readonly { readonly offset: number | null; readonly reason: string }[]
}

export interface PacketLayer {
  readonly protocol: string
  readonly offset: number
  readonly length: number
  readonly fields: readonly {
    readonly name: string
    readonly value: string
    readonly offset?: number
    readonly length?: number
  }[]
}

/** Finds one packet of a kept capture file and describes it; null where there is no such packet or file. */
export type DescribePacket = (sha256: string, number: number) => Promise<DescribedPacket | null>

/** Finds one line of a kept log, of a file within it where it is an archive, and shows it field by field. */
export type DescribeLine = (
  sha256: string,
  fileName: string,
  place: { readonly part: string | null; readonly line: number },
) => Promise<DescribedPacket | null>

/** What the use cases of this area work with. */
export interface NetworkContext {
  readonly db: Kysely<NetworkTables>
  readonly clock: { now(): Date }
  readonly plants: Pick<Plants, 'list' | 'today' | 'get' | 'company'>
  readonly assets: Assets
  readonly evidence: Records
  readonly keeper: PictureKeeper
  /** What changed at plants, kept up with what was captured there. */
  readonly changes: ChangeKeeper
  readonly inspect: Inspect
  readonly describePacket: DescribePacket | undefined
  readonly describeLine?: DescribeLine | undefined
  /** Who made a network card, by its registered block. */
  readonly cardMaker?: ((mac: string) => string | null) | undefined
  /** The name of a person by their key; null once it was erased. */
  readonly personName?: ((key: string) => Promise<string | null>) | undefined
  /** The key of the one person of this name; null where there is none, or several. */
  readonly personKey?: ((name: string) => Promise<string | null>) | undefined
}

/** Which day, and by the knowledge of which instant; default: today, with all that is known. */
export interface Reading {
  readonly asOf?: Day | undefined
  readonly knownAt?: string | undefined
}
