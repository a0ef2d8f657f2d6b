import { includes } from '../filtering/ranges.ts'
import type { PolicyService, PolicyTransport } from './policy.ts'
import { usualPorts } from './usual-ports.ts'

export interface SpokenService {
  readonly transport: PolicyTransport
  readonly port: number | null
  /** Null: not recognised by content. */
  readonly protocol: string | null
}

/** `unproven`: by its port alone; nothing that was said in it was recognised. */
export type ServiceMatch = 'yes' | 'unproven' | 'no'

/** One connection carries both: EtherNet/IP's sessions, and CIP within them (ODVA, CIP Vol. 2, chapter 2). */
const kin: Readonly<Record<string, string>> = { enip: 'cip', cip: 'enip' }

export function matchService(service: PolicyService, spoken: SpokenService): ServiceMatch {
  if (service.transport !== null && service.transport !== spoken.transport) return 'no'
  if (service.ports !== null && (spoken.port === null || !includes(service.ports, spoken.port))) return 'no'
  const { protocol } = service
  if (protocol === null || protocol === spoken.protocol) return 'yes'
  if (spoken.protocol !== null) return kin[protocol] === spoken.protocol ? 'yes' : 'no'
  if (service.ports !== null) return 'unproven'
  const ports = usualPorts(protocol)[spoken.transport]
  return ports !== undefined && spoken.port !== null && ports.includes(spoken.port) ? 'unproven' : 'no'
}

/** The best match of several services; null is any service. */
export function matchServices(services: readonly PolicyService[] | null, spoken: SpokenService): ServiceMatch {
  if (services === null) return 'yes'
  let best: ServiceMatch = 'no'
  for (const service of services) {
    const match = matchService(service, spoken)
    if (match === 'yes') return 'yes'
    if (match === 'unproven') best = 'unproven'
  }
  return best
}
