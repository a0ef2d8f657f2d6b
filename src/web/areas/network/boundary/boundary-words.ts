import type {
  Boundary,
  BoundaryConduit,
  BoundaryPair,
  BoundaryVerdict,
  FilterRuleset,
  JudgedConversation,
  PolicyProblem,
} from '#contract/boundary.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import type { Text } from '#web/i18n/text.tsx'

type Words = Pick<Text, 't'>

/** Names of products, the same in every language. */
export const ruleLanguages: Readonly<Record<FilterRuleset['language'], string>> = {
  iptables: 'iptables',
  nftables: 'nftables',
  'cisco-asa': 'Cisco ASA',
  'cisco-ios': 'Cisco IOS',
  fortigate: 'FortiGate',
}

/** Verdicts that are not as the policy wants it, the gravest first. */
export const wrongVerdicts = ['violation', 'wrongOperation', 'wrongDirection', 'expired'] as const

export const isWrong = (verdict: BoundaryVerdict): boolean =>
  (wrongVerdicts as readonly BoundaryVerdict[]).includes(verdict)

/** The verdict in words; what was only tried and not allowed is said to be an attempt. */
export function verdictText(
  { verdict, answered }: Pick<JudgedConversation, 'verdict' | 'answered'>,
  { t }: Words,
): string {
  return isWrong(verdict) && answered === false ? t('judged.attempt') : t(`judged.verdict.${verdict}`)
}

type Counts = Boundary['counts']

/** Conversations that no conduit allows, answered or not. */
export const wrongOf = (counts: Counts): number => wrongVerdicts.reduce((sum, verdict) => sum + counts[verdict], 0)

/** The name of a zone; outside of all zones has words of its own. */
export const zoneName = (name: string | null, { t }: Words): string =>
  name === null || name === '*' ? t('boundary.outside') : name

/** What has both ends in one zone passes no boundary, and is named so. */
export function pairName({ a, b }: Pick<BoundaryPair, 'a' | 'b'>, text: Words): string {
  if (a === b) return a === null ? text.t('boundary.outsideWithin') : text.t('boundary.within', { zone: a })
  return `${zoneName(a, text)} ↔ ${zoneName(b, text)}`
}

/** In a link: outside of all zones is `-`. */
export const zoneWord = (name: string | null): string => name ?? '-'

export function pairPath({ a, b }: Pick<BoundaryPair, 'a' | 'b'>, more: Readonly<Record<string, string>> = {}): string {
  return `/network/boundary/conversations?${new URLSearchParams({ a: zoneWord(a), b: zoneWord(b), ...more })}`
}

export function judgedPath({ plant, id }: Pick<JudgedConversation, 'plant' | 'id'>): string {
  const [capture = '', n = ''] = id.split('/')
  return `/network/boundary/conversations/${encodeURIComponent(plant)}/${encodeURIComponent(capture)}/${n}`
}

export function serviceName(one: Pick<JudgedConversation, 'protocol' | 'transport' | 'serverPort'>): string {
  const port = one.serverPort === null ? one.transport : `${one.transport}/${one.serverPort}`
  return one.protocol === null ? port : `${titleOf(one.protocol)} ${port}`
}

export const packetPath = ({
  capture,
  packet,
}: {
  readonly capture: string
  readonly packet: number | null
}): string =>
  packet === null
    ? `/evidence/captures/${encodeURIComponent(capture)}`
    : `/evidence/captures/${encodeURIComponent(capture)}/packets/${packet}`

/** What is the case, in one sentence: what is wrong first, then what nobody knows, and only then that all is well. */
export function boundaryHeadline(boundary: Boundary, { t }: Words): string {
  const { zones, conduits, counts, attempts, notObservable } = boundary
  if (zones.length === 0) return t('boundary.headNoZones')
  if (conduits.length === 0) return t('boundary.headNoConduits', { zones: zones.length })
  const wrong = wrongOf(counts)
  const answered = Math.max(0, wrong - attempts)
  const crossing = boundary.pairs.filter((pair) => pair.crosses).reduce((sum, pair) => sum + openOf(pair), 0)
  if (crossing > 0) return t('boundary.headCrossing', { count: crossing })
  if (answered > 0) return t('boundary.headWrong', { count: answered })
  if (counts.unknownMember > 0) return t('boundary.headUnknown', { count: counts.unknownMember })
  if (notObservable > 0) return t('boundary.headNotObservable', { count: notObservable })
  return counts.allowed === 0 ? t('boundary.headNothingSeen') : t('boundary.headAllowed')
}

/** Answered conversations of a pair that are not allowed. */
export const openOf = ({ counts, attempts }: Pick<BoundaryPair, 'counts' | 'attempts'>): number =>
  Math.max(0, wrongOf(counts) - attempts)

/** What a line of the map says beside itself: allowed, not allowed (✕), and in brackets what was tried in vain. */
export function pairCount(pair: Pick<BoundaryPair, 'counts' | 'attempts'>, number: (one: number) => string): string {
  const [open, tried] = [openOf(pair), Math.min(pair.attempts, wrongOf(pair.counts))]
  const fine = pair.counts.allowed + pair.counts.unknownMember
  const parts = [
    fine > 0 ? number(fine) : '',
    open > 0 ? `✕ ${number(open)}` : '',
    tried > 0 ? `(${number(tried)})` : '',
  ]
  return parts.filter(Boolean).join(' · ') || number(0)
}

/** The map with a zone or a line of it opened. */
export const openedPath = (key: string): string => `/network/boundary?${new URLSearchParams({ open: key })}`

export const zoneKey = (name: string | null): string => `zone ${name ?? ''}`
export const pairKey = ({ a, b }: Pick<BoundaryPair, 'a' | 'b'>): string => `pair ${a ?? ''}\t${b ?? ''}`

export const isUnseen = ({ observed, conduits }: Pick<BoundaryPair, 'observed' | 'conduits'>): boolean =>
  conduits > 0 && observed.state === 'notObservable'

export function conduitUse({ use, state }: Pick<BoundaryConduit, 'use' | 'state'>, { t }: Words): string {
  return state === 'inForce' ? t(`boundary.use.${use}`) : t(`boundary.state.${state}`)
}

/** Errors first. */
export const problemsInOrder = (problems: readonly PolicyProblem[]): PolicyProblem[] =>
  problems.toSorted((a, b) => (a.severity === b.severity ? 0 : a.severity === 'error' ? -1 : 1))

/** The form of a record, filled in; `back` is where the person returns. */
export function recordForm(
  kind: 'zone' | 'conduit',
  plant: string,
  values: Readonly<Record<string, string | null | undefined>>,
  back: string,
): string {
  const asked = new URLSearchParams({ for: plant })
  for (const [field, value] of Object.entries(values)) if (value) asked.set(`with.${field}`, value)
  asked.set('back', back)
  return `/evidence/records/new/${kind}?${asked}`
}
