import { type Asset, canBeSeen } from '#areas/assets/index.ts'
import type { Day } from '#core/calendar/day.ts'
import type { Proof } from '#core/maturity/indicator.ts'
import { loadCaptures } from './capture-store.ts'
import type { NetworkContext, Reading } from './context.ts'
import { countObserved, loadObserved, type ObservedDevice } from './picture-store.ts'
import type { Numbered } from './proof-place.ts'
import { unseenWords } from './proof-words.ts'
import { deviceProof } from './proofs.ts'
import { plantsOf } from './read-network.ts'
import type { MatchReason } from './reconcile.ts'

export const reconciliationStates = ['unmanaged', 'conflict', 'matched', 'notSeen'] as const
export type ReconciliationState = (typeof reconciliationStates)[number]

export interface ReconciliationRow {
  readonly id: string
  readonly plant: string
  readonly state: ReconciliationState
  readonly tag: string | null
  readonly assetName: string | null
  readonly device: string | null
  readonly ips: readonly string[]
  readonly macs: readonly string[]
  readonly vendor: string | null
  readonly model: string | null
  readonly firstSeen: Day | null
  readonly lastSeen: Day | null
  /** What the device says of itself, for the registry to take over; null for an asset that was not seen. */
  readonly seen: SeenFields | null
  readonly because: readonly MatchReason[]
  readonly proof: readonly Proof[]
}

export type SeenFields = Pick<
  ObservedDevice,
  'vendor' | 'model' | 'orderNumber' | 'firmware' | 'serial' | 'level' | 'levelSource' | 'zone' | 'safety'
> & { readonly name: string | null; readonly roles: readonly string[] }

export interface ReconciliationPlace {
  readonly state: ReconciliationState
  readonly after?: { readonly plant: string; readonly id: string } | undefined
  readonly cursor?: string | undefined
}

export interface Reconciliation {
  readonly items: readonly ReconciliationRow[]
  readonly next: ReconciliationPlace | null
  readonly counts: Readonly<Record<ReconciliationState, number>>
  /** Null where nothing was ever observed. */
  readonly observedFrom: Day | null
  readonly observedTo: Day | null
}

export interface ListReconciliation extends Reading {
  readonly plant?: string | undefined
  readonly state?: ReconciliationState | undefined
  readonly q?: string | undefined
  readonly limit: number
  readonly place?: ReconciliationPlace | undefined
}

/** The registry beside what was observed: what needs somebody first, then what agrees, then what was not seen. */
export async function listReconciliation(context: NetworkContext, ask: ListReconciliation): Promise<Reconciliation> {
  const { db, assets, keeper } = context
  const keys = await plantsOf(context, ask.plant)
  const pictures = await keeper.pictures(keys)
  const plants = [...pictures.keys()]
  const asOf = ask.asOf ?? (await context.plants.today())
  const filter = { plants, counted: true, q: ask.q, asOf }
  const statuses = await countObserved(db, filter)
  const counts = {
    unmanaged: statuses.get('unmanaged') ?? 0,
    conflict: statuses.get('conflict') ?? 0,
    matched: statuses.get('matched') ?? 0,
    notSeen: await assets.unseen(plants, asOf),
  }
  const days = [...pictures.values()].flatMap(({ looked }) => [looked[0]?.day, looked.at(-1)?.day])
  const known = days.filter((day) => day !== undefined).sort()
  const items: ReconciliationRow[] = []
  const states = ask.state === undefined ? reconciliationStates : [ask.state]
  let place: ReconciliationPlace | null = ask.place ?? { state: states[0]! }
  const captures = await capturesOf(context, plants)
  while (place !== null && items.length < ask.limit) {
    const room: number = ask.limit - items.length
    const step: { rows: ReconciliationRow[]; next: ReconciliationPlace | null } =
      place.state === 'notSeen'
        ? await unseenRows(context, plants, { ...ask, asOf }, place, room)
        : await deviceRows(context, filter, { ...place, state: place.state }, room, captures)
    items.push(...step.rows)
    place = step.next ?? following(place.state, states)
  }
  return { items, next: place, counts, observedFrom: known[0] ?? null, observedTo: known.at(-1) ?? null }
}

function following(state: ReconciliationState, states: readonly ReconciliationState[]): ReconciliationPlace | null {
  const next = states[states.indexOf(state) + 1]
  return next === undefined ? null : { state: next }
}

async function capturesOf({ db }: NetworkContext, plants: readonly string[]): Promise<ReadonlyMap<string, Numbered>> {
  const captures = new Map<string, Numbered>()
  for (const plant of plants) {
    for (const capture of await loadCaptures(db, { plant, limit: 1000, skip: 0 })) captures.set(capture.id, capture)
  }
  return captures
}

async function deviceRows(
  { db, assets }: NetworkContext,
  filter: {
    readonly plants: readonly string[]
    readonly counted: boolean
    readonly q?: string | undefined
    readonly asOf: Day
  },
  place: {
    readonly state: ObservedDevice['status']
    readonly after?: { readonly plant: string; readonly id: string } | undefined
  },
  room: number,
  captures: ReadonlyMap<string, Numbered>,
) {
  const found = await loadObserved(db, { ...filter, status: place.state }, { limit: room + 1, after: place.after })
  const shown = found.slice(0, room)
  const assetNames = new Map<string, string | null>()
  for (const [plant, devices] of Map.groupBy(shown, (device) => device.plant)) {
    const tags = [...new Set(devices.flatMap(({ tag }) => (tag === null ? [] : [tag])))]
    for (const asset of await assets.find(plant, tags)) assetNames.set(`${plant}/${asset.tag}`, asset.name)
  }
  const last = shown.at(-1)
  const rows = shown.map((device): ReconciliationRow => {
    return {
      id: `${device.plant}/${device.id}`,
      plant: device.plant,
      state: device.status,
      tag: device.tag,
      assetName: device.tag === null ? null : (assetNames.get(`${device.plant}/${device.tag}`) ?? null),
      device: device.id,
      ips: device.ips,
      macs: device.macs,
      vendor: device.vendor,
      model: device.model ?? device.orderNumber,
      firstSeen: device.firstSeen,
      lastSeen: device.lastSeen,
      seen: seenOf(device),
      because: device.reasons,
      proof: [deviceProof(device, captures, device.status === 'matched' ? 'for' : 'against')],
    }
  })
  const next = found.length > room && last ? { state: place.state, after: { plant: last.plant, id: last.id } } : null
  return { rows, next }
}

function seenOf(device: ObservedDevice): SeenFields {
  const { vendor, model, orderNumber, firmware, serial, level, levelSource, zone, safety } = device
  const said = { vendor, model, orderNumber, firmware, serial, level, levelSource, zone, safety }
  return { ...said, name: device.names[0] ?? null, roles: device.roles.map(({ role }) => role) }
}

/** Assets in the plant that no capture has shown, of plants where somebody looked. */
async function unseenRows(
  { assets }: NetworkContext,
  plants: readonly string[],
  ask: ListReconciliation & { readonly asOf: Day },
  place: ReconciliationPlace,
  room: number,
): Promise<{ rows: ReconciliationRow[]; next: ReconciliationPlace | null }> {
  const rows: ReconciliationRow[] = []
  let at = Math.max(0, place.after ? plants.indexOf(place.after.plant) : 0)
  let cursor = place.cursor
  while (at < plants.length && rows.length < room) {
    const plant = plants[at]!
    const page = await assets.list({ plant, seen: false, q: ask.q, asOf: ask.asOf, limit: room - rows.length, cursor })
    rows.push(...page.items.filter(canBeSeen).map((asset) => unseenRow(asset)))
    cursor = page.next ?? undefined
    if (page.next === null) at++
  }
  const plant = plants[at]
  return { rows, next: plant === undefined ? null : { state: 'notSeen', after: { plant, id: '' }, cursor } }
}

function unseenRow(asset: Asset): ReconciliationRow {
  return {
    id: `${asset.plant}/${asset.tag}`,
    plant: asset.plant,
    state: 'notSeen',
    tag: asset.tag,
    assetName: asset.name,
    device: null,
    ips: asset.ips,
    macs: asset.macs,
    vendor: asset.vendor,
    model: asset.model ?? asset.orderNumber,
    firstSeen: null,
    lastSeen: null,
    seen: null,
    because: [],
    proof: [
      {
        ref: `asset:${asset.plant}/${asset.tag}`,
        ...unseenWords(asset),
        href: `/assets/${encodeURIComponent(asset.plant)}/${encodeURIComponent(asset.tag)}`,
        speaks: 'against',
      },
    ],
  }
}
