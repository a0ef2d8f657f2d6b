/** What is tracked at most at one time. Beyond it something is closed early or left out, and counted as a named fault. */
export interface CaptureLimits {
  /** Flows (endpoint pairs with both ports) that are open at once; about 130 bytes each. */
  readonly flows: number
  readonly conversations: number
  /** Distinct MAC and IPv6 addresses, each. */
  readonly addresses: number
  /** Pairs of host, MAC and VLAN. */
  readonly sightings: number
  /** Flows whose payload is read at once, and bytes they hold back in all while a message is incomplete. */
  readonly streams: number
  readonly heldBytes: number
  readonly identities: number
  /** Extra days of all flows together. */
  readonly days: number
}

export const usualLimits: CaptureLimits = {
  flows: 500_000,
  conversations: 200_000,
  addresses: 100_000,
  sightings: 100_000,
  streams: 20_000,
  heldBytes: 64 * 1024 * 1024,
  identities: 100_000,
  days: 1_000_000,
}
