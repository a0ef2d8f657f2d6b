import type { AccessVerdict, PlacedSession } from '#core/access/match-access.ts'
import { accountKey, type SharedAccount } from '#core/access/shared-accounts.ts'
import { type Day, dayNumber, dayOf } from '#core/calendar/day.ts'
import type { NetworkContext } from '../context.ts'
import { loadNamedDevices, type NamedDevice } from '../device-names-store.ts'
import type { AccountDecision } from './account-store.ts'
import { lineWords } from './import-access.ts'
import type { AccessEntry, PlantAccess } from './read-access.ts'

/** A session of a log as it is shown. */
export interface ShownSession
  extends Pick<PlacedSession, 'log' | 'service' | 'account' | 'source' | 'assigned' | 'from' | 'to' | 'reason'> {
  readonly place: string
  readonly target: string | null
  readonly person: string | null
  readonly personKey: string | null
  readonly shared: boolean
}

/** Turns keys of people into their names, and accounts into whose they are. */
export interface Naming {
  shown(plant: PlantAccess, session: PlacedSession): ShownSession
  nameOf(key: string | null): string | null
}

export async function namingOf(context: NetworkContext, plants: readonly PlantAccess[]): Promise<Naming> {
  const keys = new Set(
    plants.flatMap(({ sessions, decisions }) => [
      ...sessions.flatMap(({ stored }) => stored.person ?? []),
      ...decisions.flatMap(({ person, by, undone }) => [person ?? [], by ?? [], undone?.by ?? []].flat()),
    ]),
  )
  const names = new Map<string, string | null>()
  for (const key of keys) names.set(key, (await context.personName?.(key)) ?? null)
  const nameOf = (key: string | null) => (key === null ? null : (names.get(key) ?? null))
  const owners = new Map(plants.map((one) => [one.plant, ownersOf(one.decisions)]))
  const shared = new Map(plants.map((one) => [one.plant, new Set(one.shared.map(({ account }) => account))]))
  return {
    nameOf,
    shown(plant, session) {
      const { stored } = session as PlantAccess['sessions'][number]
      const account = session.account === null ? null : accountKey(session.account)
      const owner = account === null ? undefined : owners.get(plant.plant)?.get(account)
      const personKey = stored.person ?? owner ?? null
      const parts = plant.logs.find(({ id }) => id === session.log)?.parts ?? []
      const { log, service, source, assigned, from, to, reason } = session
      return {
        ...{ log, service, source, assigned, from, to, reason },
        account: session.account,
        place: lineWords(parts, session.line),
        target: stored.target ?? stored.host,
        person: nameOf(personKey) ?? stored.personName,
        personKey,
        shared: account !== null && (shared.get(plant.plant)?.has(account) ?? false),
      }
    },
  }
}

/** Whose an account is, by the newest word on it. */
function ownersOf(decisions: readonly AccountDecision[]): ReadonlyMap<string, string> {
  const standing = decisions.filter(({ undone }) => undone === null)
  const newest = new Map(standing.map((one) => [accountKey(one.account), one]))
  return new Map([...newest].flatMap(([account, { person }]) => (person === null ? [] : [[account, person] as const])))
}

export interface AccessFilter {
  readonly verdict?: AccessVerdict | undefined
  readonly service?: string | undefined
  readonly programs?: boolean | undefined
  readonly device?: string | undefined
  readonly since?: Day | undefined
  readonly q?: string | undefined
}

export interface ListedAccess {
  readonly entry: AccessEntry
  readonly plant: PlantAccess
  readonly sessions: readonly ShownSession[]
  readonly client: NamedDevice | undefined
  readonly server: NamedDevice | undefined
}

/** What the filter lets through, the newest first. */
export async function listAccess(
  context: NetworkContext,
  plants: readonly PlantAccess[],
  filter: AccessFilter,
): Promise<ListedAccess[]> {
  const naming = await namingOf(context, plants)
  const listed: ListedAccess[] = []
  for (const plant of plants) {
    const ids = new Set(plant.entries.flatMap(({ access }) => [access.client, access.server]))
    const devices = await loadNamedDevices(context.db, plant.plant, [...ids])
    for (const entry of plant.entries) {
      const one = {
        entry,
        plant,
        sessions: entry.sessions.map((session) => naming.shown(plant, session)),
        client: devices.get(entry.access.client),
        server: devices.get(entry.access.server),
      }
      if (passes(one, filter)) listed.push(one)
    }
  }
  return plants.length === 1 ? listed : listed.sort((a, b) => (a.entry.access.from < b.entry.access.from ? 1 : -1))
}

function passes(one: ListedAccess, { verdict, service, programs, device, since, q }: AccessFilter): boolean {
  const { entry } = one
  if (verdict !== undefined && entry.verdict !== verdict) return false
  if (service !== undefined && entry.access.service !== service) return false
  if (programs !== undefined && entry.talk.programs > 0 !== programs) return false
  if (device !== undefined && entry.access.client !== device && entry.access.server !== device) return false
  if (since !== undefined && entry.access.day < since) return false
  const words = q?.trim().toLowerCase() ?? ''
  if (words === '') return true
  const ends = [one.client, one.server].flatMap((end) => [end?.name, end?.tag])
  const people = one.sessions.flatMap(({ account, person }) => [account, person])
  const said = [entry.access.client, entry.access.server, entry.talk.protocol, ...ends, ...people]
  return said.some((text) => text?.toLowerCase().includes(words))
}

export interface ListedAccount {
  readonly plant: string
  readonly account: string
  readonly shared: SharedAccount['because'] | null
  readonly witnesses: readonly string[]
  readonly people: readonly string[]
  readonly sources: readonly string[]
  readonly sessions: number
  readonly lastUsed: string | null
  readonly decisions: readonly AccountDecision[]
}

const MOST_NAMED = 20

/** Accounts of all plants, shared ones first; those of which people spoke without a line are there too. */
export function listAccounts(plants: readonly PlantAccess[], naming: Naming, q: string | undefined): ListedAccount[] {
  const all = plants.flatMap((plant) => {
    const parts = new Map(plant.logs.map(({ id, parts }) => [id, parts]))
    const shared = new Map(plant.shared.map((one) => [one.account, one]))
    const mine = Map.groupBy(
      plant.sessions.filter(({ account }) => account !== null),
      ({ account }) => accountKey(account as string),
    )
    const said = Map.groupBy(plant.decisions, ({ account }) => accountKey(account))
    return [...new Set([...mine.keys(), ...said.keys()])].map((account): ListedAccount => {
      const sessions = mine.get(account) ?? []
      const found = shared.get(account)
      const names = sessions.flatMap((one) => naming.shown(plant, one).person ?? [])
      const owner = ownersOf(plant.decisions).get(account)
      return {
        plant: plant.plant,
        account,
        shared: found?.because ?? null,
        witnesses: (found?.witnesses ?? []).map(({ log, line }) => lineWords(parts.get(log) ?? [], line)),
        people: [...new Set([...names, ...(owner === undefined ? [] : [naming.nameOf(owner) ?? owner])])].slice(
          0,
          MOST_NAMED,
        ),
        sources: [...new Set(sessions.flatMap(({ source }) => source ?? []))].slice(0, MOST_NAMED),
        sessions: sessions.length,
        lastUsed: sessions.reduce<string | null>(
          (last, { from }) => (last === null || from > last ? from : last),
          null,
        ),
        decisions: (said.get(account) ?? []).toReversed(),
      }
    })
  })
  const words = q?.trim().toLowerCase() ?? ''
  const found = all.filter(({ account, people }) =>
    [account, ...people].some((text) => text.toLowerCase().includes(words)),
  )
  const rank = ({ shared }: ListedAccount) => (shared === null ? 1 : 0)
  return found.sort((a, b) => rank(a) - rank(b) || b.sessions - a.sessions || (a.account < b.account ? -1 : 1))
}

/** The Monday of a day's week: 1970-01-01 was a Thursday. */
export function mondayOf(day: Day): Day {
  const number = dayNumber(day)
  return dayOf(number - ((((number + 3) % 7) + 7) % 7))
}
