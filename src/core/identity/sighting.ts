import type { Bilingual } from '../record/record.ts'

/** A device as one or several captures show it, always under the same id and with the same network cards. */
export interface Sighting {
  /** Names it among all sightings. */
  readonly key: string
  /** Its id in its captures: an address, or `address#unit`. */
  readonly id: string
  readonly ips: readonly string[]
  readonly macs: readonly string[]
  /** Addresses that it claimed itself (ARP, DHCP, its own word), not only ones that its card was seen to send from. */
  readonly claimed: readonly string[]
  readonly isRouter: boolean
  readonly names: readonly string[]
  readonly orderNumber: string | null
  /** Of its own word, where it has one that counts. */
  readonly serial: { readonly value: string; readonly vendor: string | null } | null
  /** The id of the device behind which it answers. */
  readonly behind: string | null
  readonly captures: ReadonlySet<string>
  /** On any one scale. */
  readonly first: number
  readonly last: number
}

/** A person's word, the oldest first: a later one takes the place of an earlier one where they disagree. */
export interface Decision {
  readonly id: string
  readonly kind: 'merge' | 'split'
  /** Merge: the addresses of each device. Split: the addresses that were parted, and the rest. */
  readonly groups: readonly (readonly string[])[]
  readonly because: Bilingual
}

/** Addresses that a sighting was heard under; a device behind another one has only its own id. */
export const addressesOf = ({ id, ips, macs, behind }: Sighting): readonly string[] =>
  behind !== null ? [id] : [...new Set([id, ...ips, ...macs])]
