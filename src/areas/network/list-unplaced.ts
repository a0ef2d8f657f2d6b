import { isLoopback, isOutside } from '#core/capture/deeds.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import { roleTitle } from '#core/capture/role-titles.ts'
import type { Bilingual } from '#core/record/record.ts'
import type { NetworkContext, Reading } from './context.ts'
import { type Choice, loadUnplaced, type UnplacedDevice } from './device-store.ts'
import { plantsOf } from './read-network.ts'

/** A network whose devices have no level, since nobody named its zone. */
export interface UnplacedNetwork {
  readonly plant: string
  readonly network: string
  readonly vlans: readonly number[]
  readonly devices: number
  readonly counted: number
  readonly roles: readonly Choice[]
  readonly protocols: readonly Choice[]
  readonly told: Bilingual
  readonly suggestion: { readonly level: string; readonly confidence: number; readonly because: Bilingual } | null
  readonly examples: readonly string[]
}

/** This share of a network's devices must suggest one level before it is proposed. */
const fewestAgree = 0.6
const mostExamples = 5

/** Networks without a zone, the largest first: a page can propose to name them, and a person does. */
export async function listUnplaced(
  context: NetworkContext,
  { plant, asOf }: Reading & { readonly plant?: string | undefined },
): Promise<UnplacedNetwork[]> {
  const plants = await plantsOf(context, plant)
  return networksWithoutLevel(await loadUnplaced(context.db, plants, asOf))
}

/** Devices by their IPv4 /24 or IPv6 /64, and those without an IP address by their VLAN. The internet is no zone. */
export function networksWithoutLevel(devices: readonly UnplacedDevice[]): UnplacedNetwork[] {
  const placed = devices.flatMap((device) => {
    const network = networkOfDevice(device)
    return network === null ? [] : [{ device, key: `${device.plant}\t${network}` }]
  })
  return [...Map.groupBy(placed, ({ key }) => key)]
    .map(([key, held]) =>
      summed(
        key,
        held.map(({ device }) => device),
      ),
    )
    .sort((a, b) => b.devices - a.devices || (a.plant + a.network < b.plant + b.network ? -1 : 1))
}

function networkOfDevice({ ips, vlans }: UnplacedDevice): string | null {
  const own = ips.filter((ip) => !isOutside(ip) && !isLoopback(ip))
  const v4 = own.find((ip) => !ip.includes(':') && !ip.startsWith('169.254.'))
  if (v4 !== undefined) return `${v4.split('.').slice(0, 3).join('.')}.0/24`
  const v6 = own.find((ip) => ip.includes(':') && !/^fe[89ab]/i.test(ip))
  if (v6 !== undefined) return `${prefixOf(v6)}::/64`
  if (ips.length > 0 && own.length === 0) return null
  return vlans[0] === undefined ? null : `VLAN ${vlans[0]}`
}

/** The first four groups of an IPv6 address, without the zeros at their end. */
function prefixOf(ip: string): string {
  const [head = '', tail] = ip.split('::')
  const before = head === '' ? [] : head.split(':')
  const missing = tail === undefined ? 0 : 8 - before.length - (tail === '' ? 0 : tail.split(':').length)
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...(tail ? tail.split(':') : [])].slice(
    0,
    4,
  )
  while (groups.length > 1 && groups.at(-1) === '0') groups.pop()
  return groups.join(':')
}

function summed(key: string, devices: readonly UnplacedDevice[]): UnplacedNetwork {
  const [plant, network] = key.split('\t') as [string, string]
  const roles = tally(devices.flatMap((device) => device.roles.map(({ role }) => role)))
  const protocols = tally(devices.flatMap((device) => device.protocols))
  return {
    plant,
    network,
    vlans: [...new Set(devices.flatMap(({ vlans }) => vlans))].sort((a, b) => a - b),
    devices: devices.length,
    counted: devices.filter(({ counted }) => counted).length,
    roles,
    protocols,
    told: toldOf(devices, roles, protocols),
    suggestion: suggestionOf(devices),
    examples: devices.slice(0, mostExamples).map(({ id }) => id),
  }
}

function tally(values: readonly string[]): Choice[] {
  return [...Map.groupBy(values, (value) => value)]
    .map(([value, { length }]) => ({ value, devices: length }))
    .sort((a, b) => b.devices - a.devices || (a.value < b.value ? -1 : 1))
}

function toldOf(devices: readonly UnplacedDevice[], roles: readonly Choice[], protocols: readonly Choice[]): Bilingual {
  const silent = devices.filter((device) => device.roles.length === 0).length
  const en = roles.map(({ value, devices: n }) => `${n} × ${roleTitle(value).en}`)
  const ja = roles.map(({ value, devices: n }) => `${roleTitle(value).ja} ${n}台`)
  if (silent > 0) {
    en.push(`${silent} whose part is unknown`)
    ja.push(`役割不明 ${silent}台`)
  }
  const spoken = protocols.slice(0, 6).map(({ value }) => titleOf(value))
  return {
    en: `${en.join(', ')}${spoken.length > 0 ? `; ${spoken.join(', ')}` : ''}`,
    ja: `${ja.join('、')}${spoken.length > 0 ? `（${spoken.join('、')}）` : ''}`,
  }
}

function suggestionOf(devices: readonly UnplacedDevice[]): UnplacedNetwork['suggestion'] {
  const levels = devices.flatMap(({ suggestedLevel, suggestedConfidence }) =>
    suggestedLevel === null ? [] : [{ level: suggestedLevel, confidence: suggestedConfidence ?? 0 }],
  )
  const [best] = [...Map.groupBy(levels, ({ level }) => level)].sort(([, a], [, b]) => b.length - a.length)
  if (best === undefined) return null
  const [level, agreeing] = best
  const share = agreeing.length / devices.length
  if (share < fewestAgree) return null
  const sure = agreeing.reduce((sum, { confidence }) => sum + confidence, 0) / agreeing.length
  return {
    level,
    confidence: Math.round(share * sure * 100) / 100,
    because: {
      en: `${agreeing.length} of ${devices.length} devices look like level ${level}`,
      ja: `${devices.length}台中${agreeing.length}台がレベル${level}と推定される`,
    },
  }
}
