import { type Generated, type Kysely, sql, type Transaction } from 'kysely'
import type { Day } from '#core/calendar/day.ts'
import type { CaptureFacts, Identity } from '#core/capture/inspection.ts'
import type { SourceKind, SourcePart, ToldConversation, ToldDevice } from '#core/capture/told.ts'
import { insertMany } from '#platform/database/insert-many.ts'

interface CaptureRow {
  plant: string
  id: string
  import_id: string
  file_name: string
  file_sha256: string
  source: string
  packets: number
  bytes: number
  first_seen: string | null
  last_seen: string | null
  link_types: string[]
  kind: Generated<SourceKind>
  parts: Generated<object>
  days: string[]
  /** Of a sensor: whose day this row is, and how often it changed what a picture rests on. */
  sensor_id: Generated<string | null>
  revision: Generated<number>
  accounting: object
  faults: object
  clock_fault: ClockFault | null
  staged_at: string
  recorded_by: string | null
  committed_at: string | null
  undone_at: string | null
}

export interface DeviceRow {
  plant: string
  capture_id: string
  id: string
  ips: string[]
  macs: string[]
  names: string[]
  vlans: number[]
  vendor: string | null
  model: string | null
  order_number: string | null
  firmware: string | null
  serial: string | null
  roles: object
  level: object | null
  first_seen: string | null
  last_seen: string | null
  packets_seen: number[]
  days: string[]
  behind?: string | null
  claimed?: string[] | null
  protocols?: string[] | null
  safety?: object | null
  joined?: object | null
}

export interface ConversationRow {
  plant: string
  capture_id: string
  n: number
  client: string
  server: string
  transport: string
  server_port: number | null
  protocol: string | null
  packets_to_server: number | null
  packets_to_client: number | null
  bytes_to_server: number | null
  bytes_to_client: number | null
  answered: boolean | null
  operations: object | null
  functions: object
  exceptions: number
  first_seen: string | null
  last_seen: string | null
  packets_seen: number[]
  days: string[]
}

export interface NetworkTables {
  'network.capture': CaptureRow
  'network.clock_correction': {
    plant: string
    capture_id: string
    seq: Generated<number>
    add_seconds: number
    reason: string
    recorded_at: string
    recorded_by: string | null
  }
  'network.device': DeviceRow
  'network.conversation': ConversationRow
  'network.identity': {
    plant: string
    capture_id: string
    n: number
    device: string
    protocol: string
    field: string
    value: string
    packet: number
    address: string | null
  }
  'network.observed': {
    plant: string
    id: string
    ips: string[]
    macs: string[]
    names: string[]
    vendor: string | null
    model: string | null
    order_number: string | null
    firmware: string | null
    serial: string | null
    roles: object
    level: string | null
    level_source: string
    status: string
    tag: string | null
    reasons: object
    managed_from: string | null
    baseline: boolean
    counted: boolean
    days: string[]
    first_seen: string | null
    last_seen: string | null
    capture_id: string
    packet: number | null
    name: string | null
    role: string | null
    maker: string | null
    fields: object
    confidence: number | null
    contradicted: string[]
    level_confidence: number | null
    level_because: object
    level_against: object
    vlans: number[]
    protocols: string[]
    safety: object
    behind: string | null
    units: number
    addresses: object
    joined: object
    maybe_same: object
    decisions: string[]
    search: string
    id_order: string
    suggested_level: string | null
    suggested_confidence: number | null
    critical_from: string | null
    zone: string | null
    digest: string
  }
  'network.observed_address': { plant: string; address: string; capture_id: string; id: string }
  'network.device_decision': {
    plant: string
    id: string
    seq: Generated<number>
    kind: string
    groups: object
    reason: string
    recorded_at: string
    recorded_by: string | null
  }
  'network.device_decision_undo': {
    plant: string
    decision_id: string
    seq: Generated<number>
    reason: string
    recorded_at: string
    recorded_by: string | null
  }
  'network.looked_day': {
    plant: string
    day: string
    capture_id: string
    boundary: boolean
    crossings: number
    late: boolean
  }
  'network.crossing': {
    plant: string
    capture_id: string
    n: number
    client_level: string
    server_level: string
    days: string[]
  }
  'network.picture_state': { plant: string; key: string; built_at: string }
  'network.verdict': {
    plant: string
    capture_id: string
    generation: number
    n: number
    verdict: string
    client_zone: string | null
    server_zone: string | null
    conduits: string[]
    operations: string[]
    answered: boolean | null
    days: string[]
  }
  'network.verdict_pair': {
    plant: string
    capture_id: string
    generation: number
    k: number
    client_zone: string
    server_zone: string
    verdict: string
    conversations: number
    attempts: number
    starts: number[]
    last_start: number
    answered_day: number | null
    answered_n: number | null
    attempt_day: number | null
    attempt_n: number | null
    days: number[]
  }
  'network.verdict_conduit': {
    plant: string
    capture_id: string
    generation: number
    k: number
    conduit: string
    client_zone: string
    server_zone: string
    verdict: string
    protocol: string | null
    transport: string
    port: number | null
    conversations: number
    starts: number[]
    last_start: number
    operations: string[]
    days: number[]
    attempt_days: number[]
  }
}

export type Db = Kysely<NetworkTables> | Transaction<NetworkTables>

export type ClockFault = 'future' | 'before2000'

export interface NewCapture {
  readonly plant: string
  readonly id: string
  readonly importId: string
  readonly sha256: string
  readonly source: string
  readonly facts: CaptureFacts
  /** Default: a capture of packets. */
  readonly kind?: SourceKind
  readonly parts?: readonly SourcePart[]
  readonly days: readonly Day[]
  readonly clockFault: ClockFault | null
  readonly stagedAt: string
  readonly recordedBy: string | null
}

export async function insertCapture(db: Db, capture: NewCapture): Promise<void> {
  const { facts } = capture
  await insertMany(db, 'network.capture', [
    {
      plant: capture.plant,
      id: capture.id,
      import_id: capture.importId,
      file_name: facts.file,
      file_sha256: capture.sha256,
      source: capture.source,
      packets: facts.packets,
      bytes: facts.bytes,
      first_seen: facts.firstSeen,
      last_seen: facts.lastSeen,
      link_types: [...facts.linkTypes],
      kind: capture.kind ?? 'pcap',
      parts: [...(capture.parts ?? [])],
      days: [...capture.days],
      accounting: facts.accounting,
      faults: [...facts.faults],
      clock_fault: capture.clockFault,
      staged_at: capture.stagedAt,
      recorded_by: capture.recordedBy,
      committed_at: null,
      undone_at: null,
    },
  ])
}

type Place = { readonly plant: string; readonly id: string }

export async function insertDevices(db: Db, place: Place, devices: Parameters<typeof deviceRows>[1]): Promise<void> {
  await insertMany(db, 'network.device', deviceRows(place, devices))
}

export function deviceRows(
  place: Place,
  devices: readonly (ToldDevice & { readonly days: readonly Day[] })[],
): DeviceRow[] {
  return devices.map((device) => ({
    plant: place.plant,
    capture_id: place.id,
    id: device.id,
    ips: [...device.ips],
    macs: [...device.macs],
    names: [...device.names],
    vlans: [...device.vlans],
    vendor: device.vendor,
    model: device.model,
    order_number: device.orderNumber,
    firmware: device.firmware,
    serial: device.serial,
    roles: [...device.roles],
    level: device.purdueLevel,
    first_seen: device.firstSeen,
    last_seen: device.lastSeen,
    packets_seen: [...device.packetsSeen],
    days: [...device.days],
    behind: device.behind ?? null,
    claimed: [...(device.claimed ?? [])],
    protocols: [...(device.protocols ?? [])],
    safety: bilingual(device.safety, device.safetyJa),
    joined: bilingual(device.joinedBy, device.joinedByJa),
  }))
}

function bilingual(en: readonly string[] = [], ja: readonly string[] = en): object {
  return en.map((text, i) => ({ en: text, ja: ja[i] ?? text }))
}

export async function insertConversations(
  db: Db,
  place: Place,
  conversations: readonly ToldConversation[],
): Promise<void> {
  await insertMany(db, 'network.conversation', conversationRows(place, conversations))
}

export function conversationRows(place: Place, conversations: readonly ToldConversation[]): ConversationRow[] {
  return conversations.map((talk, i) => ({
    plant: place.plant,
    capture_id: place.id,
    n: i + 1,
    client: talk.client,
    server: talk.server,
    transport: talk.transport,
    server_port: talk.serverPort,
    protocol: talk.protocol,
    packets_to_server: talk.packets.toServer,
    packets_to_client: talk.packets.toClient,
    bytes_to_server: talk.bytes.toServer,
    bytes_to_client: talk.bytes.toClient,
    answered: talk.answered,
    operations: talk.operations,
    functions: [...talk.functions],
    exceptions: talk.exceptions,
    first_seen: talk.firstSeen,
    last_seen: talk.lastSeen,
    packets_seen: [...talk.packetsSeen],
    days: [...talk.days],
  }))
}

export async function insertIdentities(
  db: Db,
  place: { readonly plant: string; readonly id: string },
  identities: readonly Identity[],
): Promise<void> {
  await insertMany(
    db,
    'network.identity',
    identities.map(({ address, ...identity }, i) => ({
      plant: place.plant,
      capture_id: place.id,
      n: i + 1,
      ...identity,
      address: address ?? null,
    })),
  )
}

export async function commitCaptures(db: Db, importId: string, at: string): Promise<boolean> {
  const done = await db
    .updateTable('network.capture')
    .set({ committed_at: at, undone_at: null })
    .where('import_id', '=', importId)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

export async function undoCaptures(db: Db, importId: string, at: string): Promise<void> {
  await db
    .updateTable('network.capture')
    .set({ undone_at: at })
    .where('import_id', '=', importId)
    .where('committed_at', 'is not', null)
    .execute()
}

/** Removes what was staged and never committed, in bites. */
export async function discardCaptures(db: Db, importId: string): Promise<void> {
  const staged = await db
    .selectFrom('network.capture')
    .select(['plant', 'id'])
    .where('import_id', '=', importId)
    .where('committed_at', 'is', null)
    .execute()
  for (const { plant, id } of staged) {
    for (const table of ['network.device', 'network.conversation', 'network.identity'] as const) {
      for (;;) {
        const done =
          await sql`delete from ${sql.table(table)} where ctid = any(array(select ctid from ${sql.table(table)}
          where plant = ${plant} and capture_id = ${id} limit 5000))`.execute(db)
        if ((done.numAffectedRows ?? 0n) === 0n) break
      }
    }
    await db.deleteFrom('network.capture').where('plant', '=', plant).where('id', '=', id).execute()
  }
}

/** A capture of the same file at the same plant that is already visible. */
export async function sameCapture(db: Db, plant: string, sha256: string): Promise<string | null> {
  const found = await sql<{ id: string }>`
    select id from network.capture where plant = ${plant} and file_sha256 = ${sha256}
      and committed_at is not null and undone_at is null limit 1`.execute(db)
  return found.rows[0]?.id ?? null
}

export async function insertCorrection(
  db: Db,
  correction: {
    readonly plant: string
    readonly captureId: string
    readonly addSeconds: number
    readonly reason: string
    readonly at: string
    readonly by: string | null
  },
): Promise<void> {
  await db
    .insertInto('network.clock_correction')
    .values({
      plant: correction.plant,
      capture_id: correction.captureId,
      add_seconds: correction.addSeconds,
      reason: correction.reason,
      recorded_at: correction.at,
      recorded_by: correction.by,
    })
    .execute()
}

/** A text per plant that differs whenever what was captured there may have changed. */
export async function loadRevisions(db: Db): Promise<Map<string, string>> {
  const found = await sql<{ plant: string; revision: string }>`
    select c.plant, concat(count(*), '.', count(c.undone_at), '.', max(extract(epoch from c.committed_at)), '.',
      sum(c.revision), '.', (select coalesce(max(k.seq), 0) from network.clock_correction k where k.plant = c.plant)) as revision
    from network.capture c where c.committed_at is not null group by c.plant
  `.execute(db)
  return new Map(found.rows.map((row) => [row.plant, row.revision]))
}

export async function clearNetwork(trx: Db): Promise<void> {
  await sql`truncate network.capture, network.clock_correction, network.device, network.conversation, network.identity,
    network.observed, network.observed_address, network.device_decision, network.device_decision_undo, network.looked_day, network.crossing, network.picture_state, network.sensor, network.sensor_series,
    network.sensor_slice, network.sensor_proof, network.ruleset, network.ruleset_place, network.verdict, network.verdict_state,
    network.verdict_pair, network.verdict_conduit`.execute(trx)
}
