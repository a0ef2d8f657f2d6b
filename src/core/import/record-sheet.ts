import type { Bilingual, Field, RecordKind } from '../record/record.ts'
import { columnOf, type Language, type SheetPlan, sheetName } from './sheet-plan.ts'
import { fold } from './text.ts'

/** A plant as a sheet names it. */
export interface PlantName {
  readonly key: string
  readonly name: string
}

/** The key under which the plant column answers "all plants". */
export const enterpriseKey = 'enterprise'

/**
 * The columns of a kind's sheet: where it holds, from when, until when (`plant`, `effectiveFrom`, `effectiveTo`), then
 * the kind's own fields. With `plants` the plant column takes their keys and names, several of them, and for kinds that
 * may speak for the enterprise also `enterprise`; without, it is a text.
 */
export function recordSheetFields(kind: RecordKind, plants: readonly PlantName[] | null = null): Field[] {
  const frame: Field[] = []
  if (kind.scope !== 'enterprise') frame.push(plantField(kind, plants))
  frame.push({
    key: 'effectiveFrom',
    type: 'date',
    label: kind.dateLabel,
    required: true,
    aliases: ['effective from', 'date', '日付', '年月日', '実施日', '開催日', '適用日', '発効日'],
  })
  if (kind.hasEnd) {
    frame.push({
      key: 'effectiveTo',
      type: 'date',
      label: { en: 'In force until', ja: '有効期限' },
      hint: { en: 'Empty: until it is replaced.', ja: '空欄の場合は、次の版に置き換わるまで有効とします。' },
      aliases: ['effective to', 'valid until', 'expires', '終了日', '有効期間終了', '失効日'],
    })
  }
  return [...frame, ...kind.fields]
}

function plantField(kind: RecordKind, plants: readonly PlantName[] | null): Field {
  const enterprise = { key: enterpriseKey, label: { en: 'All plants', ja: '全社' } }
  const options = (plants ?? []).map(({ key, name }) => ({ key, label: { en: name, ja: name } }))
  const either = kind.scope === 'either'
  return {
    key: 'plant',
    type: plants ? 'choices' : 'text',
    label: { en: 'Plant', ja: '工場' },
    hint: {
      en: `The plant's key or name${either ? '; empty: the whole enterprise' : ''}.${plants ? '' : ' Several: separate by ;'}`,
      ja: `工場のキーまたは名称。${either ? '空欄は全社。' : ''}${plants ? '' : '複数は ; で区切ります。'}`,
    },
    required: !either,
    aliases: [
      'plants',
      'site',
      'sites',
      'factory',
      'plant key',
      '事業所',
      '拠点',
      'サイト',
      '工場名',
      '製造所',
      'プラント',
      '対象工場',
    ],
    ...(plants ? { options: either ? [enterprise, ...options] : options } : {}),
  }
}

/** The kind whose sheet this is: by its key, or its label in either language. */
export function kindOfSheet(name: string | null, kinds: readonly RecordKind[]): RecordKind | null {
  if (name === null) return null
  const wanted = fold(name)
  return (
    kinds.find(({ key, label }) =>
      [key, label.en, label.ja].some((own) => fold(own) === wanted || fold(sheetName(own)) === wanted),
    ) ?? null
  )
}

const texts = {
  readMe: { en: 'Read me', ja: 'はじめに' },
  sheet: { en: 'Sheet', ja: 'シート' },
  kind: { en: 'What is recorded', ja: '記録の種類' },
  purpose: { en: 'Which question it answers', ja: '答える質問' },
  column: { en: 'Column to fill in', ja: '記入する列' },
  required: { en: 'Needed', ja: '必須か' },
  how: { en: 'How to fill it in', ja: '記入方法' },
  yes: { en: 'required', ja: '必須' },
  no: { en: 'optional', ja: '任意' },
} as const satisfies Record<string, Bilingual>

/** The template of some kinds: one empty sheet each, behind a sheet that says what each column is for. */
export function recordTemplate(
  kinds: readonly RecordKind[],
  language: Language,
  plants: readonly PlantName[] | null = null,
): SheetPlan[] {
  const title = (key: keyof typeof texts) => texts[key][language]
  const explained = kinds.flatMap((kind) =>
    recordSheetFields(kind, plants).map((field, i) => [
      sheetName(kind.key),
      i === 0 ? kind.label[language] : null,
      i === 0 ? kind.purpose[language] : null,
      field.label[language],
      field.required ? texts.yes[language] : texts.no[language],
      howTo(field, language),
    ]),
  )
  const readMe: SheetPlan = {
    name: title('readMe'),
    columns: (['sheet', 'kind', 'purpose', 'column', 'required', 'how'] as const).map((key) => ({
      title: title(key),
      type: 'text',
    })),
    rows: explained,
  }
  const sheets = kinds.map((kind) => ({
    name: sheetName(kind.key),
    columns: recordSheetFields(kind, plants).map((field) => ({
      ...columnOf(field, language),
      title: field.required ? `${field.label[language]} *` : field.label[language],
      hint: howTo(field, language),
    })),
    rows: [],
  }))
  return [readMe, ...sheets]
}

function howTo(field: Field, language: Language): string {
  const en = language === 'en'
  const names = columnOf(field, language).options ?? []
  const range = [field.min, field.max].some((bound) => bound !== undefined)
    ? ` (${field.min ?? ''}–${field.max ?? ''})`
    : ''
  const shape = {
    text: '',
    longText: '',
    date: en ? 'Date, such as 2026-04-01.' : '日付。2026/4/1、令和8年4月1日など。',
    number: en ? `Number${range}.` : `数値${range}。`,
    share: en ? 'Share, such as 85%.' : '割合。85%など。',
    flag: en ? 'yes or no.' : 'はい・いいえ（○・×も可）。',
    choice: en ? `One of: ${names.join(', ')}.` : `次から一つ：${names.join('、')}。`,
    choices: en
      ? `Any of, separated by ; : ${names.join('; ')}.`
      : `次から選択。複数は ; で区切る：${names.join('; ')}。`,
  }[field.type]
  return [field.hint?.[language] ?? '', shape].filter((part) => part !== '').join(en ? ' ' : '')
}
