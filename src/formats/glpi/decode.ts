import {
  createCells,
  type Inventory,
  type InventoryDocument,
  type InventoryFault,
  type InventoryItem,
  mostItems,
} from '../inventory.ts'
import { isObject, listAt, textAt, valueAt } from '../json-value.ts'

/**
 * GLPI's computers and network equipment: what its API answers (names expanded), what its agent writes about one machine, or
 * the list that its search exports as CSV.
 */
export function decodeGlpi(documents: readonly InventoryDocument[]): Inventory {
  const items: InventoryItem[] = []
  const ignored: InventoryFault[] = []
  const faults: InventoryFault[] = []
  for (const document of documents) {
    const part = documents.length > 1 ? document.name : null
    if (document.form === 'xml') continue
    const entries =
      document.form === 'table'
        ? document.rows.map(({ row, cells }) => ({ row, item: itemOfRow(cells) }))
        : entriesOf(document.value).map((entry, i) => ({
            row: i + 1,
            item: isObject(entry) ? itemOfEntry(entry) : null,
          }))
    for (const { row, item } of entries) {
      if (items.length >= mostItems) faults.push({ part, row, reason: `more than ${mostItems} things` })
      else if (item === null) faults.push({ part, row, reason: 'the entry is no object' })
      else if (item === 'template') ignored.push({ part, row, reason: 'a template of GLPI, not a thing' })
      else if (item.length === 0 || !item.some(({ field }) => field === 'tag'))
        faults.push({ part, row, reason: 'the device has no name, tag or serial number' })
      else items.push({ part, row, cells: item, findings: [] })
    }
  }
  return { items, ignored, faults }
}

function entriesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (!isObject(value)) return [value]
  const list = value.data ?? value.results ?? value.items
  return Array.isArray(list) ? list : [value]
}

type Cells = InventoryItem['cells']

/** A reference is its name where dropdowns are expanded, an object in the newer API, and a bare number otherwise. */
function nameAt(entry: unknown, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const found = valueAt(entry, key)
    const text = isObject(found) ? (textAt(found, 'completename') ?? textAt(found, 'name')) : textAt(entry, key)
    // `0` is "none"; another number says nothing to a person.
    if (text !== null && !/^(\d+|&nbsp;|n\/a)$/i.test(text)) return plain(text)
  }
  return null
}

/** Texts come with their HTML entities. */
const plain = (text: string): string =>
  text
    .replace(/&#(?:62|x3e);|&gt;/gi, '>')
    .replace(/&#(?:60|x3c);|&lt;/gi, '<')
    .replace(/&#(?:38|x26);|&amp;/gi, '&')
    .trim()

function itemOfEntry(entry: Readonly<Record<string, unknown>>): Cells | 'template' {
  if (isObject(entry.content)) return itemOfAgent(entry)
  if (textAt(entry, 'is_template') === '1' || entry.is_template === true) return 'template'
  const cells = createCells()
  const [name, inventory, serial] = [textAt(entry, 'name'), textAt(entry, 'otherserial'), textAt(entry, 'serial')]
  cells.add('otherserial', inventory === null ? null : 'tag', inventory)
  cells.add('name', inventory === null ? 'tag' : 'name', name ?? serial)
  if (name !== null && /^[a-z0-9][\w.-]{0,62}$/i.test(name)) cells.add('hostname', 'hostname', name)
  cells.add('serial', 'serial', serial)
  const kinds = ['computer', 'networkequipment', 'peripheral', 'printer', 'phone']
  const of = (suffix: string) => kinds.map((kind) => `${kind}${suffix}`)
  cells.add('type', 'type', nameAt(entry, ...of('types_id'), 'type'))
  cells.add('manufacturer', 'vendor', nameAt(entry, 'manufacturers_id', 'manufacturer'))
  cells.add('model', 'model', nameAt(entry, ...of('models_id'), 'model'))
  cells.add('location', 'location', nameAt(entry, 'locations_id', 'location'))
  cells.add('entity', 'plant', nameAt(entry, 'entities_id', 'entity'))
  cells.add('state', 'lifecycle', nameAt(entry, 'states_id', 'status', 'state'))
  cells.add('group_tech', 'owner', nameAt(entry, 'groups_id_tech', 'group_tech', 'users_id_tech', 'user_tech'))
  cells.add('comment', 'remarks', textAt(entry, 'comment'))
  cells.add('date_mod', 'updatedOn', dayOf(textAt(entry, 'date_mod')))
  cells.add('date_inventoried', 'reviewedOn', dayOf(textAt(entry, 'last_inventory_update')))
  const ports = valueAt(entry, '_networkports')
  const flat = isObject(ports)
    ? Object.values(ports).flatMap((one) => listAt({ one }, 'one'))
    : listAt(entry, 'network_ports')
  const macs = flat.map((port) => textAt(port, 'mac'))
  const ips = flat.flatMap((port) =>
    [...listAt(port, 'NetworkName', 'IPAddress'), ...listAt(port, 'ip_addresses')].map(
      (ip) => textAt(ip, 'name') ?? textAt({ ip }, 'ip'),
    ),
  )
  cells.add('ip', 'ips', joined(ips) ?? textAt(entry, 'ip'))
  cells.add('mac', 'macs', joined(macs) ?? textAt(entry, 'mac'))
  return cells.list()
}

/** The agent's own inventory of one machine (`glpi-agent --json`). */
function itemOfAgent(entry: Readonly<Record<string, unknown>>): Cells {
  const { content } = entry
  const cells = createCells()
  const name = textAt(content, 'hardware', 'name') ?? textAt(entry, 'deviceid')
  cells.add(
    'asset_tag',
    textAt(content, 'bios', 'assettag') === null ? null : 'tag',
    textAt(content, 'bios', 'assettag'),
  )
  cells.add('name', cells.valueOf('tag') === null ? 'tag' : 'name', name)
  cells.add('hostname', 'hostname', textAt(content, 'operatingsystem', 'fqdn') ?? textAt(content, 'hardware', 'name'))
  cells.add('serial', 'serial', textAt(content, 'bios', 'ssn') ?? textAt(content, 'hardware', 'serial'))
  cells.add(
    'manufacturer',
    'vendor',
    textAt(content, 'bios', 'smanufacturer') ?? textAt(content, 'network_device', 'manufacturer'),
  )
  cells.add('model', 'model', textAt(content, 'bios', 'smodel') ?? textAt(content, 'network_device', 'model'))
  cells.add('firmware', 'firmware', textAt(content, 'network_device', 'firmware'))
  cells.add('type', 'type', textAt(entry, 'itemtype') ?? textAt(content, 'hardware', 'chassis_type'))
  cells.add('operatingsystem', null, textAt(content, 'operatingsystem', 'full_name'))
  const networks = listAt(content, 'networks')
  const own = (ip: string | null) => (ip === null || /^(127\.|::1$)/.test(ip) ? null : ip)
  cells.add(
    'ip',
    'ips',
    joined(networks.flatMap((one) => [own(textAt(one, 'ipaddress')), own(textAt(one, 'ipaddress6'))])),
  )
  cells.add('mac', 'macs', joined(networks.map((one) => textAt(one, 'macaddr') ?? textAt(one, 'mac'))))
  return cells.list()
}

const joined = (values: readonly (string | null)[]): string | null => {
  const found = [...new Set(values.filter((one) => one !== null && !/^(0\.0\.0\.0|::|00(:00){5})$/.test(one)))]
  return found.length === 0 ? null : found.join('; ')
}

const dayOf = (text: string | null): string | null => /^\d{4}-\d\d-\d\d/.exec(text ?? '')?.[0] ?? null

/** Titles of the search list, in the languages that were met; folded. */
const titles: Readonly<Record<string, string>> = {
  name: 'name',
  nom: 'name',
  bezeichnung: 'name',
  名前: 'name',
  entity: 'plant',
  entité: 'plant',
  status: 'lifecycle',
  statut: 'lifecycle',
  manufacturer: 'vendor',
  manufacturers: 'vendor',
  fabricant: 'vendor',
  hersteller: 'vendor',
  'serial number': 'serial',
  'numéro de série': 'serial',
  seriennummer: 'serial',
  'inventory number': 'tag',
  "numéro d'inventaire": 'tag',
  inventarnummer: 'tag',
  type: 'type',
  types: 'type',
  typ: 'type',
  model: 'model',
  modèle: 'model',
  modell: 'model',
  location: 'location',
  lieu: 'location',
  standort: 'location',
  firmware: 'firmware',
  'firmware - version': 'firmware',
  ip: 'ips',
  'networking - ip': 'ips',
  'network - ip': 'ips',
  'réseau - ip': 'ips',
  'network - mac': 'macs',
  'networking - mac': 'macs',
  'network - mac address': 'macs',
  'group in charge': 'owner',
  'group in charge of the hardware': 'owner',
  'technician in charge': 'owner',
  comments: 'remarks',
  commentaires: 'remarks',
  'last update': 'updatedOn',
  'dernière modification': 'updatedOn',
  'last inventory date': 'reviewedOn',
}

export const glpiTitle = (title: string): string | null => {
  const key = title.trim().toLowerCase()
  return Object.hasOwn(titles, key) ? titles[key]! : null
}

function itemOfRow(row: ReadonlyMap<string, string>): Cells {
  const cells = createCells()
  const named = [...row].map(([title, value]) => ({ title, value: value.trim(), field: glpiTitle(title) }))
  const inventory = named.find(({ field, value }) => field === 'tag' && value !== '')
  for (const { title, value, field } of named) {
    // Without an inventory number the name is what tells the thing apart.
    if (field === 'name' && inventory === undefined) {
      cells.add(title, 'tag', value)
      cells.add(`${title} (GLPI)`, 'name', value)
    } else if (field === 'updatedOn' || field === 'reviewedOn') cells.add(title, field, dayOf(value))
    else cells.add(title, field, field === 'ips' || field === 'macs' ? value.replace(/\s+/g, '; ') : value)
  }
  return cells.list()
}
