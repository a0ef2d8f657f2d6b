import { foldCode, type RegistryEntry } from '#areas/assets/index.ts'
import type { Day } from '#core/calendar/day.ts'
import { differentMaker } from '#core/identity/vendors.ts'

/** A device as seen on the wire, over all captures of a plant. */
export interface SeenDevice {
  readonly id: string
  readonly ips: readonly string[]
  readonly macs: readonly string[]
  readonly names: readonly string[]
  readonly vendor: string | null
  readonly model: string | null
  readonly orderNumber: string | null
  readonly serial: string | null
  readonly lastSeen: Day | null
}

/** Where the registry and the wire agree or disagree about one thing. */
export interface MatchReason {
  readonly key: 'serial' | 'mac' | 'ip' | 'name' | 'orderNumber' | 'vendor' | 'model' | 'lifecycle'
  readonly registry: string | null
  readonly seen: string | null
  readonly agrees: boolean
}

export interface DeviceMatch {
  readonly status: 'matched' | 'unmanaged' | 'conflict'
  readonly tag: string | null
  readonly reasons: readonly MatchReason[]
}

/** How much each agreement weighs: a serial number is one device's for ever, an address is lent. */
const weights = { serial: 16, mac: 8, ip: 4, name: 2, orderNumber: 1 } as const

interface Keys {
  readonly serial: string | null
  readonly macs: readonly string[]
  readonly ips: readonly string[]
  readonly names: readonly string[]
  readonly orderNumber: string | null
}

/** What a set of devices is recognised by: tells quickly whether a registry entry concerns any of them. */
export interface DeviceIndex {
  concerns(entry: RegistryEntry): boolean
}

export function indexDevices(devices: readonly SeenDevice[]): DeviceIndex {
  const words = new Set<string>()
  for (const device of devices) for (const word of wordsOf(deviceKeys(device))) words.add(word)
  return { concerns: (entry) => wordsOf(entryKeys(entry)).some((word) => words.has(word)) }
}

/** A reconciliation in steps: every device is seen, then every entry is told, then each device has its match. */
export interface Reconciliation {
  see(device: SeenDevice): void
  /** Whether the entry concerns any of the devices; one that does not is forgotten. */
  know(entry: RegistryEntry): boolean
  match(device: SeenDevice): DeviceMatch
}

export function startReconciliation(): Reconciliation {
  const words = new Set<string>()
  const byWord = new Map<string, RegistryEntry[]>()
  // A MAC address that several devices share is a router's: it says who forwarded, not who sent.
  const macUses = new Map<string, number>()
  const orderUses = new Map<string, number>()
  return {
    see(device) {
      const keys = deviceKeys(device)
      for (const word of wordsOf(keys)) words.add(word)
      for (const mac of keys.macs) macUses.set(mac, (macUses.get(mac) ?? 0) + 1)
      if (keys.orderNumber !== null) orderUses.set(keys.orderNumber, (orderUses.get(keys.orderNumber) ?? 0) + 1)
    },
    know(entry) {
      const told = new Set(wordsOf(entryKeys(entry)))
      let concerns = false
      for (const word of told) concerns ||= words.has(word)
      if (!concerns) return false
      for (const word of told) {
        const known = byWord.get(word)
        if (known) known.push(entry)
        else byWord.set(word, [entry])
      }
      return true
    },
    match(device) {
      const keys = deviceKeys(device)
      const usable: Keys = {
        ...keys,
        macs: keys.macs.filter((mac) => macUses.get(mac) === 1),
        orderNumber: onlyOne(keys.orderNumber, orderUses, byWord),
      }
      return matchOf(device, usable, byWord)
    },
  }
}

/**
 * Finds each device in the registry by serial number, MAC address, IP address, name and order number. The heaviest
 * agreement decides; an address or a name that agrees while serial number, order number, maker or model say otherwise is
 * a conflict: another device stands where the registry has this one. The order of neither list matters.
 */
export function reconcile(
  devices: readonly SeenDevice[],
  entries: readonly RegistryEntry[],
): ReadonlyMap<string, DeviceMatch> {
  const steps = startReconciliation()
  for (const device of devices) steps.see(device)
  for (const entry of entries) steps.know(entry)
  return new Map(devices.map((device) => [device.id, steps.match(device)]))
}

/** An order number names a kind of device, and one device only where there is one of it on both sides. */
function onlyOne(
  order: string | null,
  uses: ReadonlyMap<string, number>,
  byWord: ReadonlyMap<string, readonly RegistryEntry[]>,
): string | null {
  if (order === null || uses.get(order) !== 1) return null
  const tags = new Set(byWord.get(`order ${order}`)?.map((entry) => entry.tag))
  return tags.size === 1 ? order : null
}

function matchOf(device: SeenDevice, keys: Keys, byWord: ReadonlyMap<string, readonly RegistryEntry[]>): DeviceMatch {
  const candidates = new Set(wordsOf(keys).flatMap((word) => byWord.get(word) ?? []))
  let best: { readonly entry: RegistryEntry; readonly score: number; readonly reasons: MatchReason[] } | null = null
  const alsoByAddress = new Set<string>()
  for (const entry of candidates) {
    const reasons = agreements(keys, entry)
    const score = reasons.reduce((sum, { key }) => sum + (weights[key as keyof typeof weights] ?? 0), 0)
    if (score === 0) continue
    // An order number alone finds a device only where the entry has nothing that says it is another.
    if (score === weights.orderNumber && (entry.ips.length > 0 || entry.macs.length > 0 || entry.serial)) continue
    if (reasons.some(({ key }) => key === 'ip') && entry.until === null) alsoByAddress.add(entry.tag)
    if (!best || isBetter({ entry, score }, best)) best = { entry, score, reasons }
  }
  if (!best) return { status: 'unmanaged', tag: null, reasons: [] }
  const { entry, reasons } = best
  const against = contradictions(device, entry)
  const firm = reasons.some(({ key }) => key === 'serial' || key === 'mac')
  if (entry.gone) {
    against.push({ key: 'lifecycle', registry: 'disposed', seen: device.lastSeen, agrees: false })
  }
  for (const tag of [...alsoByAddress].sort()) {
    if (!firm && tag !== entry.tag)
      against.push({ key: 'ip', registry: `also ${tag}`, seen: keys.ips[0] ?? null, agrees: false })
  }
  const conflict = against.some(({ key }) => key === 'serial' || key === 'lifecycle' || !firm)
  return { status: conflict ? 'conflict' : 'matched', tag: entry.tag, reasons: [...reasons, ...against] }
}

/** The heavier agreement; then the version in force, then the newer one, then the smaller tag: never chance. */
function isBetter(
  one: { readonly entry: RegistryEntry; readonly score: number },
  other: { readonly entry: RegistryEntry; readonly score: number },
): boolean {
  if (one.score !== other.score) return one.score > other.score
  const [a, b] = [one.entry, other.entry]
  if ((a.until === null) !== (b.until === null)) return a.until === null
  if (a.gone !== b.gone) return !a.gone
  if (a.tag !== b.tag) return a.tag < b.tag
  if (a.from !== b.from) return a.from > b.from
  // Two versions of one day that both claim to hold: any rule will do, as long as it is one.
  return JSON.stringify(a) < JSON.stringify(b)
}

function agreements(keys: Keys, entry: RegistryEntry): MatchReason[] {
  const entryWords = entryKeys(entry)
  const found: MatchReason[] = []
  const agree = (key: keyof typeof weights, registry: string | null, seen: string | null) =>
    found.push({ key, registry, seen, agrees: true })
  if (keys.serial !== null && keys.serial === entryWords.serial) agree('serial', entry.serial, entry.serial)
  for (const key of ['macs', 'ips', 'names'] as const) {
    const both = keys[key].filter((value) => entryWords[key].includes(value)).sort()[0]
    if (both !== undefined) agree(key === 'macs' ? 'mac' : key === 'ips' ? 'ip' : 'name', both, both)
  }
  if (keys.orderNumber !== null && keys.orderNumber === entryWords.orderNumber) {
    agree('orderNumber', entry.orderNumber, entry.orderNumber)
  }
  return found
}

function contradictions(device: SeenDevice, entry: RegistryEntry): MatchReason[] {
  const found: MatchReason[] = []
  const differ = (key: MatchReason['key'], registry: string | null, seen: string | null) =>
    found.push({ key, registry, seen, agrees: false })
  const [serial, registered] = [codeOf(device.serial), codeOf(entry.serial)]
  if (serial && registered && !inside(serial, registered)) differ('serial', entry.serial, device.serial)
  const known = [entry.model, entry.orderNumber, entry.name].map(codeOf).filter((code) => code !== null)
  const order = codeOf(device.orderNumber)
  const orderKnown = codeOf(entry.orderNumber)
  const orderDiffers = order !== null && orderKnown !== null && !inside(order, orderKnown)
  if (orderDiffers) differ('orderNumber', entry.orderNumber, device.orderNumber)
  if (entry.vendor && device.vendor && differentMaker(entry.vendor, device.vendor) === true) {
    differ('vendor', entry.vendor, device.vendor)
  }
  const model = codeOf(device.model)
  if (model && entry.model && !orderDiffers && isCode(device.model!) && isCode(entry.model)) {
    const orderAgrees = order !== null && known.some((code) => inside(code, order))
    if (!orderAgrees && !known.some((code) => inside(code, model) || shareWord(entry.model!, device.model!))) {
      differ('model', entry.model, device.model)
    }
  }
  return found
}

function inside(a: string, b: string): boolean {
  return a.includes(b) || b.includes(a)
}

/** A type designation rather than a word: it has a digit. */
function isCode(text: string): boolean {
  return /\d/.test(text) && /^[\x20-\x7e]+$/.test(text)
}

/** A part with a digit and three characters or more that both have: `CPU 315-2 PN/DP` and `315-2EH14`. */
function shareWord(a: string, b: string): boolean {
  const words = (text: string) =>
    text
      .toUpperCase()
      .split(/[^A-Z0-9]+/)
      .filter((word) => word.length >= 3 && /\d/.test(word))
  return words(a).some((word) => words(b).some((other) => inside(word, other)))
}

function codeOf(text: string | null): string | null {
  if (text === null) return null
  const code = foldCode(text)
  return code.length >= 3 && !/^0+$/.test(code) ? code : null
}

function nameOf(text: string | null): string | null {
  if (text === null) return null
  const first = text.normalize('NFKC').trim().toLowerCase().split('.')[0]!
  return first.length >= 3 && !['localhost', 'default', 'plc', 'hmi', 'unknown'].includes(first) ? first : null
}

function deviceKeys(device: SeenDevice): Keys {
  return {
    serial: codeOf(device.serial),
    macs: device.macs,
    ips: device.ips,
    names: device.names.map(nameOf).filter((name) => name !== null),
    orderNumber: codeOf(device.orderNumber),
  }
}

function entryKeys(entry: RegistryEntry): Keys {
  const names = [entry.hostname, entry.tag, entry.name].map(nameOf).filter((name) => name !== null)
  return {
    serial: codeOf(entry.serial),
    macs: entry.macs,
    ips: entry.ips,
    names: [...new Set(names)],
    orderNumber: codeOf(entry.orderNumber) ?? codeOf(entry.model),
  }
}

function wordsOf(keys: Keys): string[] {
  return [
    ...(keys.serial === null ? [] : [`serial ${keys.serial}`]),
    ...keys.macs.map((mac) => `mac ${mac}`),
    ...keys.ips.map((ip) => `ip ${ip}`),
    ...keys.names.map((name) => `name ${name}`),
    ...(keys.orderNumber === null ? [] : [`order ${keys.orderNumber}`]),
  ]
}
