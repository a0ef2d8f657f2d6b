import {
  type CellList,
  createCells,
  type Inventory,
  type InventoryDocument,
  type InventoryFault,
  type InventoryItem,
  mostItems,
} from '../inventory.ts'
import { isObject, listAt, textAt, valueAt } from '../json-value.ts'

interface OpenDevice {
  readonly part: string | null
  readonly row: number
  readonly cells: CellList
  readonly ips: string[]
  readonly macs: string[]
}

/** States in the registry's words; what is none of them is kept as NetBox says it. */
const states: Readonly<Record<string, string>> = {
  active: 'active',
  planned: 'planned',
  staged: 'staging',
  decommissioning: 'end of life',
}

/**
 * NetBox's devices, with the addresses and cards of its interfaces and IP addresses, as its API answers (`results`), as a
 * list, as one object of lists, or as its tables export them. Several documents are one inventory: devices meet by name.
 */
export function decodeNetbox(documents: readonly InventoryDocument[]): Inventory {
  const devices = new Map<string, OpenDevice>()
  const ignored: InventoryFault[] = []
  const faults: InventoryFault[] = []
  const several = documents.length > 1
  let hasDevices = false

  const deviceOf = (name: string, part: string | null, row: number): OpenDevice | null => {
    const known = devices.get(name.toLowerCase())
    if (known !== undefined) return known
    if (devices.size >= mostItems) return null
    const device: OpenDevice = { part, row, cells: createCells(), ips: [], macs: [] }
    devices.set(name.toLowerCase(), device)
    return device
  }

  for (const document of documents) {
    const part = several ? document.name : null
    const entries =
      document.form === 'table'
        ? document.rows.map(({ row, cells }) => ({ row, entry: entryOfRow(cells) }))
        : document.form === 'json'
          ? entriesOf(document.value).map((entry, i) => ({ row: i + 1, entry }))
          : []
    for (const { row, entry } of entries) {
      if (!isObject(entry)) {
        faults.push({ part, row, reason: 'the entry is no object' })
        continue
      }
      const kind = kindOf(entry)
      const name = kind === 'device' ? deviceName(entry) : ownerOf(entry)
      if (kind === null) ignored.push({ part, row, reason: 'neither a device, an interface nor an IP address' })
      else if (name === null && kind === 'device')
        faults.push({ part, row, reason: 'the device has no name, tag or serial number' })
      else if (name === null) ignored.push({ part, row, reason: 'the address or interface belongs to no device' })
      else {
        const device = deviceOf(name, part, row)
        if (device === null) faults.push({ part, row, reason: `more than ${mostItems} things` })
        else if (kind === 'device') {
          hasDevices = true
          describe(device, entry, name)
        } else addAddresses(device, entry, kind, name)
      }
    }
  }
  return { items: [...devices.values()].map(itemOf), ignored, faults, isPartial: !hasDevices }
}

function itemOf({ part, row, cells, ips, macs }: OpenDevice): InventoryItem {
  cells.add('IP addresses', 'ips', [...new Set(ips)].join('; '))
  cells.add('MAC addresses', 'macs', [...new Set(macs)].join('; '))
  return { part, row, cells: cells.list(), findings: [] }
}

/** The lists of an answer of the API, of a plain list, or of an object that holds several. */
function entriesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (!isObject(value)) return []
  if (Array.isArray(value.results)) return value.results
  const lists = Object.values(value).filter((one) => Array.isArray(one) || Array.isArray(valueAt(one, 'results')))
  return lists.length > 0 ? lists.flatMap(entriesOf) : [value]
}

type Kind = 'device' | 'interface' | 'address'

function kindOf(entry: Readonly<Record<string, unknown>>): Kind | null {
  if ('device_type' in entry || 'device_role' in entry || ('rack' in entry && 'site' in entry)) return 'device'
  if ('address' in entry && ('family' in entry || 'assigned_object' in entry || 'vrf' in entry || 'dns_name' in entry))
    return 'address'
  if (
    ('device' in entry || 'virtual_machine' in entry) &&
    ('mac_address' in entry || 'mtu' in entry || 'enabled' in entry)
  )
    return 'interface'
  return null
}

/** NetBox writes a reference as an object with its name, or as the name alone. */
function nameAt(entry: unknown, ...path: readonly string[]): string | null {
  const found = valueAt(entry, ...path)
  if (!isObject(found)) return textAt(entry, ...path)
  return (
    textAt(found, 'name') ??
    textAt(found, 'display') ??
    textAt(found, 'label') ??
    textAt(found, 'value') ??
    textAt(found, 'model')
  )
}

const deviceName = (entry: unknown): string | null =>
  textAt(entry, 'name') ?? textAt(entry, 'asset_tag') ?? textAt(entry, 'serial')

function ownerOf(entry: unknown): string | null {
  return (
    nameAt(entry, 'device') ??
    nameAt(entry, 'assigned_object', 'device') ??
    nameAt(entry, 'interface', 'device') ??
    null
  )
}

function describe({ cells, ips }: OpenDevice, entry: unknown, name: string): void {
  const tag = textAt(entry, 'asset_tag')
  cells.add(tag === null ? 'name' : 'asset_tag', 'tag', tag ?? name)
  cells.add('name', 'name', textAt(entry, 'name'))
  addHostname(cells, textAt(entry, 'name'))
  cells.add('role', 'type', nameAt(entry, 'role') ?? nameAt(entry, 'device_role'))
  cells.add('manufacturer', 'vendor', nameAt(entry, 'device_type', 'manufacturer') ?? nameAt(entry, 'manufacturer'))
  cells.add('device_type', 'model', textAt(entry, 'device_type', 'model') ?? nameAt(entry, 'device_type'))
  cells.add('part_number', 'orderNumber', textAt(entry, 'device_type', 'part_number'))
  cells.add('serial', 'serial', textAt(entry, 'serial'))
  cells.add('site', 'plant', nameAt(entry, 'site'))
  const place = [nameAt(entry, 'location'), nameAt(entry, 'rack')].filter((one) => one !== null)
  const position = textAt(entry, 'position')
  cells.add(
    'location',
    'location',
    [...place, position === null ? null : `U${position}`].filter((one) => one !== null).join(', '),
  )
  const status = textAt(entry, 'status', 'value') ?? textAt(entry, 'status')
  const known = status === null ? undefined : states[status.toLowerCase()]
  cells.add('status', known === undefined ? null : 'lifecycle', known ?? status)
  cells.add('tenant', 'owner', nameAt(entry, 'tenant'))
  cells.add('platform', null, nameAt(entry, 'platform'))
  cells.add('comments', 'remarks', textAt(entry, 'comments') ?? textAt(entry, 'description'))
  for (const path of [['primary_ip4'], ['primary_ip6'], ['primary_ip'], ['oob_ip']]) {
    const address = textAt(entry, ...path, 'address') ?? textAt(entry, ...path)
    if (address !== null) ips.push(withoutPrefix(address))
  }
  const custom = valueAt(entry, 'custom_fields')
  for (const [key, value] of Object.entries(isObject(custom) ? custom : {})) {
    cells.add(`cf_${key}`, customField(key), nameAt({ value }, 'value') ?? (value === true ? 'yes' : null))
  }
}

/** What NetBox calls a device is its host name, unless no host can be called so. */
function addHostname(cells: CellList, name: string | null): void {
  if (name !== null && /^[a-z0-9][\w.-]{0,62}$/i.test(name)) cells.add('hostname', 'hostname', name)
}

/** Custom fields are the house's own; these names mean one thing everywhere. */
const customNames: Readonly<Record<string, string>> = {
  firmware: 'firmware',
  firmware_version: 'firmware',
  fw_version: 'firmware',
  software_version: 'firmware',
  purdue_level: 'level',
  purdue: 'level',
  criticality: 'criticality',
  zone: 'zone',
  security_zone: 'zone',
  order_number: 'orderNumber',
  owner: 'owner',
}
const customField = (key: string): string | null => {
  const plain = key.toLowerCase().replace(/[\s-]/g, '_')
  return Object.hasOwn(customNames, plain) ? customNames[plain]! : null
}

function addAddresses(device: OpenDevice, entry: unknown, kind: Kind, name: string): void {
  device.cells.add('name', 'tag', name)
  addHostname(device.cells, name)
  if (kind === 'address') {
    const address = textAt(entry, 'address')
    if (address !== null) device.ips.push(withoutPrefix(address))
    const dns = textAt(entry, 'dns_name')
    if (dns !== null) device.cells.add('dns_name', null, dns)
  } else {
    const macs = [entry, ...listAt(entry, 'mac_addresses')].flatMap((one) => [
      textAt(one, 'mac_address'),
      textAt(one, 'primary_mac_address', 'mac_address') ?? textAt(one, 'primary_mac_address'),
    ])
    device.macs.push(...macs.filter((mac) => mac !== null))
    for (const address of listAt(entry, 'ip_addresses')) {
      const text = textAt(address, 'address') ?? textAt({ address }, 'address')
      if (text !== null) device.ips.push(withoutPrefix(text))
    }
  }
}

const withoutPrefix = (address: string): string => address.replace(/\/\d{1,3}$/, '')

/** Tables are exported under the fields' names, or under the titles that the screen shows. */
const titles: Readonly<Record<string, string>> = {
  type: 'device_type',
  'device type': 'device_type',
  'asset tag': 'asset_tag',
  'serial number': 'serial',
  'ip address': 'primary_ip',
  'ipv4 address': 'primary_ip4',
  'ipv6 address': 'primary_ip6',
  'mac address': 'mac_address',
  'dns name': 'dns_name',
  'device role': 'role',
  device_role: 'role',
  'virtual machine': 'virtual_machine',
}

function entryOfRow(cells: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> {
  const entry: Record<string, unknown> = {}
  const custom: Record<string, unknown> = {}
  for (const [title, value] of cells) {
    const key = title.trim().toLowerCase()
    const name = titles[key] ?? key.replace(/ /g, '_')
    if (name.startsWith('cf_')) custom[name.slice(3)] = value
    else if (name !== '__proto__') entry[name] = value
  }
  // In a table of interfaces `type` is the interface's, and a device has none.
  if ('device' in entry && 'device_type' in entry) {
    delete entry.device_type
    entry.enabled ??= ''
  }
  return { ...entry, custom_fields: custom }
}
