import type { Deed, DescribedHost, DescribedIdentity } from './described.ts'

/** One thing said on a connection. */
export interface Word {
  readonly toServer: boolean
  readonly bytes: Uint8Array
  /** On the link: to the protocol's group. */
  readonly toAll?: true
}

export const ask = (bytes: Uint8Array): Word => ({ toServer: true, bytes })
export const reply = (bytes: Uint8Array): Word => ({ toServer: false, bytes })

/** One connection's talk in one protocol: what is said first, and what one deed makes both sides say. */
export interface Dialogue {
  greeting(): Word[]
  act(deed: Deed): Word[]
}

/** Who answers: the host, or the unit behind it that the deed names. */
export const answering = (server: DescribedHost, deed: Deed): DescribedIdentity =>
  (deed.unit === undefined ? undefined : server.behind?.[deed.unit]) ?? server.identity ?? {}

export const impossible = (deed: Deed, protocol: string): never => {
  throw new RangeError(`${protocol} does not ${deed.does}`)
}
