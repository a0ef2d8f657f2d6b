import type { ImportJob } from '#contract/imports.ts'
import type { Text } from '#web/i18n/text.tsx'

const KINDS = [
  'registry',
  'records',
  'capture',
  'zeek',
  'eve',
  'nmap',
  'netbox',
  'glpi',
  'cyclonedx',
  'aas',
  'access-sessions',
  'csaf',
  'kev',
] as const

/** Kinds whose rows are packets or lines: their import is a capture of the same id. */
const TAPPED: readonly (string | null)[] = ['capture', 'zeek', 'eve', 'nmap']
/** Kinds whose rows are assets. */
const LISTED: readonly (string | null)[] = ['registry', 'netbox', 'glpi', 'cyclonedx', 'aas']
export const isListed = (kind: string | null): boolean => LISTED.includes(kind)
export const isTapped = (kind: string | null): boolean => TAPPED.includes(kind)

/** Kinds whose entries are advisories or exploited vulnerabilities. */
export const tellsVulnerabilities = (kind: string | null): boolean => kind === 'csaf' || kind === 'kev'

/** The kind of a file in words; kinds that the screen has no word for show their key. */
export function kindLabel(kind: string | null, text: Text): string {
  if (kind === null) return text.t('imports.kind.unknown')
  const known = KINDS.find((one) => one === kind)
  return known ? text.t(`imports.kind.${known}`) : kind
}

/** What a file of this kind is counted in. */
export function unitOf(kind: string | null): 'packets' | 'lines' | 'hosts' | 'entries' | 'rows' {
  if (kind === 'capture') return 'packets'
  if (kind === 'zeek' || kind === 'eve' || kind === 'access-sessions') return 'lines'
  if (kind === 'nmap') return 'hosts'
  return kind === 'netbox' || kind === 'glpi' || kind === 'cyclonedx' || kind === 'aas' || tellsVulnerabilities(kind)
    ? 'entries'
    : 'rows'
}

export function isRunning(state: ImportJob['state']): boolean {
  return state === 'waiting' || state === 'staging' || state === 'committing'
}

export function stateTone(state: ImportJob['state']): { readonly tone?: 'warn' | 'wrong' } {
  if (state === 'failed' || state === 'interrupted') return { tone: 'wrong' }
  return state === 'staged' ? { tone: 'warn' } : {}
}

export interface RowName {
  readonly sheet: string | null
  readonly row: number
}

/**
 * Reads rows that a person typed: `5, 9-12` or, with several sheets, `Meters!5, Meters!9-12`. Answers null where a part
 * cannot be read, so that nothing is left out by a typing error.
 */
export function readRows(typed: string, onlySheet: string | null): RowName[] | null {
  const rows: RowName[] = []
  for (const part of typed.normalize('NFKC').split(/[,;、\s]+(?![^!]*!\s*$)/)) {
    if (part === '') continue
    const found = /^(?:(.+)!)?(\d{1,7})(?:[-–~〜](\d{1,7}))?$/.exec(part)
    if (!found) return null
    const [from, to] = [Number(found[2]), Number(found[3] ?? found[2])]
    if (from < 1 || to < from || to - from > 100_000) return null
    for (let row = from; row <= to; row++) rows.push({ sheet: found[1] ?? onlySheet, row })
  }
  return rows
}
