import type { RowProblem } from './sheet.ts'

/** What a reader could not read, as it tells it: see `formats/faults.ts`. */
interface ReadFault {
  readonly reason: string
  readonly sheet?: string
  readonly row?: number
}

const japanese: readonly (readonly [RegExp, string])[] = [
  [/^broken XML/, 'ファイルが壊れているため、これ以降の行を読み取れません'],
  [/^a row number that no sheet has/, '行番号が不正なため、これ以降の行を読み取れません'],
  [/^elements are nested|^a stretch of text without end/, 'ファイルの構造が不正なため、これ以降の行を読み取れません'],
  [/^a cell outside the columns/, '列番号が不正なセルを無視しました'],
  [/characters is cut$/, '32,767文字を超えるセルを途中で切りました'],
  [/^too many merged cells/, '結合セルが多すぎるため、途中から値を補っていません'],
  [/^a quotation mark that is never closed/, '閉じられていない引用符（"）があります'],
  [/^text behind a closing/, '閉じ引用符の後に文字があります'],
  [/^NUL characters/, 'NUL文字を取り除きました'],
  [/^more than .* columns/, '列が多すぎるため、16,384列より後ろを読み取っていません'],
  [/^styles: /, '書式の情報が壊れているため、日付が数値のままになっている可能性があります'],
]

const stops = /^(?:broken XML|a row number that|elements are nested|a stretch of text)/

/** A reader's fault as a problem of the import: refused where the rest of a sheet could not be read, else a note. */
export function problemOf({ reason, sheet, row }: ReadFault): RowProblem {
  const ja = japanese.find(([known]) => known.test(reason))?.[1] ?? `読み取れない箇所があります（${reason}）`
  const stopped = stops.test(reason)
  return {
    severity: stopped ? 'refused' : 'note',
    sheet: sheet ?? null,
    row: row ?? null,
    column: null,
    reason: { en: stopped ? `the rows behind this point cannot be read: ${reason}` : reason, ja },
  }
}
