import type { Day } from '../calendar/day.ts'
import type { CryptoEndpoint } from './endpoint.ts'
import type { CryptoFact, CryptoTalk, Witness } from './fact.ts'
import { judgeEndpoint } from './judge-endpoint.ts'
import { isQuantumSafe, type QuantumClass, worstOf } from './quantum.ts'

export interface CryptoSystem {
  readonly device: string
  /** The weakest first. */
  readonly endpoints: readonly CryptoEndpoint[]
  /** The worst of what it serves, `none` where something is in clear; `unknown` where it was only seen to ask. */
  readonly quantum: QuantumClass
  /** It protects at least one of the things it serves: the share counts these. */
  readonly usesCryptography: boolean
  readonly weaknesses: number
  /** Days until the first of its certificates lapses that is still in use. */
  readonly lapsesInDays: number | null
}

export interface CryptoInventory {
  /** Weak ones first, then those whose certificate lapses first. */
  readonly systems: readonly CryptoSystem[]
  readonly counts: {
    readonly systems: number
    readonly usingCryptography: number
    readonly quantumSafe: number
    readonly weak: number
    readonly inClear: number
    readonly certificates: number
    readonly lapsed: number
    readonly lapsing: number
  }
  /** The day of the newest handshake; null where no clock tells. */
  readonly measuredOn: Day | null
}

/** How long before its end a certificate is worth a word. */
export const LAPSING_DAYS = 90

/** SNMP's agents answer on one port; whoever receives their traps is a manager (RFC 3417 §3). */
const isAgentTalk = ({ protocol, port }: CryptoTalk): boolean => protocol !== 'snmp' || port !== 162

/**
 * Cryptographic assets by the system that uses them, from what handshakes showed and who was spoken to in which protocol.
 * Pure and free of order; `today` decides what has lapsed.
 */
export function cryptographicInventory(
  facts: readonly CryptoFact[],
  talks: readonly CryptoTalk[],
  today: Day,
): CryptoInventory {
  const endpoints = new Map<string, { device: string; protocol: string; facts: CryptoFact[]; served: Witness | null }>()
  const at = (device: string, protocol: string) => {
    const key = `${protocol} ${device}`
    const known = endpoints.get(key) ?? { device, protocol, facts: [], served: null }
    endpoints.set(key, known)
    return known
  }
  for (const fact of facts) at(fact.device, fact.protocol).facts.push(fact)
  for (const talk of talks) {
    if (!isAgentTalk(talk)) continue
    const { capture, packet, on } = talk
    const known = at(talk.server, talk.protocol)
    if (known.served === null || isLater({ capture, packet, on }, known.served)) known.served = { capture, packet, on }
  }
  const judged = [...endpoints.values()].flatMap(({ device, protocol, facts: said, served }) => {
    const endpoint = judgeEndpoint({ protocol, facts: said.toSorted(byPlace), served }, today)
    return endpoint === null ? [] : [{ device, endpoint }]
  })
  const systems = [...Map.groupBy(judged, ({ device }) => device)]
    .map(([device, ones]) =>
      systemOf(
        device,
        ones.map(({ endpoint }) => endpoint),
      ),
    )
    .sort(byUrgency)
  return { systems, counts: countsOf(systems), measuredOn: measuredOn(systems) }
}

/** Which of two words of one day counts is the same in whatever order they come. */
function isLater(a: Witness, b: Witness): boolean {
  if ((a.on ?? '') !== (b.on ?? '')) return (a.on ?? '') > (b.on ?? '')
  return a.capture === b.capture ? a.packet < b.packet : a.capture < b.capture
}

function byPlace(a: CryptoFact, b: CryptoFact): number {
  if ((a.on ?? '') !== (b.on ?? '')) return (a.on ?? '') > (b.on ?? '') ? -1 : 1
  if (a.capture !== b.capture) return a.capture < b.capture ? -1 : 1
  if (a.packet !== b.packet) return a.packet - b.packet
  if (a.field !== b.field) return a.field < b.field ? -1 : 1
  return a.value < b.value ? -1 : 1
}

function systemOf(device: string, endpoints: readonly CryptoEndpoint[]): CryptoSystem {
  const served = endpoints.filter(({ side }) => side === 'server')
  const counted = served.filter(({ quantum }) => quantum !== 'none')
  const lapses = endpoints
    .flatMap(({ certificates }) => certificates.filter(({ isSuperseded }) => !isSuperseded))
    .flatMap(({ lapsesInDays }) => (lapsesInDays === null ? [] : [lapsesInDays]))
  return {
    device,
    endpoints: endpoints.toSorted(
      (a, b) => b.weaknesses.length - a.weaknesses.length || (a.protocol < b.protocol ? -1 : 1),
    ),
    quantum: worstOf(served.map(({ quantum }) => quantum)),
    usesCryptography: counted.length > 0,
    weaknesses: endpoints.reduce((sum, { weaknesses }) => sum + weaknesses.length, 0),
    lapsesInDays: lapses.length === 0 ? null : Math.min(...lapses),
  }
}

function byUrgency(a: CryptoSystem, b: CryptoSystem): number {
  if (a.weaknesses > 0 !== b.weaknesses > 0) return a.weaknesses > 0 ? -1 : 1
  const [first, second] = [a.lapsesInDays ?? Number.MAX_SAFE_INTEGER, b.lapsesInDays ?? Number.MAX_SAFE_INTEGER]
  if (first !== second) return first - second
  return b.weaknesses - a.weaknesses || (a.device < b.device ? -1 : 1)
}

function countsOf(systems: readonly CryptoSystem[]): CryptoInventory['counts'] {
  const using = systems.filter(({ usesCryptography }) => usesCryptography)
  const certificates = systems.flatMap(({ endpoints }) =>
    endpoints.flatMap((one) => one.certificates.filter(({ isSuperseded }) => !isSuperseded)),
  )
  const lapse = certificates.flatMap(({ lapsesInDays }) => (lapsesInDays === null ? [] : [lapsesInDays]))
  return {
    systems: systems.length,
    usingCryptography: using.length,
    quantumSafe: using.filter(({ quantum }) => isQuantumSafe(quantum)).length,
    weak: systems.filter(({ weaknesses }) => weaknesses > 0).length,
    inClear: systems.filter(({ endpoints }) => endpoints.some(({ quantum }) => quantum === 'none')).length,
    certificates: certificates.length,
    lapsed: lapse.filter((days) => days < 0).length,
    lapsing: lapse.filter((days) => days >= 0 && days <= LAPSING_DAYS).length,
  }
}

function measuredOn(systems: readonly CryptoSystem[]): Day | null {
  // That something is in clear takes no handshake to see.
  const handshakes = systems.flatMap(({ endpoints }) => endpoints.filter(({ quantum }) => quantum !== 'none'))
  const days = handshakes.flatMap(({ lastSeen }) => lastSeen.on ?? [])
  return days.length === 0 ? null : days.reduce((a, b) => (a > b ? a : b))
}
