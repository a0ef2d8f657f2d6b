import type { Day } from '#core/calendar/day.ts'
import type { Bilingual } from '#core/record/record.ts'
import { foldName } from '#core/segmentation/fold-name.ts'
import { type Conduit, outside, type Zone } from '#core/segmentation/policy.ts'
import { servicesText } from '#core/segmentation/policy-text.ts'
import { type ConduitProposal, type ObservedTalk, proposeConduits } from '#core/segmentation/propose-conduits.ts'
import { proposeZones, type ZoneProposal } from '#core/segmentation/propose-zones.ts'
import type { NetworkContext } from '../context.ts'
import { judgePlant } from './judge-traffic.ts'
import { loadOpenTalks } from './verdict-list-store.ts'
import { loadAddresses, loadAnsweredAddresses, loadKnownDevices } from './verdict-store.ts'

const MOST_TALKS = 50_000
const EXAMPLES = 5

export interface ProposedConduit extends Omit<ConduitProposal, 'services'> {
  readonly services: string
  readonly doubt: Bilingual | null
  readonly why: keyof typeof doubts | 'needsZone' | null
}

/** What was observed suggests these zones, and this smallest policy; entered only when a person accepts a line. */
export async function proposePolicy(
  context: NetworkContext,
  plant: string,
  on: Day,
): Promise<{ readonly zones: readonly ZoneProposal[]; readonly conduits: readonly ProposedConduit[] }> {
  const { db } = context
  const judged = await judgePlant(context, plant)
  const { policy } = judged.recorded
  const idOf = await idsByAddress(context, plant)
  const zones = proposeZones({
    devices: await loadKnownDevices(db, plant),
    talks: (await loadAnsweredAddresses(db, plant)).map(({ captureId, client, server }) => ({
      client: idOf(captureId, client),
      server: idOf(captureId, server),
    })),
    zones: policy.zones,
    on,
  }).zones
  // As if the proposed zones were accepted: a conduit between them says so.
  const talks = (await loadOpenTalks(db, plant, MOST_TALKS)).map(
    (talk): ObservedTalk => ({
      ...talk,
      id: `${talk.captureId}/${talk.n}`,
      client: judged.endpoints(talk.captureId, talk.client),
      server: judged.endpoints(talk.captureId, talk.server),
    }),
  )
  const assumed = {
    zones: [...policy.zones.map(forAllDays), ...zones.map(asZone)],
    conduits: policy.conduits.map(forAllDays),
  }
  const { lines, decisions } = proposeConduits(assumed, talks)
  const proposed = new Set(zones.map(({ name }) => foldName(name)))
  const open = (line: ConduitProposal, why: keyof typeof doubts | null): ProposedConduit => {
    const zoneFirst = firstTheZone(line, proposed)
    return {
      ...line,
      services: servicesText(line.services),
      conversations: line.conversations.slice(0, EXAMPLES),
      doubt: why === null ? zoneFirst : doubts[why],
      why: why ?? (zoneFirst === null ? null : 'needsZone'),
    }
  }
  return {
    zones,
    conduits: [...lines.map((line) => open(line, null)), ...decisions.map((line) => open(line, line.why))],
  }
}

/** In force whenever something was seen: proposals are about today's policy, not about when it began. */
const forAllDays = <One extends Conduit | Zone>(one: One): One =>
  one.validTo === null ? { ...one, validFrom: '0001-01-01' } : one

const asZone = ({ key, name, level, safety, members }: ZoneProposal): Zone => ({
  ...{ name, level, safety, members },
  ...{ purpose: null, targetLevel: null, owner: null, validFrom: '0001-01-01', validTo: null, record: key },
})

const doubts: Readonly<Record<'passesDmzBy' | 'programsSafety', Bilingual>> = {
  passesDmzBy: {
    en: 'It passes the DMZ by: let it end in the DMZ, or accept it as an exception that ends.',
    ja: 'DMZを経由していません。DMZ経由に変更するか、期限付きの例外として受容してください。',
  },
  programsSafety: {
    en: 'It programs a safety system from another zone: only an exception for the time of the work should allow that.',
    ja: '他のゾーンから安全系をプログラムしています。作業期間中の例外としてのみ許可してください。',
  },
}

function firstTheZone({ from, to }: ConduitProposal, proposed: ReadonlySet<string>): Bilingual | null {
  const missing = [from, to].filter((zone) => zone !== outside && proposed.has(foldName(zone)))
  if (missing.length === 0) return null
  const names = missing.join(', ')
  return { en: `First accept the zone it needs: ${names}.`, ja: `先に必要なゾーンを登録してください：${names}。` }
}

async function idsByAddress(
  { db }: Pick<NetworkContext, 'db'>,
  plant: string,
): Promise<(captureId: string, address: string) => string> {
  const ids = new Map((await loadAddresses(db, plant)).map((one) => [`${one.captureId}\t${one.address}`, one.id]))
  return (captureId, address) => ids.get(`${captureId}\t${address}`) ?? ids.get(`*\t${address}`) ?? address
}
