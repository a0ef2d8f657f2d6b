import { z } from 'zod'
import { bilingual, day, instant, page, paging, plantKey, reading } from './common.ts'
import { route } from './route.ts'

/** How a device stands to the registry. */
export const deviceStates = ['matched', 'unmanaged', 'conflict'] as const

export const device = z.object({
  /** An address, or `address#unit` for a device behind one; unique within its plant. */
  id: z.string(),
  plant: plantKey,
  ips: z.array(z.string()),
  macs: z.array(z.string()),
  names: z.array(z.string()),
  vlans: z.array(z.number().int()),
  vendor: z.string().nullable(),
  model: z.string().nullable(),
  orderNumber: z.string().nullable(),
  firmware: z.string().nullable(),
  serial: z.string().nullable(),
  roles: z.array(z.object({ role: z.string(), because: z.string(), becauseJa: z.string().optional() })),
  purdueLevel: z
    .object({
      level: z.string(),
      /** 0…1; null only where the picture was kept by an older version. */
      confidence: z.number().nullable(),
      /** `registry` and `zone` are people's words, `inferred` is the traffic's. */
      source: z.enum(['registry', 'zone', 'inferred']).optional(),
      because: z.array(z.string()),
      becauseJa: z.array(z.string()).optional(),
      /** What speaks against it; it has lowered the confidence. */
      against: z.array(z.string()).optional(),
      againstJa: z.array(z.string()).optional(),
    })
    .nullable(),
  /** Days or instants, as far as the captures' clocks can be believed. */
  firstSeen: instant.nullable(),
  lastSeen: instant.nullable(),
  /** The registered asset it was matched with. */
  asset: z.string().nullable(),
  status: z.enum(deviceStates).optional(),
  /** Belongs to the plant: neither an office's nor the internet's. */
  counted: z.boolean().optional(),
  /** A safety controller, or a device that carries a safety protocol. */
  safety: z.boolean().optional(),
  /** Protocols that it spoke, by the names that conversations have. */
  protocols: z.array(z.string()).optional(),
  /** 0…1: the lowest confidence among vendor, model, order number, firmware and serial, as far as known. */
  confidence: z.number().nullable().optional(),
  /** Fields of which something else is said, too. */
  contradicted: z.array(z.string()).optional(),
  /** The id of the device behind which it answers. */
  behind: z.string().nullable().optional(),
  /** Devices that answer behind it. */
  units: z.number().int().optional(),
  /** A person joined or split it. */
  decided: z.boolean().optional(),
})
export type Device = z.infer<typeof device>

export const deviceSorts = [
  'id',
  'plant',
  'name',
  'asset',
  'vendor',
  'model',
  'orderNumber',
  'firmware',
  'serial',
  'role',
  'level',
  'confidence',
  'status',
  'contradicted',
  'safety',
  'protocols',
  'ips',
  'macs',
  'vlans',
  'behind',
  'units',
  'firstSeen',
  'lastSeen',
] as const

export const deviceFilters = z.object({
  plant: plantKey.optional(),
  /** Only devices that this capture shows. */
  capture: z.string().optional(),
  /** Part of an address, name, asset, vendor, model, order number, serial. */
  q: z.string().optional(),
  role: z.string().optional(),
  /** `0` … `5`, or `none`. */
  level: z.string().optional(),
  /** As `deviceChoices` has it. */
  vendor: z.string().optional(),
  protocol: z.string().optional(),
  status: z.enum(deviceStates).optional(),
  safety: z.enum(['true', 'false']).optional(),
  /** Whether something else is said of any field, too. */
  contradicted: z.enum(['true', 'false']).optional(),
  /** Whether it belongs to the plant. */
  counted: z.enum(['true', 'false']).optional(),
})

export const listDevices = route({
  method: 'GET',
  path: '/devices',
  area: 'network',
  summary: 'Devices seen on the wire: searched, filtered, sorted, page by page',
  query: reading
    .extend(paging.shape)
    .extend(deviceFilters.shape)
    .extend({ sort: z.enum(deviceSorts).optional(), order: z.enum(['asc', 'desc']).optional() }),
  /** `total` and `counts` are of all that the filter lets through (`counts` before `status`), on every page. */
  response: page(device).extend({
    counts: z.object({ matched: z.number().int(), unmanaged: z.number().int(), conflict: z.number().int() }).optional(),
  }),
})

export const exportDevices = route({
  method: 'GET',
  path: '/devices/export',
  area: 'network',
  summary:
    'All devices that a filter lets through as a workbook or CSV; with `device` that one alone, as a registry row',
  query: reading.extend(deviceFilters.shape).extend({
    device: z.string().optional(),
    sort: z.enum(deviceSorts).optional(),
    order: z.enum(['asc', 'desc']).optional(),
    format: z.enum(['xlsx', 'csv']).optional(),
    language: z.enum(['en', 'ja']).optional(),
  }),
  response: z.unknown(),
  bytes: 'download',
})

const choice = z.object({ value: z.string(), devices: z.number().int() })

export const getDeviceChoices = route({
  method: 'GET',
  path: '/device-choices',
  area: 'network',
  summary: 'What devices can be filtered by, the most frequent first',
  query: reading.extend({ plant: plantKey.optional() }),
  response: z.object({
    roles: z.array(choice),
    /** `none` stands for devices without a level. */
    levels: z.array(choice),
    vendors: z.array(choice),
    protocols: z.array(choice),
  }),
})

/** Where something is said: a packet of a capture, a line of a file, or a list. */
export const statedBy = z.object({
  /** As conversations name it; `oui` (the card's maker), `order-number` (read out of a text), `registry`, `zone`, `person`, `traffic`. */
  protocol: z.string(),
  title: bilingual,
  capture: z.string().nullable(),
  captureName: z.string().nullable(),
  /** Packet, line or row, from 1. */
  packet: z.number().int().nullable(),
  /** When it was last said: an instant, or the day of the capture. */
  at: z.string().nullable(),
  href: z.string().nullable(),
})
export type StatedBy = z.infer<typeof statedBy>

export const deviceFieldNames = [
  'vendor',
  'model',
  'orderNumber',
  'firmware',
  'serial',
  'name',
  'role',
  'purdueLevel',
] as const

/** One field of a device: what holds, how sure that is, who says it, who says otherwise, and what held before. */
export const deviceField = z.object({
  field: z.enum(deviceFieldNames),
  value: z.string().nullable(),
  /** 0…1; null without a value. */
  confidence: z.number().nullable(),
  because: z.array(bilingual),
  sources: z.array(statedBy),
  contradictions: z.array(z.object({ value: z.string(), because: bilingual.nullable(), sources: z.array(statedBy) })),
  /** Earlier values, the newest first. */
  history: z.array(
    z.object({ value: z.string(), from: day.nullable(), to: day.nullable(), sources: z.array(statedBy) }),
  ),
})
export type DeviceField = z.infer<typeof deviceField>

export const deviceDecision = z.object({
  id: z.string(),
  plant: plantKey,
  kind: z.enum(['merge', 'split']),
  /** Merge: the addresses of each device that was joined. Split: the addresses that were parted, and the rest. */
  groups: z.array(z.array(z.string())),
  reason: z.string(),
  /** Key and name of the person; the name is null once it was erased. */
  by: z.string().nullable(),
  byName: z.string().nullable(),
  at: instant,
  undone: z
    .object({ reason: z.string(), by: z.string().nullable(), byName: z.string().nullable(), at: instant })
    .nullable(),
})
export type DeviceDecision = z.infer<typeof deviceDecision>

const bothWays = z.object({ toServer: z.number().int(), toClient: z.number().int() })
const operations = z.object({
  read: z.number().int(),
  write: z.number().int(),
  program: z.number().int(),
  identify: z.number().int(),
  other: z.number().int(),
})

export const devicePeer = z.object({
  /** The other end: its device id where it is one, else its address. */
  peer: z.string(),
  peerAsset: z.string().nullable(),
  peerLevel: z.string().nullable(),
  /** What this device is in it. */
  side: z.enum(['client', 'server']),
  protocol: z.string(),
  serverPort: z.number().int().nullable(),
  answered: z.boolean(),
  conversations: z.number().int(),
  packets: bothWays,
  bytes: bothWays,
  operations,
  firstSeen: instant.nullable(),
  lastSeen: instant.nullable(),
  /** The latest of its conversations, as `listConversations` has it. */
  conversation: z.string(),
})

export const deviceDetail = device.extend({
  /** In the order of `deviceFieldNames`, all of them. */
  fields: z.array(deviceField),
  /** Everything else that it says of itself: hardware, location, description, … */
  facts: z.array(z.object({ field: z.string(), value: z.string(), sources: z.array(statedBy) })),
  addresses: z.array(
    z.object({
      address: z.string(),
      kind: z.enum(['ipv4', 'ipv6', 'mac']),
      /** Of a MAC: who made the card, by its registered block. */
      vendor: z.string().nullable(),
      firstSeen: day.nullable(),
      lastSeen: day.nullable(),
      /** Why it belongs to this device; empty for the one that gives it its id. */
      because: z.array(bilingual),
    }),
  ),
  /** Why what was seen under several addresses is taken for one device, and what speaks for more that was not joined. */
  joined: z.array(z.object({ because: bilingual, strength: z.number(), addresses: z.array(z.string()) })),
  maybeSame: z.array(z.object({ id: z.string(), because: bilingual, refused: bilingual.nullable() })),
  unitsBehind: z.array(
    z.object({
      id: z.string(),
      unit: z.string(),
      vendor: z.string().nullable(),
      model: z.string().nullable(),
      orderNumber: z.string().nullable(),
      roles: z.array(z.string()),
    }),
  ),
  conversations: z.object({
    total: z.number().int(),
    asClient: z.number().int(),
    asServer: z.number().int(),
    operations: z.object({ asClient: operations, asServer: operations }),
    /** The busiest, at most fifty. */
    peers: z.array(devicePeer),
  }),
  captures: z.array(
    z.object({ id: z.string(), name: z.string(), firstSeen: instant.nullable(), lastSeen: instant.nullable() }),
  ),
  decisions: z.array(deviceDecision),
})
export type DeviceDetail = z.infer<typeof deviceDetail>

/** Its ETag is the version that `mergeDevices`, `splitDevice` and `undoDeviceDecision` want in If-Match. */
export const getDevice = route({
  method: 'GET',
  path: '/devices/:plant/:id',
  area: 'network',
  summary: 'One device: every field with its proof, its addresses, its conversations, its history',
  params: z.object({ plant: plantKey, id: z.string() }),
  query: reading,
  response: deviceDetail,
})

const reason = z.string().trim().min(1).max(2000)

export const mergeDevices = route({
  method: 'POST',
  path: '/devices/:plant/merges',
  area: 'network',
  summary: 'Says that several devices are one; remembered at every later import',
  params: z.object({ plant: plantKey }),
  body: z.object({ devices: z.array(z.string()).min(2).max(50), reason }),
  /** The device that they are now. */
  response: z.object({ decision: deviceDecision, devices: z.array(z.string()) }),
})

export const splitDevice = route({
  method: 'POST',
  path: '/devices/:plant/splits',
  area: 'network',
  summary: 'Says that some addresses of a device belong to another one; remembered at every later import',
  params: z.object({ plant: plantKey }),
  body: z.object({ device: z.string(), addresses: z.array(z.string()).min(1).max(200), reason }),
  /** The devices that they are now. */
  response: z.object({ decision: deviceDecision, devices: z.array(z.string()) }),
})

export const undoDeviceDecision = route({
  method: 'POST',
  path: '/device-decisions/:id/undo',
  area: 'network',
  summary: 'Takes a merge or a split back',
  params: z.object({ id: z.string() }),
  body: z.object({ reason }),
  response: deviceDecision,
})

/** Its ETag is the version of the plant's decisions. */
export const listDeviceDecisions = route({
  method: 'GET',
  path: '/device-decisions',
  area: 'network',
  summary: 'Merges and splits by hand, the newest first, with those taken back',
  query: reading.extend({ plant: plantKey }),
  response: page(deviceDecision),
})

export const unplacedNetwork = z.object({
  plant: plantKey,
  /** `10.1.2.0/24`, or `VLAN 20` where only link addresses are known. */
  network: z.string(),
  vlans: z.array(z.number().int()),
  /** Devices without a level and outside every zone. */
  devices: z.number().int(),
  /** Of these, those that count as the plant's own as long as nobody names the zone. */
  counted: z.number().int(),
  roles: z.array(choice),
  protocols: z.array(choice),
  /** What its devices do, in words. */
  told: bilingual,
  /** A level that would fit, where what they do tells; a proposal for a person, never more. */
  suggestion: z.object({ level: z.string(), confidence: z.number(), because: bilingual }).nullable(),
  /** A few ids. */
  examples: z.array(z.string()),
})
export type UnplacedNetwork = z.infer<typeof unplacedNetwork>

/** A zone is named by a record of kind `zone` (`POST /records`) with the network among its `addresses`. */
export const listUnplacedNetworks = route({
  method: 'GET',
  path: '/unplaced-networks',
  area: 'network',
  summary: 'Networks whose devices have no level and no zone, the largest first',
  query: reading.extend(paging.shape).extend({ plant: plantKey.optional() }),
  response: page(unplacedNetwork),
})

export const deviceRoutes = [
  listDevices,
  exportDevices,
  getDeviceChoices,
  getDevice,
  mergeDevices,
  splitDevice,
  undoDeviceDecision,
  listDeviceDecisions,
  listUnplacedNetworks,
]
