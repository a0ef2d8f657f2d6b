import { isTowardsServer, isTowardsServerAmongEquals } from './server-side.ts'
import type { Ends } from './told-flow.ts'

/** One side of a flow as a log writes it. */
export interface FlowSide {
  readonly address: string
  readonly port: number | null
}

const protocols: Readonly<Record<string, Ends['transport']>> = { tcp: 'tcp', udp: 'udp', sctp: 'sctp' }

/**
 * Client and server of a flow, by the rules of captures, so that the same flow has the same ends whoever tells it: the opening
 * of the connection where it was seen, else known server ports, else the lower port. `isFromClient`: the first side is the client.
 */
export function endsOf(
  from: FlowSide,
  to: FlowSide,
  transport: string,
  bySyn: boolean | null,
): { readonly ends: Ends; readonly isFromClient: boolean } {
  const kind = protocols[transport] ?? 'ip'
  const hasPorts = kind !== 'ip' && from.port !== null && to.port !== null
  const isFromClient = hasPorts
    ? (isTowardsServer(from.port ?? 0, to.port ?? 0, bySyn) ?? isTowardsServerAmongEquals(from.address, to.address))
    : from.address <= to.address
  const [client, server] = isFromClient ? [from, to] : [to, from]
  return {
    ends: {
      client: client.address,
      server: server.address,
      transport: kind,
      serverPort: hasPorts ? server.port : null,
      ...(hasPorts && from.port === to.port ? { isSymmetric: true } : {}),
    },
    isFromClient,
  }
}
