import { addressOf, textOfV4, textOfV6 } from '../filtering/addresses.ts'
import type { Bilingual } from '../record/record.ts'
import { addressKind } from './address-kind.ts'
import type { ZoneLevel } from './policy.ts'
import { proposalTexts } from './proposal-texts.ts'

/** A device as it was observed. */
export interface SeenDevice {
  readonly id: string
  readonly ips: readonly string[]
  readonly macs: readonly string[]
  readonly vlans: readonly number[]
  readonly tag: string | null
  /** As far as anything tells. */
  readonly level: ZoneLevel | null
  readonly roles: readonly string[]
  /** Part of a safety system. */
  readonly safety: boolean
  /** The device behind which it answers, by id or address, where its own id (`ip#unit`) does not say so. */
  readonly behind?: string | null
}

/** Behind whom a device without an address of its own answers; null: behind nobody. */
export function hostOf({ id, ips, behind }: SeenDevice): string | null {
  if (ips.length > 0) return null
  return behind ?? (id.includes('#') ? id.split('#', 1)[0]! : null)
}

/** Two devices that answered each other, by id. */
export interface SeenTalk {
  readonly client: string
  readonly server: string
}

export const mostNamed = 8

interface Network {
  readonly text: string
  readonly devices: SeenDevice[]
}

export type ZoneKind = 'plant' | 'office' | 'dmz' | 'safety'

/** A zone in the making. */
export interface ZoneDraft {
  readonly kind: ZoneKind
  readonly name: string
  level: ZoneLevel | null
  /** Whole networks, or single addresses out of one. */
  readonly networks: readonly string[]
  readonly macs: string[]
  readonly vlans: number[]
  readonly devices: SeenDevice[]
  readonly because: Bilingual[]
}

/** Somewhere in a plant they number their hosts with public addresses: whoever works on a level of it is no stranger. */
const isOurs = (ip: string, { level }: SeenDevice): boolean => {
  const kind = addressKind(ip)
  return kind === 'private' || (kind === 'internet' && level !== null && Number(level) <= 3.5)
}

/** The network in which an address is: /24, /64. Masks are not on the wire; a person joins what belongs together. */
function networkOf(ip: string): string | null {
  const address = addressOf(ip)
  if (address === null) return null
  if ('v4' in address) return `${textOfV4(address.v4 - (address.v4 % 256))}/24`
  return `${textOfV6((address.v6 >> 64n) << 64n)}/64`
}

/** Each device in one network: of several addresses the first counts, so that no two zones hold one device. */
function networksOf(devices: readonly SeenDevice[]): readonly Network[] {
  const networks = new Map<string, Network>()
  for (const device of devices) {
    const ip = device.ips.find((one) => isOurs(one, device))
    const text = ip === undefined ? null : networkOf(ip)
    if (text === null) continue
    const network = networks.get(text) ?? { text, devices: [] }
    network.devices.push(device)
    networks.set(text, network)
  }
  return [...networks.values()].sort((a, b) => (a.text < b.text ? -1 : 1))
}

/** With whom each device talked, by id. */
export function talkersOf(talks: readonly SeenTalk[]): ReadonlyMap<string, ReadonlySet<string>> {
  const talkers = new Map<string, Set<string>>()
  for (const { client, server } of talks) {
    talkers.set(client, (talkers.get(client) ?? new Set()).add(server))
    talkers.set(server, (talkers.get(server) ?? new Set()).add(client))
  }
  return talkers
}

export type Talkers = ReturnType<typeof talkersOf>

/** The networks that are really used, with safety devices and what belongs into the DMZ taken out. */
export function draftsOf(devices: readonly SeenDevice[], talkers: Talkers): ZoneDraft[] {
  const networks = networksOf(devices)
  const levels = new Map(networks.flatMap(({ devices }) => devices.map(({ id, level }) => [id, level])))
  const drafts: ZoneDraft[] = []
  const office: Network[] = []
  for (const { text, devices } of networks) {
    const safe = devices.filter(({ safety }) => safety)
    const others = devices.filter(({ safety }) => !safety)
    if (others.length === 0) {
      drafts.push(draft('safety', `SIS ${text}`, [text], safe, [proposalTexts.safety(namesOf(safe))]))
      continue
    }
    if (safe.length > 0) {
      const own = safe.map((device) => addressIn(device, text))
      drafts.push(draft('safety', `SIS ${text}`, own, safe, [proposalTexts.safety(namesOf(safe))]))
    }
    const { level, of } = levelOf(others)
    const between = others.filter((device) => isBetween(device, levels, talkers))
    if (level === '3.5' || (between.length > 0 && between.length * 2 >= others.length)) {
      const reasons = between.length > 0 ? [proposalTexts.dmz(namesOf(between))] : []
      drafts.push({
        ...draft('dmz', `DMZ ${text}`, [text], others, [...reasons, ...levelReasons(others)]),
        level: '3.5',
      })
      continue
    }
    if (level !== null && Number(level) >= 4) {
      office.push({ text, devices: others })
      continue
    }
    if (between.length > 0) {
      const own = between.map((device) => addressIn(device, text))
      const candidate = draft('dmz', `DMZ ${text}`, own, between, [proposalTexts.dmz(namesOf(between))])
      drafts.push({ ...candidate, level: '3.5' })
    }
    const rest = others.filter((device) => !between.includes(device))
    const strangers = rest.filter((device) => device.level !== null && Number(device.level) >= 4)
    const mixed = of > 0 && strangers.length > 0 ? [proposalTexts.mixed(namesOf(strangers))] : []
    drafts.push(
      draft('plant', `${words[levelOf(rest).level ?? '']} ${text}`, [text], rest, [...levelReasons(rest), ...mixed]),
    )
  }
  if (office.length > 0) drafts.push(officeOf(office))
  return drafts
}

const words: Readonly<Record<string, string>> = {
  '': 'Network',
  '0': 'Field',
  '1': 'Control',
  '2': 'Supervision',
  '3': 'Operations',
  '3.5': 'DMZ',
  '4': 'Office',
  '5': 'Office',
}

export function draft(
  kind: ZoneDraft['kind'],
  name: string,
  networks: readonly string[],
  devices: SeenDevice[],
  because: Bilingual[],
): ZoneDraft {
  return { kind, name, level: levelOf(devices).level, networks, macs: [], vlans: [], devices, because }
}

function officeOf(networks: readonly Network[]): ZoneDraft {
  const devices = networks.flatMap((network) => network.devices)
  const reasons = networks.length > 1 ? [proposalTexts.office(networks.length)] : []
  const strangers = devices.filter(({ level }) => level !== null && Number(level) <= 3)
  if (strangers.length > 0) reasons.push(proposalTexts.mixed(namesOf(strangers)))
  const texts = networks.map(({ text }) => text)
  return draft('office', 'Office', texts, devices, [...reasons, ...levelReasons(devices)])
}

/** The level of most; of as many on two levels the lower, which is the better protected. */
function levelOf(devices: readonly SeenDevice[]): { readonly level: ZoneLevel | null; readonly of: number } {
  const counts = new Map<ZoneLevel, number>()
  for (const { level } of devices) if (level !== null) counts.set(level, (counts.get(level) ?? 0) + 1)
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || Number(a) - Number(b))
  return first === undefined ? { level: null, of: 0 } : { level: first[0], of: first[1] }
}

function levelReasons(devices: readonly SeenDevice[]): Bilingual[] {
  const { level, of } = levelOf(devices)
  return [level === null ? proposalTexts.noLevel() : proposalTexts.level(level, of, devices.length)]
}

/** Talks both upwards and downwards past its own network, as servers of a DMZ do; whoever passes packets on does not count. */
function isBetween(device: SeenDevice, levels: ReadonlyMap<string, ZoneLevel | null>, talkers: Talkers): boolean {
  if (device.roles.includes('router') || (device.level !== null && !['3', '3.5'].includes(device.level))) return false
  let up = false
  let down = false
  for (const peer of talkers.get(device.id) ?? []) {
    const level = levels.get(peer)
    if (level === undefined) up ||= addressKind(peer) === 'internet'
    else if (level !== null && Number(level) >= 4) up = true
    else if (level !== null && Number(level) <= 2) down = true
  }
  return up && down
}

const addressIn = (device: SeenDevice, network: string): string =>
  device.ips.find((ip) => isOurs(ip, device) && networkOf(ip) === network)!

export const namesOf = (devices: readonly SeenDevice[]): string[] => {
  const names = devices.map(({ id }) => id).sort()
  return names.length > mostNamed ? [...names.slice(0, mostNamed), '…'] : names
}
