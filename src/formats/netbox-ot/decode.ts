import { type Day, isDay } from '#core/calendar/day.ts'
import { protocolKinds } from '#core/capture/protocol-kinds.ts'
import type { Bilingual } from '#core/record/record.ts'
import { foldName } from '#core/segmentation/fold-name.ts'
import type { Conduit, Policy, PolicyService, SecurityLevel, Zone, ZoneLevel } from '#core/segmentation/policy.ts'
import { readMacs, readNetworks, readServices, readTags, readVlans } from '#core/segmentation/policy-text.ts'
import { conduitColumns, flowColumns, foldTitle, targetVector, wireName, zoneColumns } from './columns.ts'
import { netboxTexts } from './texts.ts'

/** One table that NetBox exported. */
export interface NetboxTable {
  readonly name: string
  readonly rows: readonly NetboxRow[]
}

interface NetboxRow {
  /** As the spreadsheet shows it. */
  readonly row: number
  /** By the titles of the columns. */
  readonly cells: ReadonlyMap<string, string>
}

export interface NetboxFault {
  readonly file: string
  readonly row: number
  readonly column: string | null
  /** The row was left out; else a value of it. */
  readonly isRefused: boolean
  readonly reason: Bilingual
}

const mostFaults = 5000
const mostRows = 20_000
const levels: readonly ZoneLevel[] = ['0', '1', '2', '3', '3.5', '4', '5']

/**
 * Zones, conduits and flows of netbox-ot as a policy: each allowed flow is a conduit, since there a conduit is the way, and
 * the flow what may go over it. Several tables are one policy; each is known by its columns.
 */
export function decodeNetboxOt(
  tables: readonly NetboxTable[],
  { on }: { readonly on: Day },
): { readonly policy: Policy; readonly faults: readonly NetboxFault[] } {
  const faults: NetboxFault[] = []
  const rows = tables.flatMap(({ name, rows: all }) => all.slice(0, mostRows).map((row) => readRow(name, row, faults)))
  const zones = rows.flatMap((row) => (row.kind === 'zone' ? zoneOf(row, on) : []))
  const names = new Map(
    zones.flatMap(
      ({ name, slug }) =>
        [
          [foldName(slug), name],
          [foldName(name), name],
        ] as const,
    ),
  )
  const ways = rows.filter(({ kind }) => kind === 'conduit')
  const owners = new Map(ways.map((row) => [foldName(row.text(conduitColumns.name)), row.text(conduitColumns.owner)]))
  const conduits = rows.flatMap((row) => (row.kind === 'flow' ? conduitOf(row, on, names, owners) : []))
  const used = new Set(conduits.map(({ from, to }) => [foldName(from), foldName(to)].sort().join('\n')))
  for (const way of ways) {
    const ends = [way.text(conduitColumns.from), way.text(conduitColumns.to)].map((end) =>
      foldName(names.get(foldName(end)) ?? end),
    )
    if (!used.has(ends.sort().join('\n'))) way.tell(null, true, netboxTexts.noFlows)
  }
  for (const row of rows) if (row.kind === null) row.tell(null, true, netboxTexts.unknownTable)
  return { policy: { zones: zones.map(({ slug: _, ...zone }) => zone), conduits }, faults }
}

interface Row {
  readonly kind: 'zone' | 'conduit' | 'flow' | null
  readonly record: string
  text(names: readonly string[]): string
  has(names: readonly string[]): boolean
  tell(column: readonly string[] | null, isRefused: boolean, reason: Bilingual): void
}

function readRow(file: string, { row, cells }: NetboxRow, faults: NetboxFault[]): Row {
  const folded = new Map([...cells].map(([title, value]) => [foldTitle(title), value.trim()]))
  const titles = new Map([...cells.keys()].map((title) => [foldTitle(title), title]))
  const columnOf = (names: readonly string[]) => names.find((name) => folded.has(name))
  const has = (names: readonly string[]) => columnOf(names) !== undefined
  const ends = has(flowColumns.from) && has(flowColumns.to)
  const isFlow = ends && (has(flowColumns.verdict) || has(flowColumns.ports) || has(flowColumns.protocol))
  const isZone = has(zoneColumns.name) && (has(zoneColumns.type) || has(zoneColumns.level) || has(zoneColumns.target))
  const isConduit = has(conduitColumns.from) && has(conduitColumns.to)
  return {
    kind: isFlow ? 'flow' : isConduit ? 'conduit' : isZone ? 'zone' : null,
    record: `${file}#${row}`,
    has,
    text: (names) => folded.get(columnOf(names) ?? '') ?? '',
    tell(column, isRefused, reason) {
      const name = column === null ? undefined : columnOf(column)
      if (faults.length >= mostFaults) return
      faults.push({ file, row, column: name === undefined ? null : (titles.get(name) ?? null), isRefused, reason })
    },
  }
}

const orNull = (text: string): string | null => (text === '' ? null : text)

function zoneOf(row: Row, on: Day): (Zone & { readonly slug: string })[] {
  const name = row.text(zoneColumns.name)
  if (name === '') {
    row.tell(zoneColumns.name, true, netboxTexts.missing)
    return []
  }
  const type = row.text(zoneColumns.type)
  const members = <T>(
    columns: readonly string[],
    read: (text: string) => { found: readonly T[]; unread: readonly string[] },
  ) => {
    const { found, unread } = read(row.text(columns))
    for (const text of unread.slice(0, 20)) row.tell(columns, false, netboxTexts.notUnderstood(text))
    return found
  }
  const zone: Zone = {
    name,
    purpose: orNull(row.text(zoneColumns.purpose)),
    targetLevel: targetOf(row),
    level: levelOf(row, type),
    safety: /safety|sis|安全/i.test(type),
    owner: orNull(row.text(zoneColumns.owner)),
    members: {
      networks: members(zoneColumns.networks, readNetworks),
      vlans: members(zoneColumns.vlans, readVlans),
      macs: members(zoneColumns.macs, readMacs),
      tags: readTags(row.text(zoneColumns.tags).replaceAll(',', ';')),
    },
    validFrom: on,
    validTo: null,
    record: row.record,
  }
  return [{ ...zone, slug: row.text(zoneColumns.slug) || name }]
}

function levelOf(row: Row, type: string): ZoneLevel | null {
  const text = row.text(zoneColumns.level)
  const digits = /\d(?:[._]5)?/.exec(text)?.[0].replace('_', '.')
  const level = levels.find((one) => one === digits) ?? null
  if (text !== '' && level === null) row.tell(zoneColumns.level, false, netboxTexts.notUnderstood(text))
  if (level !== null) return level
  return /dmz/i.test(type) ? '3.5' : /enterprise/i.test(type) ? '4' : null
}

/** A vector over the foundational requirements is more than we keep: the highest of them is the zone's. */
function targetOf(row: Row): SecurityLevel | null {
  const single = row.text(zoneColumns.target)
  const parts = targetVector.map((part) => row.text(zoneColumns.target.map((name) => `${name}_${part}`)))
  const given = [...single.split(/[\s,;/|]+/), ...parts].filter((text) => text !== '')
  const numbers = given.map((text) => Number(/^(?:sl[-_ ]?)?([0-4])$/i.exec(text)?.[1] ?? Number.NaN))
  for (const [i, number] of numbers.entries()) {
    if (Number.isNaN(number)) row.tell(zoneColumns.target, false, netboxTexts.notUnderstood(given[i]!))
  }
  const highest = Math.max(0, ...numbers.filter((number) => !Number.isNaN(number)))
  if (new Set(numbers).size > 1) row.tell(zoneColumns.target, false, netboxTexts.vector(given.join(','), highest))
  return highest === 0 ? null : (highest as SecurityLevel)
}

const allowedWords = /^(?:allowed?|yes|true|permit(?:ted)?|accept(?:ed)?|許可|はい|1)$/i
const exceptionWords = /^(?:temporary|temporarily allowed|exception|conditional(?:ly allowed)?|例外|暫定許可)$/i

function conduitOf(
  row: Row,
  on: Day,
  names: ReadonlyMap<string, string>,
  owners: ReadonlyMap<string, string>,
): Conduit[] {
  const verdict = row.text(flowColumns.verdict)
  const isException = exceptionWords.test(verdict)
  if (!isException && !allowedWords.test(verdict)) {
    row.tell(flowColumns.verdict, true, verdict === '' ? netboxTexts.undecided : netboxTexts.notAllowed(verdict))
    return []
  }
  const [from, to] = [flowColumns.from, flowColumns.to].map((columns) => {
    const end = row.text(columns)
    if (end === '') row.tell(columns, true, netboxTexts.missing)
    return names.get(foldName(end)) ?? end
  }) as [string, string]
  const until = row.text(flowColumns.until).slice(0, 10)
  if (until !== '' && !isDay(until)) row.tell(flowColumns.until, true, netboxTexts.noDay(until))
  const services = servicesIn(row)
  if (from === '' || to === '' || (until !== '' && !isDay(until)) || services === null) return []
  return [
    {
      name: row.text(flowColumns.name) || `${from} → ${to}`,
      from,
      to,
      services,
      operations: null,
      dataFlow: 'both',
      initiator: 'from',
      owner: orNull(row.text(flowColumns.decidedBy)) ?? owners.get(foldName(row.text(flowColumns.conduit))) ?? null,
      validFrom: on,
      validTo: orNull(until),
      isException,
      reason: orNull(row.text(flowColumns.reason)),
      record: row.record,
    },
  ]
}

/** Null where the row is refused: without its service it would say something else. */
function servicesIn(row: Row): PolicyService[] | null {
  const [protocolText, transportText, portsText] = [flowColumns.protocol, flowColumns.transport, flowColumns.ports].map(
    (columns) => row.text(columns),
  ) as [string, string, string]
  const isTransport = /^(?:tcp|udp|sctp)$/i.test(protocolText)
  const transport = isTransport ? protocolText : transportText
  const name = isTransport || protocolText === '' ? '' : wireName(protocolText)
  const isKnown = name !== '' && Object.hasOwn(protocolKinds, name)
  if (name !== '' && !isKnown)
    row.tell(flowColumns.protocol, portsText === '', netboxTexts.unknownProtocol(protocolText))
  const ports = portsText.split(/[\s,;]+/).filter((text) => text !== '')
  const head = [isKnown ? name : '', transport.toLowerCase()].filter((text) => text !== '').join('/')
  if (head === '' && ports.length === 0) {
    if (name === '') row.tell(flowColumns.protocol, true, netboxTexts.missing)
    return null
  }
  const texts =
    ports.length === 0 ? [head] : ports.map((port) => (/^[a-z]/i.test(port) || head === '' ? port : `${head}/${port}`))
  const { found, unread } = readServices(
    texts.map((text) => (/^\d/.test(text) ? `tcp/${text}` : text.toLowerCase())).join('; '),
  )
  for (const text of unread) row.tell(flowColumns.ports, true, netboxTexts.notUnderstood(text))
  return unread.length > 0 || found.length === 0 ? null : [...found]
}
