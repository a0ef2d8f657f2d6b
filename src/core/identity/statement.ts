/** The fields of a device that are worked out of statements. */
export const identityFields = ['vendor', 'model', 'orderNumber', 'firmware', 'serial', 'name'] as const
export type IdentityField = (typeof identityFields)[number]

/** Somebody said something of a device: one value in one protocol, from when until when. */
export interface Statement {
  readonly field: IdentityField
  readonly value: string
  /** As conversations name it; `oui` and `order-number` are no protocols, but sources all the same. */
  readonly protocol: string
  /** 0…1: how much it weighs. */
  readonly weight: number
  /** When it was said first and last, on any one scale: microseconds, days, numbers of packets. */
  readonly first: number
  readonly last: number
  /** Whence: a capture. Statements of one source are told apart in time by {@link first} and {@link last} alone. */
  readonly source: string
  /** Packet or line of the first time, where the source numbers them. */
  readonly packet: number | null
}

/** One value of a field, with all who say it. */
export interface SaidValue {
  readonly value: string
  /** 0…1. */
  readonly support: number
  readonly by: readonly Statement[]
}

/** One field of a device: what holds, how sure that is, what speaks against it, and what held before. */
export interface FoundField {
  readonly field: IdentityField
  readonly value: string
  /** 0…1: raised by every independent word for it, lowered by every one against it. */
  readonly confidence: number
  readonly by: readonly Statement[]
  readonly contradictions: readonly SaidValue[]
  /** Earlier values, the newest first. */
  readonly history: readonly SaidValue[]
}
