/** By which door somebody came: what a session on the wire must look like to be this one. */
export const accessServices = ['ssh', 'rdp', 'vnc', 'telnet', 'vpn', 'gateway'] as const
export type AccessService = (typeof accessServices)[number]

/**
 * One line of a log of a jump host, a VPN or a gateway. `opened` and `closed` are joined to sessions; `session` tells of one
 * from its beginning to its end; `refused`: somebody was turned away.
 */
export interface AccessLine {
  /** Number of the line in the file, from 1. */
  readonly line: number
  readonly what: 'opened' | 'closed' | 'session' | 'refused'
  readonly service: AccessService
  /** ISO 8601 instant in UTC; of `closed` the end. */
  readonly at: string
  /** Of `session`, where it is told. */
  readonly until: string | null
  readonly account: string | null
  /** The person, where the log has a column for them. */
  readonly person: string | null
  /** Address from where they came. */
  readonly source: string | null
  /** Address that the VPN gave them: under it they are seen inside. */
  readonly assigned: string | null
  /** Address or name of where they went; null: to the host that logs. */
  readonly target: string | null
  /** The host that logs, as it calls itself. */
  readonly host: string | null
  /** What the lines of one session have in common. */
  readonly session: string | null
  readonly seconds: number | null
  readonly reason: string | null
}
