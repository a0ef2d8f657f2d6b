import { type Day, dayNumber, dayOf } from '#core/calendar/day.ts'
import type { StoryDays } from '../days.ts'
import { equipmentOf } from '../equipment.ts'
import { leuna } from '../plants/leuna.ts'
import { type LooseCell, looseWorkbook } from './sheet.ts'
import { germanDate, listed } from './wording.ts'

const ranks = { high: 'A', medium: 'B', low: 'C' } as const

/** Column titles of Leuna's list, and how the person who first imported it said they are to be read. */
export const leunaMapping: Readonly<Record<string, string | null>> = {
  Anlagenkennzeichen: 'tag',
  Bezeichnung: 'name',
  Geräteart: 'type',
  Hersteller: 'vendor',
  Typ: 'model',
  Bestellnummer: 'orderNumber',
  Seriennummer: 'serial',
  Rechnername: 'hostname',
  'IP-Adresse': 'ips',
  'MAC-Adresse': 'macs',
  Sicherheitszone: 'zone',
  Kritikalität: 'criticality',
  Zustand: 'lifecycle',
  Inbetriebnahme: 'operatedOn',
  'Letzte Prüfung': 'reviewedOn',
  Verantwortlich: 'owner',
  Einbauort: 'location',
  Virenschutz: 'protection',
  Kostenstelle: null,
}

const titles = [
  ...Object.keys(leunaMapping).slice(0, 6),
  'Firmware',
  ...Object.keys(leunaMapping).slice(6, 11),
  'SIS',
  ...Object.keys(leunaMapping).slice(11),
]

/** Leuna's list is in German: dates with dots, an A-B-C of criticality, a column of cost centres that means nothing here. */
export function leunaRegistry(days: StoryDays, edition: number, on: Day): Promise<Uint8Array> {
  const all = listed(equipmentOf(leuna, days), edition, leuna.editions)
  const rows = all.map((one, n): LooseCell[] => [
    one.tag,
    one.name,
    one.make.kind.de,
    one.make.vendor,
    one.make.model,
    one.make.order,
    one.firmware,
    one.serial,
    one.hostname,
    edition === 1 && one.tag === 'WT-03' ? '10.21.10.8x' : one.ip,
    one.mac,
    one.zone.name,
    one.sis ? 'x' : null,
    ranks[one.criticality],
    one.renewalOn ? 'Ersatz geplant' : 'in Betrieb',
    germanDate(one.deployedOn),
    // The round through the plant took three weeks.
    germanDate(dayOf(dayNumber(on) - (n % 21))),
    one.owner,
    one.unit,
    one.make.voice === 'computer' ? (one.protection ? 'ja' : 'nein') : null,
    `4711-${100 + (n % 8)}`,
  ])
  const sheet = {
    name: 'Geräteliste',
    rows: [['Werk Leuna – Geräteliste Automatisierung'], [`Stand: ${germanDate(on)}`], [], titles, ...rows],
  }
  return looseWorkbook(
    [sheet, { name: 'Legende', rows: [['A = anlagenkritisch'], ['B = wichtig'], ['C = sonstige']] }],
    on,
  )
}
