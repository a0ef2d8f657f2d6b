import type { Day } from '#core/calendar/day.ts'
import { below, seeded } from '#formats/traffic/random.ts'
import type { StoryDays } from './days.ts'
import { type Make, type MakeKey, makes } from './makes.ts'

/** A zone of a plant: its name as the plant writes it, its Purdue level and its network. */
export interface ZoneSketch {
  readonly name: string
  readonly level: '1' | '2' | '3' | '3.5' | '4'
  readonly network: string
  readonly safety?: boolean
  readonly targetLevel: number
}

/** Several things of one make in one place, numbered one after the other. */
export interface Group {
  /** `FCS-01`: the number at its end is counted up. */
  readonly tag: string
  readonly count: number
  readonly make: MakeKey
  readonly name: string
  readonly unit: string
  /** Key in the plant's zones. */
  readonly zone: string
  /** First address: `10.11.10.11`. */
  readonly from?: string
  readonly criticality?: 'high' | 'medium' | 'low'
  readonly sis?: boolean
  /** Registered and connected, and never heard: standing idle, or gone without anybody's word. */
  readonly quiet?: boolean
  /** Tags of those who ask it; by turns. */
  readonly askedBy?: readonly string[]
  /** Serial devices behind each of these gateways, by unit. */
  readonly behind?: readonly {
    readonly unitId: number
    readonly tag: string
    readonly name: string
    readonly make: MakeKey
  }[]
}

export interface PlantSketch {
  readonly key: string
  readonly seed: number
  readonly utcOffsetMinutes: number
  readonly zones: Readonly<Record<string, ZoneSketch>>
  readonly groups: readonly Group[]
  readonly owners: readonly string[]
  /** Editions of the registry: which share of the assets came with a later one. */
  readonly editions: number
}

/** One asset as it really is; what a registry says of it may be older or wrong. */
export interface Equipment {
  readonly tag: string
  readonly name: string
  readonly make: Make
  readonly unit: string
  readonly zone: ZoneSketch
  readonly criticality: 'high' | 'medium' | 'low'
  readonly sis: boolean
  readonly quiet: boolean
  readonly ip: string | null
  readonly mac: string | null
  readonly hostname: string | null
  /** Null where nobody climbed up to read the plate. */
  readonly serial: string | null
  readonly firmware: string
  /** As the first editions still have it, where it was renewed. */
  readonly oldFirmware: string | null
  readonly owner: string
  readonly deployedOn: Day
  readonly renewalOn: Day | null
  readonly protection: string | null
  readonly askedBy: string | null
  /** Unit number and tag of the gateway in front of it. */
  readonly gateway: { readonly tag: string; readonly unit: number } | null
  /** Edition of the registry that lists it first. */
  readonly edition: number
}

/** Every asset of a plant, the same for the same day. */
export function equipmentOf(plant: PlantSketch, days: StoryDays): Equipment[] {
  const random = seeded(plant.seed)
  let index = 0
  return plant.groups.flatMap((group) =>
    Array.from({ length: group.count }, (_, n) => {
      const own = one(plant, group, n, index++, random, days)
      const behind = (group.behind ?? []).map((unit) => ({
        ...one(plant, { ...group, ...unit, count: 1 }, 0, index++, random, days),
        tag: numbered(unit.tag, n),
        ip: null,
        mac: null,
        hostname: null,
        serial: null,
        askedBy: null,
        gateway: { tag: own.tag, unit: unit.unitId },
      }))
      return [own, ...behind]
    }).flat(),
  )
}

function one(
  plant: PlantSketch,
  group: Group,
  n: number,
  index: number,
  random: () => number,
  days: StoryDays,
): Equipment {
  const make = makes[group.make]
  const zone = plant.zones[group.zone]
  if (zone === undefined) throw new RangeError(`${plant.key} has no zone ${group.zone}`)
  const tag = numbered(group.tag, n)
  const online = make.voice !== 'offline' && group.from !== undefined
  const hex = (octets: number) =>
    below(random, 256 ** octets)
      .toString(16)
      .padStart(octets * 2, '0')
  const mac = `${make.oui}:${hex(3).match(/../g)!.join(':')}`
  const serial = serialOf(make, hex(4), index)
  const age = 200 + below(random, 5200)
  const isComputer = make.voice === 'computer'
  return {
    tag,
    name: group.count === 1 ? group.name : `${group.name} ${n + 1}`,
    make,
    unit: group.unit,
    zone,
    criticality: group.criticality ?? 'medium',
    sis: group.sis ?? false,
    quiet: group.quiet ?? false,
    ip: online ? counted(group.from!, n) : null,
    mac: online ? mac : null,
    hostname: isComputer ? `${plant.key.slice(0, 3).toUpperCase()}${tag.replace(/[^A-Z0-9]/g, '')}` : null,
    serial,
    firmware: make.firmware,
    oldFirmware: index % 9 === 4 ? earlier(make.firmware) : null,
    owner: plant.owners[index % plant.owners.length]!,
    deployedOn: days.ago(Math.max(age, 620)),
    renewalOn: age > 4600 ? days.ahead(60 + below(random, 500)) : null,
    protection: protectionOf(make, index),
    askedBy: group.askedBy ? group.askedBy[n % group.askedBy.length]! : null,
    gateway: null,
    edition: index % 17 === 11 ? Math.min(2, plant.editions) : 1,
  }
}

/** `FCS-01` and 3 give `FCS-04`. */
function numbered(tag: string, n: number): string {
  const found = /^(.*?)(\d+)([^\d]*)$/.exec(tag)
  if (!found) return n === 0 ? tag : `${tag}-${n + 1}`
  const [, head = '', digits = '', tail = ''] = found
  return `${head}${String(Number(digits) + n).padStart(digits.length, '0')}${tail}`
}

function counted(ip: string, n: number): string {
  const parts = ip.split('.').map(Number)
  return [...parts.slice(0, 3), parts[3]! + n].join('.')
}

function serialOf(make: Make, hex: string, index: number): string {
  if (make.voice === 'enip') return `0x${hex}`
  if (make.voice === 's7comm') return `S C-${hex.toUpperCase()}${String(index).padStart(3, '0')}`
  return `${make.order
    .replace(/[^A-Z0-9]/gi, '')
    .slice(0, 3)
    .toUpperCase()}${hex.toUpperCase()}`
}

/** The release before: the last number that can be counted down is. */
function earlier(firmware: string): string {
  return firmware.replace(/[1-9]\d*(?=\D*$)/, (number) => String(Number(number) - 1))
}

function protectionOf(make: Make, index: number): string | null {
  if (make.voice !== 'computer') return null
  return ['allow-listing', 'antivirus', 'antivirus', null][index % 4]!
}
