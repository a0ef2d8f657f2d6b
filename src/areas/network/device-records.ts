import { setImmediate as breathe } from 'node:timers/promises'
import { type Day, dayOf } from '#core/calendar/day.ts'
import { fieldsOf, type HeardFact, statementsOf } from '#core/capture/identity-statements.ts'
import type { Device, PurdueLevel } from '#core/capture/inspection.ts'
import { startComponents } from '#core/identity/components.ts'
import { type JoinedSightings, joinSightings, type MaybeSame } from '#core/identity/join-sightings.ts'
import type { Decision } from '#core/identity/sighting.ts'
import type { FoundField, SaidValue, Statement } from '#core/identity/statement.ts'
import { foldVendor } from '#core/identity/vendors.ts'
import { hasMaker, isVirtualMachine } from '#core/identity/virtual-cards.ts'
import type { CaptureClock } from './capture-store.ts'
import { loadFacts, secondsAt } from './facts-store.ts'
import { inTurn } from './in-turn.ts'
import type { Alias, CardMaker, DeviceRecord, KeptAddress, KeptField, KeptSource, MergedDevice } from './kept-device.ts'
import { loadSightings, type SeenAs } from './sightings-store.ts'
import type { Db } from './store.ts'

const mostSources = 4
const mostContradictions = 4
const mostHistory = 8
const headFields = new Set(['vendor', 'model', 'orderNumber', 'firmware', 'serial'])

/** Puts all captures of a plant together to devices: which sightings are one, and what is known of each. */
export async function mergeDevices(
  db: Db,
  plant: string,
  captures: readonly (CaptureClock & { readonly firstSeen: string | null; readonly lastSeen: string | null })[],
  decisions: readonly Decision[],
  cardMaker: CardMaker,
): Promise<{ devices: MergedDevice[]; aliases: Alias[] }> {
  const sightings = await loadSightings(db, plant, captures, decisions)
  const { groups, maybeSame } = await joined(sightings, decisions)
  const facts = await loadFacts(db, plant, captures, groups)
  const units = new Map<string, number>()
  const behind = await hostsOf(groups)
  for (const host of behind.values()) units.set(host, (units.get(host) ?? 0) + 1)
  const similar = similarTo(maybeSame)
  const dayOfCapture = new Map(captures.map((capture) => [capture.id, dayAt(capture)]))
  const devices: MergedDevice[] = []
  await inTurn(groups, (group) => {
    devices.push(
      mergedOf(group, facts.get(group.id) ?? [], cardMaker, dayOfCapture, {
        behind: behind.get(group.id) ?? null,
        units: units.get(group.id) ?? 0,
        maybeSame: similar.get(group.id) ?? [],
      }),
    )
    // What was heard is folded into the record now.
    facts.delete(group.id)
  })
  return { devices, aliases: await aliasesOf(groups) }
}

type Group = JoinedSightings & { readonly sightings: readonly SeenAs[] }

/** So many sightings are joined at one go: others want to work in between. */
const joinedAtOnce = 2000

async function joined(
  sightings: readonly SeenAs[],
  decisions: readonly Decision[],
): Promise<{ groups: Group[]; maybeSame: MaybeSame[] }> {
  const groups: Group[] = []
  const maybeSame: MaybeSame[] = []
  let some: SeenAs[] = []
  const join = async () => {
    const found = joinSightings(some, decisions)
    // The same objects come back, in groups.
    for (const device of found.devices as readonly Group[]) groups.push(device)
    maybeSame.push(...found.maybeSame)
    some = []
    await breathe()
  }
  const parts = startComponents<SeenAs>()
  await inTurn(sightings, parts.add)
  for (const set of parts.sets(decisions)) {
    some.push(...set)
    if (some.length >= joinedAtOnce) await join()
  }
  if (some.length > 0) await join()
  return { groups, maybeSame }
}

function mergedOf(
  group: Group,
  facts: readonly HeardFact[],
  cardMaker: CardMaker,
  dayOfCapture: ReadonlyMap<string, Day | null>,
  around: Pick<DeviceRecord, 'behind' | 'units' | 'maybeSame'>,
): MergedDevice {
  const held = [...group.sightings].sort((a, b) =>
    b.lastInstant < a.lastInstant ? -1 : b.lastInstant > a.lastInstant ? 1 : a.key < b.key ? -1 : 1,
  )
  const union = <T>(of: (one: SeenAs) => readonly T[]) => [...new Set(held.flatMap(of))]
  const macs = union(({ macs }) => macs).sort()
  const fields = fieldsOf(statementsOf(facts, cards(macs, cardMaker))).map((field) => keptField(field, dayOfCapture))
  const value = (name: string) => fields.find(({ field }) => field === name)?.value ?? null
  const head = fields.filter(({ field }) => headFields.has(field))
  const vendor = value('vendor')
  const sent = held.find(({ packet }) => packet !== null) ?? held[0]!
  const roles = new Map<string, Device['roles'][number]>()
  for (const one of held)
    for (const { at: _, ...role } of one.roles) if (!roles.has(role.role)) roles.set(role.role, role)
  const joined = new Map(held.flatMap(({ joinedBy }) => joinedBy).map((one) => [one.en, one]))
  const within = [...joined.values()].map((because) => ({ because, strength: 0.95, addresses: [] }))
  return {
    id: group.id,
    ips: union(({ ips }) => ips).sort(),
    macs,
    names: union(({ names }) => names).sort(),
    vendor,
    model: value('model'),
    orderNumber: value('orderNumber'),
    firmware: value('firmware'),
    serial: value('serial'),
    roles: [...roles.values()],
    level: mergeLevels(held.flatMap(({ levels }) => levels)),
    days: union(({ days }) => days).sort(),
    captureId: sent.captureId,
    packet: sent.packet,
    record: {
      name: value('name') ?? held.flatMap(({ names }) => names)[0] ?? null,
      maker: vendor === null ? null : foldVendor(vendor),
      fields,
      confidence: head.length === 0 ? null : Math.min(...head.map(({ confidence }) => confidence)),
      contradicted: fields.filter(({ contradictions }) => contradictions.length > 0).map(({ field }) => field),
      vlans: union(({ vlans }) => vlans).sort((a, b) => a - b),
      protocols: union(({ protocols }) => protocols).sort(),
      safety: [...new Map(held.flatMap(({ safety }) => safety).map((one) => [one.en, one])).values()],
      addresses: addressesKept(group),
      joined: [...group.ties, ...within],
      decisions: group.decisions,
      ...around,
    },
  }
}

/** Cards that tell a maker: none where they tell different ones. */
function cards(macs: readonly string[], cardMaker: CardMaker): { mac: string; maker: string }[] {
  const known = macs.filter(hasMaker).flatMap((mac) => {
    const maker = cardMaker(mac)
    return maker === null ? [] : [{ mac, maker }]
  })
  const real = known.filter(({ mac }) => !isVirtualMachine(mac))
  const telling = real.length === 0 ? known : real
  return new Set(telling.map(({ maker }) => maker)).size === 1 ? telling : []
}

/** The surest suggestion of all captures; what another one suggests with some confidence speaks against it. */
export function mergeLevels(levels: readonly PurdueLevel[]): PurdueLevel | null {
  const [best, ...others] = [...levels].sort((a, b) => b.confidence - a.confidence || (a.level < b.level ? -1 : 1))
  if (best === undefined) return null
  const different = new Map(
    others.filter(({ level, confidence }) => level !== best.level && confidence >= 0.5).map((one) => [one.level, one]),
  )
  if (different.size === 0) return best
  const against = [...different.values()].map(({ level, because, becauseJa }) => ({
    en: `another capture suggests level ${level}: ${because[0] ?? ''}`,
    ja: `別のキャプチャではレベル${level}を示唆：${becauseJa?.[0] ?? because[0] ?? ''}`,
  }))
  return {
    ...best,
    confidence: Math.round(best.confidence * 0.8 ** against.length * 100) / 100,
    against: [...(best.against ?? []), ...against.map(({ en }) => en)],
    againstJa: [...(best.againstJa ?? best.against ?? []), ...against.map(({ ja }) => ja)],
  }
}

function addressesKept(group: Group): KeptAddress[] {
  const kept = new Map<string, { first: Day | null; last: Day | null }>()
  for (const { ips, macs, days } of group.sightings) {
    const [first, last] = [days[0] ?? null, days.at(-1) ?? null]
    for (const address of [...ips, ...macs]) {
      const known = kept.get(address)
      kept.set(address, {
        first: earlier(known?.first ?? null, first),
        last: known?.last != null && (last === null || known.last > last) ? known.last : last,
      })
    }
  }
  return [...kept].map(([address, { first, last }]) => ({
    address,
    first,
    last,
    because: group.ties.filter(({ addresses }) => addresses.includes(address)).map(({ because }) => because),
  }))
}

const earlier = (a: Day | null, b: Day | null): Day | null => (a === null ? b : b === null || a < b ? a : b)

/** Of each device that answers behind another one, that one's id now. */
async function hostsOf(groups: readonly Group[]): Promise<Map<string, string>> {
  // Few are hosts: only where these are now is asked.
  const asked = new Set<string>()
  await inTurn(groups, ({ sightings }) => {
    for (const { behind } of sightings) if (behind !== null) asked.add(behind)
  })
  const hosts = new Map<string, string>()
  if (asked.size === 0) return hosts
  const now = new Map<string, string>()
  await inTurn(groups, ({ id, sightings }) => {
    for (const one of sightings) {
      if (asked.has(one.id)) for (const capture of one.captures) now.set(`${capture}\t${one.id}`, id)
    }
  })
  await inTurn(groups, ({ id, sightings }) => {
    for (const { behind, captures } of sightings) {
      if (behind === null) continue
      const [capture] = captures
      const host = now.get(`${capture}\t${behind}`) ?? behind
      if (host !== id) hosts.set(id, host)
    }
  })
  return hosts
}

function similarTo(pairs: readonly MaybeSame[]): Map<string, DeviceRecord['maybeSame'][number][]> {
  const similar = new Map<string, DeviceRecord['maybeSame'][number][]>()
  for (const { ids, because, refused } of pairs) {
    for (const [one, other] of [ids, [ids[1], ids[0]]] as const) {
      const known = similar.get(one) ?? []
      if (known.length < 10) similar.set(one, [...known, { id: other, because, refused }])
    }
  }
  return similar
}

/** Every address that leads to a device and is not its id; where several had it, the latest in general. */
async function aliasesOf(groups: readonly Group[]): Promise<Alias[]> {
  const holders = new Map<string, { id: string; one: SeenAs }[]>()
  await inTurn(groups, ({ id, sightings }) => {
    for (const one of sightings) {
      const held = { id, one }
      for (const address of new Set([one.id, ...one.ips, ...one.macs])) {
        const known = holders.get(address)
        if (known === undefined) holders.set(address, [held])
        else known.push(held)
      }
    }
  })
  const aliases: Alias[] = []
  await inTurn(holders, ([address, held]) => {
    // Whose id in the capture it is comes before who only has it as well: a router's card before the hosts behind it.
    const sorted =
      held.length === 1
        ? held
        : [...held].sort(
            (a, b) =>
              Number(b.one.id === address) - Number(a.one.id === address) ||
              b.one.last - a.one.last ||
              (a.one.key < b.one.key ? -1 : 1),
          )
    const general = sorted[0]!.id
    if (general !== address) aliases.push({ address, captureId: '*', id: general })
    if (sorted.length === 1) return
    const told = new Set<string>()
    for (const { id, one } of sorted) {
      for (const captureId of one.captures) {
        if (told.has(captureId)) continue
        told.add(captureId)
        if (id !== general) aliases.push({ address, captureId, id })
      }
    }
  })
  return aliases
}

function dayAt(capture: CaptureClock & { readonly firstSeen: string | null }): Day | null {
  const seconds = secondsAt(capture)
  return seconds === 0 ? null : dayOf(Math.floor(seconds / 86_400))
}

function keptField(
  { field, value, confidence, by, contradictions, history }: FoundField,
  dayOfCapture: ReadonlyMap<string, Day | null>,
): KeptField {
  const on = (said: readonly Statement[]) => said.slice(0, mostSources).map((one) => sourceOf(one, dayOfCapture))
  const dayOfTime = (time: number): Day | null => (time < 1e6 ? null : dayOf(Math.floor(time / 1e6 / 86_400)))
  const span = ({ by: said }: SaidValue) => ({
    from: dayOfTime(Math.min(...said.map(({ first }) => first))),
    to: dayOfTime(Math.max(...said.map(({ last }) => last))),
  })
  return {
    field,
    value,
    confidence,
    sources: on(by),
    contradictions: contradictions
      .slice(0, mostContradictions)
      .map((one) => ({ value: one.value, sources: on(one.by) })),
    history: history.slice(0, mostHistory).map((one) => ({ value: one.value, ...span(one), sources: on(one.by) })),
  }
}

function sourceOf({ protocol, source, packet }: Statement, dayOfCapture: ReadonlyMap<string, Day | null>): KeptSource {
  // The source of a card's maker is the card.
  if (protocol === 'oui') return { protocol, capture: null, packet: null, on: null }
  return { protocol, capture: source, packet, on: dayOfCapture.get(source) ?? null }
}
