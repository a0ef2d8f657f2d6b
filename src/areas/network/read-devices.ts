import { titleOf } from '#core/capture/protocol-kinds.ts'
import type { Bilingual } from '#core/record/record.ts'
import { NotFound } from '#platform/errors.ts'
import { loadCaptures } from './capture-store.ts'
import type { NetworkContext, Reading } from './context.ts'
import { loadDecisions, loadDecisionVersions, type StoredDecision } from './decision-store.ts'
import {
  loadAddresses,
  loadCapturesOf,
  loadOtherFacts,
  loadPeers,
  loadUnits,
  type StoredPeer,
} from './device-page-store.ts'
import {
  type Choice,
  countDevices,
  type DeviceFilter,
  type DevicePage,
  type KeptDevice,
  type ListedDevice,
  loadChoices,
  loadDevice,
  loadDevicePage,
} from './device-store.ts'
import type { KeptSource } from './kept-device.ts'
import { type Numbered, sourceWords } from './proof-place.ts'
import { packetHref } from './proofs.ts'
import { plantsOf } from './read-network.ts'

export interface ListDeviceRecords extends Reading, Omit<DeviceFilter, 'plants' | 'asOf'> {
  readonly plant?: string | undefined
  readonly page: DevicePage
}

/** Devices as sorted, one more than the page's limit where there are more; and how many the filter lets through. */
export async function listDeviceRecords(
  context: NetworkContext,
  { plant, page, knownAt: _, ...filter }: ListDeviceRecords,
): Promise<{
  readonly rows: readonly (ListedDevice & { readonly sortedBy: string | null })[]
  readonly counts: ReadonlyMap<string, number>
}> {
  const plants = await plantsOf(context, plant)
  const rows = await loadDevicePage(context.db, { ...filter, plants }, { ...page, limit: page.limit + 1 })
  return { rows, counts: await countDevices(context.db, { ...filter, plants }) }
}

export async function listDeviceChoices(
  context: NetworkContext,
  { plant, asOf }: Reading & { readonly plant?: string | undefined },
): Promise<Record<'roles' | 'levels' | 'vendors' | 'protocols', readonly Choice[]>> {
  return loadChoices(context.db, { plants: await plantsOf(context, plant), asOf })
}

/** Where something is said, in words and with a link. */
export interface ToldSource {
  readonly protocol: string
  readonly title: Bilingual
  readonly capture: string | null
  readonly captureName: string | null
  readonly packet: number | null
  readonly at: string | null
  readonly href: string | null
}

export interface DecisionPage extends StoredDecision {
  readonly byName: string | null
  readonly undoneByName: string | null
}

export interface DeviceRecordPage {
  readonly device: KeptDevice
  readonly units: Awaited<ReturnType<typeof loadUnits>>
  readonly peers: readonly StoredPeer[]
  readonly captures: Awaited<ReturnType<typeof loadCapturesOf>>
  readonly facts: readonly { readonly field: string; readonly value: string; readonly sources: readonly ToldSource[] }[]
  readonly decisions: readonly DecisionPage[]
  readonly told: (source: KeptSource) => ToldSource
  readonly cardMaker: (mac: string) => string | null
  readonly version: string
}

/** One device with everything that its page shows. Throws `NotFound`. */
export async function getDeviceRecord(context: NetworkContext, plant: string, id: string): Promise<DeviceRecordPage> {
  const { db } = context
  await plantsOf(context, plant)
  const device = await loadDevice(db, plant, id)
  if (device === null) throw new NotFound(`there is no device ${id} at ${plant}`)
  const addresses = await loadAddresses(db, plant, device.id)
  const captures = new Map((await loadCaptures(db, { plant, limit: 100_000, skip: 0 })).map((one) => [one.id, one]))
  const told = (source: KeptSource) => toldSource(source, captures)
  const others = await loadOtherFacts(db, plant, device.id, addresses)
  const facts = [...Map.groupBy(others, ({ field, value }) => `${field}\t${value}`).values()].map((alike) => ({
    field: alike[0]!.field,
    value: alike[0]!.value,
    sources: alike.map(({ protocol, capture, packet, at }) =>
      told({ protocol, capture, packet, on: at === null ? null : at.slice(0, 10) }),
    ),
  }))
  const held = new Set(device.decisions)
  const decisions = (await listDecisions(context, plant)).filter(
    ({ id: decision, groups }) =>
      // Those taken back as well, as long as they were about its addresses.
      held.has(decision) || groups.some((group) => group.some((address) => addresses.includes(address))),
  )
  return {
    device,
    units: await loadUnits(db, plant, device.id),
    peers: await loadPeers(db, plant, device.id, addresses),
    captures: await loadCapturesOf(db, plant, device.id, addresses),
    facts,
    decisions,
    told,
    cardMaker: context.cardMaker ?? (() => null),
    version: await decisionVersion(context, plant),
  }
}

const noProtocol: Readonly<Record<string, Bilingual>> = {
  oui: { en: 'maker of the network card (IEEE)', ja: 'ネットワークカードの製造元（IEEE）' },
  'order-number': { en: 'form of the order number', ja: '型番の書式' },
  registry: { en: 'registry', ja: '資産台帳' },
  zone: { en: 'zone', ja: 'ゾーン' },
  traffic: { en: 'traffic', ja: '通信' },
  person: { en: 'a person', ja: '担当者' },
}

function toldSource(
  { protocol, capture, packet, on }: KeptSource,
  captures: ReadonlyMap<string, Numbered>,
): ToldSource {
  const source = capture === null ? undefined : captures.get(capture)
  const title = titleOf(protocol)
  return {
    protocol,
    title: noProtocol[protocol] ?? { en: title, ja: title },
    capture,
    captureName: source === undefined ? null : namedPlace(source, packet),
    packet,
    at: on,
    href: capture === null || packet === null ? null : packetHref(capture, packet),
  }
}

/** Of logs and scans the file within and its line as well. */
function namedPlace(source: Numbered, packet: number | null): string {
  return source.kind === 'pcap' || packet === null ? source.fileName : sourceWords(source, packet).en
}

/** Merges and splits of a plant, the newest first, with the names of who made them. */
export async function listDecisions(context: NetworkContext, plant: string, knownAt?: string): Promise<DecisionPage[]> {
  const decisions = await loadDecisions(context.db, { plant, knownAt })
  const nameOf = async (key: string | null) => (key === null ? null : ((await context.personName?.(key)) ?? null))
  return Promise.all(
    decisions.reverse().map(async (decision) => ({
      ...decision,
      byName: await nameOf(decision.by),
      undoneByName: await nameOf(decision.undone?.by ?? null),
    })),
  )
}

/** Differs whenever the decisions of a plant do. */
export async function decisionVersion({ db }: NetworkContext, plant: string): Promise<string> {
  return (await loadDecisionVersions(db)).get(plant) ?? '0'
}
