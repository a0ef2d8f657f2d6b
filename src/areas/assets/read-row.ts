import type { Day } from '#core/calendar/day.ts'
import type { RowProblem } from '#core/import/sheet.ts'
import type { Bilingual, Field } from '#core/record/record.ts'
import { ipAddress, macAddress, plain, several } from './addresses.ts'
import { type AssetFacts, type FactKey, factKeys } from './asset.ts'
import { registryFields } from './fields.ts'
import { flagOf, optionOf } from './rules.ts'

/** A row of a registry as understood. `given` holds only what the file has a column for. */
export interface RegistryRow {
  readonly plant: string | null
  readonly tag: string
  readonly given: Partial<Record<FactKey, AssetFacts[FactKey]>>
  readonly other: Readonly<Record<string, string>>
  readonly reviewedOn: Day | null
  readonly updatedOn: Day | null
  readonly problems: readonly RowProblem[]
  readonly refused: boolean
}

/** What the table reader gives: typed dates, everything else as text, so that a word we do not know refuses no row. */
export const readingFields: readonly Field[] = registryFields.map((field) => {
  if (field.type === 'date' || field.type === 'longText') return field
  const { options: _options, ...rest } = field
  return { ...rest, type: 'text' }
})

const fieldOf = new Map(registryFields.map((field) => [field.key, field]))

/** Where a word is kept that means none of a field's options: `as written: Criticality`. */
export function asWritten(field: Field): string {
  return `as written: ${field.label.en}`
}

export interface RawRow {
  readonly sheet: string | null
  readonly row: number
  readonly values: Readonly<Record<string, unknown>>
  readonly extra: Readonly<Record<string, string>>
}

/** Reads one row; `columns` has the title of each field that the sheet has a column for, `today` bounds what can have happened. */
export function readRegistryRow(raw: RawRow, columns: ReadonlyMap<string, string>, today: Day): RegistryRow {
  const problems: RowProblem[] = []
  const other: Record<string, string> = { ...raw.extra }
  const tell = (severity: RowProblem['severity'], key: string, reason: Bilingual) =>
    problems.push({ severity, sheet: raw.sheet, row: raw.row, column: columns.get(key) ?? key, reason })
  const text = (key: string) => (typeof raw.values[key] === 'string' ? (raw.values[key] as string) : null)

  const given: Partial<Record<FactKey, AssetFacts[FactKey]>> = {}
  for (const key of factKeys) {
    if (!columns.has(key)) continue
    given[key] = readFact(key, text(key), other, tell)
  }
  const reviewedOn = text('reviewedOn')
  if (reviewedOn !== null && reviewedOn > today) {
    tell('refused', 'reviewedOn', {
      en: `the review of ${reviewedOn} lies in the future`,
      ja: `棚卸日 ${reviewedOn} が未来の日付です`,
    })
  }
  const updatedOn = text('updatedOn')
  return {
    plant: text('plant'),
    tag: plain(text('tag') ?? ''),
    given,
    other,
    reviewedOn,
    updatedOn: updatedOn !== null && updatedOn <= today ? updatedOn : null,
    problems,
    refused: problems.some(({ severity }) => severity === 'refused'),
  }
}

type Tell = (severity: RowProblem['severity'], key: string, reason: Bilingual) => void

function readFact(key: FactKey, text: string | null, other: Record<string, string>, tell: Tell): AssetFacts[FactKey] {
  const empty = key === 'ips' || key === 'macs' || key === 'constraints' ? [] : null
  if (text === null || text === '') return empty
  const field = fieldOf.get(key)!
  const keep = () => {
    other[asWritten(field)] = text
    tell('note', key, {
      en: `"${excerptOf(text)}" is none of the known values of ${field.label.en}: kept as written`,
      ja: `「${excerptOf(text)}」は${field.label.ja}の既知の値ではないため、原文のまま保存します`,
    })
    return empty
  }
  switch (key) {
    case 'ips':
      return readAddresses(text, ipAddress, (bad) =>
        tell('refused', key, { en: `"${bad}" is no IP address`, ja: `「${bad}」はIPアドレスではありません` }),
      )
    case 'macs':
      return readAddresses(text, macAddress, (bad) =>
        tell('refused', key, { en: `"${bad}" is no MAC address`, ja: `「${bad}」はMACアドレスではありません` }),
      )
    case 'sis':
      return flagOf(text) ?? (/\bSIL|SIS|安全計装/i.test(text) ? true : keep())
    case 'constraints': {
      const found = several(text.replace(/\s+/g, '_')).map((word) => optionOf(key, field.options ?? [], word))
      const known = found.filter((option) => option !== null)
      return known.length < found.length ? keep() : [...new Set(known)]
    }
    case 'level':
    case 'criticality':
    case 'lifecycle':
      return optionOf(key, field.options ?? [], text) ?? keep()
    default:
      return text
  }
}

function readAddresses(text: string, read: (part: string) => string | null, refuse: (bad: string) => void): string[] {
  const found: string[] = []
  for (const part of several(text)) {
    if (/^(-+|n\/?a|none|dhcp|なし|無|未設定)$/i.test(part)) continue
    const address = read(part)
    if (address === null) refuse(excerptOf(part))
    else if (!found.includes(address)) found.push(address)
  }
  return found
}

function excerptOf(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
