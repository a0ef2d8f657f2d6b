import type { TableRow } from '#core/import/read-table.ts'
import { enterpriseKey } from '#core/import/record-sheet.ts'
import { fold } from '#core/import/text.ts'
import type { Bilingual, Department, RecordKind } from '#core/record/record.ts'
import { BadInput } from '#platform/errors.ts'
import { checkData, isPlausibleDay } from './kind-schema.ts'
import { extra } from './record-sheet.ts'
import type { Content } from './record-store.ts'

/** Whom and what a row may name. */
export interface RowWorld {
  readonly criteria: ReadonlySet<string> | null
  readonly people: readonly { readonly key: string; readonly name: string | null; readonly department: Department }[]
}

export interface RowDefaults {
  readonly plant: string | null
  readonly actor: string | null
}

export interface RecordRow {
  readonly content: Content
  readonly id: string | null
  readonly givenBy: string | null
  readonly acceptedBy: readonly { readonly key: string; readonly department: Department }[]
}

/** Neither the row nor the import names the plant: asked once for all rows. */
export const noPlant: Bilingual = { en: 'the plant is missing', ja: '工場が記入されていません' }

const frame = new Set<string>(['plant', 'effectiveFrom', 'effectiveTo', ...Object.values(extra)])

/** What one row of a sheet says as a record, or the reasons why it says nothing that can be kept. */
export function readRecordRow(
  kind: RecordKind,
  row: TableRow,
  world: RowWorld,
  defaults: RowDefaults,
): { readonly record: RecordRow } | { readonly refused: readonly Bilingual[] } {
  const refused: Bilingual[] = []
  const text = (key: string) => {
    const value = row.values[key]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const scope = scopeOf(kind, row.values.plant, defaults.plant, refused)
  const effectiveFrom = text('effectiveFrom') ?? ''
  const effectiveTo = text('effectiveTo')
  for (const day of [effectiveFrom, effectiveTo]) {
    if (day !== null && !isPlausibleDay(day)) {
      refused.push({ en: `${day} is no plausible date`, ja: `${day} は日付として不自然です` })
    }
  }
  if (effectiveTo !== null && effectiveTo < effectiveFrom) {
    refused.push({
      en: `the end ${effectiveTo} lies before the beginning ${effectiveFrom}`,
      ja: `終了日 ${effectiveTo} が開始日 ${effectiveFrom} より前です`,
    })
  }
  const givenBy = text(extra.givenBy) ? personOf(text(extra.givenBy)!, world, refused)?.key : defaults.actor
  const acceptedBy = (text(extra.acceptedBy) ?? '')
    .split(/[;；]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .flatMap((name) => personOf(name, world, refused) ?? [])
  if (kind.needsAcceptance) checkPersons(givenBy ?? null, acceptedBy, refused)
  let data: Record<string, unknown> = {}
  try {
    const own = Object.entries(row.values).filter(([key]) => !frame.has(key))
    data = checkData(kind, Object.fromEntries(own), world.criteria)
  } catch (error) {
    if (!(error instanceof BadInput)) throw error
    for (const { path, reason } of error.problems) {
      const field = kind.fields.find((one) => `data.${one.key}` === path)
      refused.push({
        en: `"${field?.label.en ?? path}": ${reason}`,
        ja: `「${field?.label.ja ?? path}」の値が正しくありません（${reason}）`,
      })
    }
  }
  if (refused.length > 0 || scope === null) return { refused }
  const content = { kind: kind.key, scope, effectiveFrom, effectiveTo, data }
  return { record: { content, id: text(extra.id), givenBy: givenBy ?? null, acceptedBy } }
}

/** The plants a row names, as keys; all of the enterprise where it names none and the kind may. */
function scopeOf(
  kind: RecordKind,
  value: unknown,
  fallback: string | null,
  refused: Bilingual[],
): Content['scope'] | null {
  if (kind.scope === 'enterprise') return 'enterprise'
  const keys = Array.isArray(value) ? [...new Set(value.map(String))] : []
  if (keys.includes(enterpriseKey)) {
    if (keys.length === 1) return 'enterprise'
    refused.push({
      en: 'the row names all plants and single ones',
      ja: '「全社」と個別の工場が同時に指定されています',
    })
    return null
  }
  if (keys.length > 0) return keys.sort()
  if (fallback !== null) return [fallback]
  if (kind.scope === 'either') return 'enterprise'
  refused.push(noPlant)
  return null
}

function personOf(text: string, world: RowWorld, refused: Bilingual[]) {
  const found = world.people.filter((one) => one.key === text || (one.name !== null && fold(one.name) === fold(text)))
  if (found.length === 1) return found[0]
  refused.push(
    found.length === 0
      ? { en: `nobody is known as "${text}"`, ja: `「${text}」という人は登録されていません` }
      : {
          en: `several people are called "${text}": give the key`,
          ja: `「${text}」は複数います。キーで指定してください`,
        },
  )
  return undefined
}

function checkPersons(
  givenBy: string | null,
  acceptedBy: readonly { readonly key: string }[],
  refused: Bilingual[],
): void {
  if (refused.length > 0) return
  if (givenBy === null) {
    refused.push({
      en: 'nobody gives this: fill in "Given by", or choose who acts',
      ja: '提出者がありません。「提出者」を記入するか、操作する人を選んでください',
    })
  } else if (acceptedBy.some((person) => person.key === givenBy)) {
    refused.push({
      en: 'a record is accepted by another person than its giver',
      ja: '承認者は提出者以外の人でなければなりません',
    })
  }
}
