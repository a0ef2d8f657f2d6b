import type { Bilingual } from '#core/record/record.ts'

const both = (en: string, ja: string): Bilingual => ({ en, ja })

/** Enough of a value to find it again, whatever it is. */
function shown(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? (Array.isArray(value) ? '[…]' : '{…}') : String(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/** What may be wrong in a file of zones and conduits. */
export const policyFaults = {
  tooLong: both('longer than any policy', 'ファイルが大きすぎる'),
  tooDeep: both('nested deeper than any policy', '入れ子が深すぎる'),
  noJson: both(
    'no JSON from here on, or the text ends too early',
    'この位置以降がJSONとして読めない、または途中で終わっている',
  ),
  otherFormat: both(
    'no policy: `format` is not `rung-policy`',
    'ポリシーファイルではない（formatがrung-policyでない）',
  ),
  otherVersion: both(
    'a version that is not known: only version 1 is read',
    '未対応のバージョン（読み取れるのはバージョン1のみ）',
  ),
  noList: both('a list is expected', 'リストではない'),
  noObject: both('an object is expected', 'オブジェクトではない'),
  tooMany: both('too many entries: those from here on are left out', '件数が多すぎるため、これ以降を読み取っていない'),
  missing: both('missing', '未記入'),
  unknownKey: both('a name that this format does not know', 'この形式にない項目名'),
  notUnderstood: (value: unknown) => both(`not understood: ${shown(value)}`, `解釈できない値：${shown(value)}`),
  noDay: (value: unknown) => both(`no day of the calendar: ${shown(value)}`, `日付ではない値：${shown(value)}`),
} as const
