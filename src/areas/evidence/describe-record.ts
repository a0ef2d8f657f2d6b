import type { RecordKind } from '#core/record/record.ts'
import type { LedgerRecord } from './ledger.ts'

/** A record in a sentence, in both languages: what it is, its date, and the file, sheet and row that it came from. */
export function describeRecord(
  record: LedgerRecord,
  kind: RecordKind | undefined,
  names: ReadonlyMap<string, string | null>,
): { readonly text: string; readonly textJa: string } {
  const label = kind?.label ?? { en: record.kind, ja: record.kind }
  const title = titleOf(record, kind)
  const who = (key: string) => names.get(key) ?? key
  const until = record.effectiveTo ? ` – ${record.effectiveTo}` : ''
  const where = originOf(record)
  const accepted = record.acceptances.map((one) => who(one.by))
  const en = [
    `${label.en} ${record.effectiveFrom}${until}${title ? `: ${title}` : ''}`,
    ...(record.scope === 'enterprise' ? [] : [record.scope.join(', ')]),
    where ? where.en : record.recordedBy ? `entered by ${who(record.recordedBy)}` : 'entered on a form',
    ...(accepted.length > 0 ? [`accepted by ${accepted.join(', ')}`] : []),
  ]
  const ja = [
    `${label.ja} ${record.effectiveFrom}${until}${title ? `：${title}` : ''}`,
    ...(record.scope === 'enterprise' ? [] : [record.scope.join('、')]),
    where ? where.ja : record.recordedBy ? `入力者 ${who(record.recordedBy)}` : '画面入力',
    ...(accepted.length > 0 ? [`承認者 ${accepted.join('、')}`] : []),
  ]
  return { text: en.join(' · '), textJa: ja.join(' · ') }
}

/** Where an imported record stands: file, sheet and row. */
export function originOf({ origin, source }: Pick<LedgerRecord, 'origin' | 'source'>) {
  if (origin) {
    const { fileName, sheet, row } = origin
    return {
      en: `${fileName}, ${sheet === null ? 'line' : `sheet ${sheet}, row`} ${row}`,
      ja: `${fileName}${sheet === null ? '' : `、シート ${sheet}`}、${row} 行目`,
    }
  }
  const sha = source?.startsWith('document:') ? source.slice(9, 21) : null
  return sha ? { en: `document ${sha}…`, ja: `文書 ${sha}…` } : null
}

/** The first short text that the record holds: what a person would call it by. */
function titleOf(record: LedgerRecord, kind: RecordKind | undefined): string | null {
  const field = kind?.fields.find((one) => one.type === 'text' && typeof record.data[one.key] === 'string')
  const text = field ? String(record.data[field.key]) : null
  return text && text.length > 80 ? `${text.slice(0, 79)}…` : text
}
