import { enterpriseKey, kindOfSheet, recordSheetFields, recordTemplate } from '#core/import/record-sheet.ts'
import { type Language, planTable, type SheetPlan } from '#core/import/sheet-plan.ts'
import { fold } from '#core/import/text.ts'
import type { Field, RecordKind } from '#core/record/record.ts'
import type { Plant } from '../plants/index.ts'
import type { LedgerRecord } from './ledger.ts'

/** Keys of the columns that a sheet of records has beside its frame and its kind's fields. */
export const extra = { givenBy: '_givenBy', acceptedBy: '_acceptedBy', id: '_id' } as const

/** Plants as a sheet may name them: by key, by name, or by their local name. */
export type PlantNames = readonly Pick<Plant, 'key' | 'name' | 'localName'>[]

/** The columns of a kind's sheet: plant, dates, the kind's own fields, who gave and accepted it, and its id. */
export function sheetFields(kind: RecordKind, plants: PlantNames): Field[] {
  const locals = new Map(plants.map((plant) => [plant.key, plant]))
  const fields = recordSheetFields(kind, plants).map((field) =>
    field.key === 'plant' && field.options
      ? {
          ...field,
          options: field.options.map((option) => ({ ...option, label: labelOf(option, locals.get(option.key)) })),
        }
      : field,
  )
  if (kind.needsAcceptance) fields.push(...personFields)
  fields.push(idField)
  return fields
}

function labelOf(option: NonNullable<Field['options']>[number], plant: PlantNames[number] | undefined) {
  return plant ? { en: plant.localName?.en ?? plant.name, ja: plant.localName?.ja ?? plant.name } : option.label
}

const personFields: readonly Field[] = [
  {
    key: extra.givenBy,
    type: 'text',
    label: { en: 'Given by', ja: '提出者' },
    hint: {
      en: 'Key or name of the person who states this. Empty: the person who imports.',
      ja: '表明する人のキーまたは氏名。空欄の場合は取り込む人。',
    },
    aliases: ['stated by', '記入者', '表明者'],
  },
  {
    key: extra.acceptedBy,
    type: 'text',
    label: { en: 'Accepted by', ja: '承認者' },
    hint: {
      en: 'Other persons than the giver; several separated by ;',
      ja: '提出者以外の人。複数は ; で区切ります。',
    },
    aliases: ['確認者', '受入者'],
  },
]

const idField: Field = {
  key: extra.id,
  type: 'text',
  label: { en: 'Record ID', ja: '記録ID' },
  hint: {
    en: 'Written by an export. Leave it, and a changed row corrects its record.',
    ja: '出力時に入る値です。そのまま残すと、変更した行は元の記録の訂正になります。',
  },
}

/** A longer list of plants helps nobody who fills in a cell. */
const MOST_OFFERED = 40

/** The template of some kinds in one language: one empty sheet each, behind one that explains them. */
export function templateOf(kinds: readonly RecordKind[], plants: PlantNames, language: Language): SheetPlan[] {
  const byKey = new Map(kinds.map((kind) => [kind.key, kind]))
  return recordTemplate(kinds, language, plants.length <= MOST_OFFERED ? plants : null).map((sheet) => {
    const kind = byKey.get(sheet.name) ?? kindOfSheet(sheet.name, kinds)
    if (!kind?.needsAcceptance) return sheet
    const persons = planTable(sheet.name, personFields, [], language).columns
    return { ...sheet, columns: [...sheet.columns, ...persons] }
  })
}

/** Records as sheets that import again unchanged. */
export function exportOf(
  kinds: readonly RecordKind[],
  records: readonly LedgerRecord[],
  language: Language,
): SheetPlan[] {
  const byKind = Map.groupBy(records, (record) => record.kind)
  return kinds.flatMap((kind) => {
    const mine = byKind.get(kind.key)
    if (!mine) return []
    const rows = mine.map((record) => ({
      ...record.data,
      plant: record.scope === 'enterprise' ? enterpriseKey : record.scope.join('; '),
      effectiveFrom: record.effectiveFrom,
      effectiveTo: record.effectiveTo,
      [extra.givenBy]: record.recordedBy,
      [extra.acceptedBy]: record.acceptances.map((one) => one.by).join('; '),
      [extra.id]: record.id,
    }))
    // Plants go out by their keys: names may be equal, keys are not.
    const fields = sheetFields(kind, []).map((field) => (field.key === 'plant' ? asText(field) : field))
    return [planTable(kind.key, fields, rows, language)]
  })
}

function asText({ options: _, ...field }: Field): Field {
  return { ...field, type: 'text' }
}

/** The sheet of our own templates that explains the others is no sheet of records. */
export function isGuide(name: string): boolean {
  return ['Read me', 'はじめに'].some((guide) => fold(guide) === fold(name))
}
