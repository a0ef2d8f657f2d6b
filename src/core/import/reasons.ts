import type { Bilingual } from '../record/record.ts'

/** The sentences of the importers: each names what was found and what to do, in the words of a plant. */
const both = (en: string, ja: string): Bilingual => ({ en, ja })

export const reasons = {
  notADate: (column: string, bad: string) =>
    both(`"${column}": "${bad}" is not a date`, `「${column}」：「${bad}」は日付として読めません`),
  noSuchDay: (column: string, bad: string) =>
    both(`"${column}": "${bad}" is no day of the calendar`, `「${column}」：「${bad}」は暦にない日付です`),
  ambiguous: (column: string, bad: string) =>
    both(
      `"${column}": "${bad}" may be day-month or month-day: write it as YYYY-MM-DD`,
      `「${column}」：「${bad}」は日と月の順が判別できません。YYYY-MM-DDの形で記入してください`,
    ),
  of1900: (column: string, bad: string) =>
    both(
      `"${column}": "${bad}" is a date of 1900: the cell was probably empty or zero`,
      `「${column}」：「${bad}」は1900年の日付です。空欄または0が日付表示になっている可能性があります`,
    ),
  incomplete: (column: string, bad: string) =>
    both(`"${column}": "${bad}" lacks the day or the month`, `「${column}」：「${bad}」には月または日がありません`),
  outsideEra: (column: string, bad: string) =>
    both(
      `"${column}": "${bad}" lies outside its Japanese era`,
      `「${column}」：「${bad}」はその元号の期間にありません`,
    ),
  notANumber: (column: string, bad: string) =>
    both(`"${column}": "${bad}" is not a number`, `「${column}」：「${bad}」は数値として読めません`),
  ambiguousComma: (column: string, bad: string) =>
    both(
      `"${column}": the commas of "${bad}" make no number`,
      `「${column}」：「${bad}」のカンマの位置が数値として読めません`,
    ),
  otherUnit: (column: string, bad: string, unit: string) =>
    both(
      `"${column}": "${bad}" has the unit "${unit}", which the column does not have`,
      `「${column}」：「${bad}」の単位「${unit}」は、この列の単位と異なります`,
    ),
  belowMin: (column: string, bad: string, min: number) =>
    both(`"${column}": ${bad} is less than ${min}`, `「${column}」：${bad}は下限${min}より小さい値です`),
  aboveMax: (column: string, bad: string, max: number) =>
    both(`"${column}": ${bad} is more than ${max}`, `「${column}」：${bad}は上限${max}より大きい値です`),
  notAShare: (column: string, bad: string) =>
    both(
      `"${column}": "${bad}" is no share: write 85% or 0.85`,
      `「${column}」：「${bad}」は割合として読めません。85%または0.85のように記入してください`,
    ),
  notAFlag: (column: string, bad: string) =>
    both(
      `"${column}": "${bad}" is neither yes nor no`,
      `「${column}」：「${bad}」は「はい／いいえ」（○／×）として読めません`,
    ),
  notAnOption: (column: string, bad: string, en: string, ja: string) =>
    both(`"${column}": "${bad}" is none of: ${en}`, `「${column}」：「${bad}」は選択肢にありません（${ja}）`),
  severalOptions: (column: string, bad: string) =>
    both(
      `"${column}": "${bad}" names more than one option`,
      `「${column}」：「${bad}」に当てはまる選択肢が複数あります`,
    ),
  errorCell: (column: string, bad: string) =>
    both(`"${column}": the cell holds the error ${bad}`, `「${column}」：セルがエラー（${bad}）になっています`),
  noResult: (column: string) =>
    both(
      `"${column}": a formula without a stored result; open the file in Excel and save it`,
      `「${column}」：数式の計算結果が保存されていません。Excelで開いて保存し直してください`,
    ),
  formula: (columns: string) =>
    both(
      `the stored results of formulas were taken: ${columns}`,
      `数式のセルは、保存されている計算結果を取り込みました：${columns}`,
    ),
  tooLong: (column: string, max: number) =>
    both(`"${column}": longer than ${max} characters`, `「${column}」：${max}文字を超えています`),
  missing: (column: string) => both(`"${column}" is required and empty`, `「${column}」は必須ですが空欄です`),
  missingColumn: (label: Bilingual) =>
    both(`no column for "${label.en}", which is required`, `必須項目「${label.ja}」に当たる列がありません`),
  unknownColumn: (column: string) =>
    both(
      `unknown column "${column}": kept as it is, not understood`,
      `列「${column}」は項目に対応づけられません。内容はそのまま保存します`,
    ),
  leftOut: (column: string) =>
    both(`column "${column}" is left out, as chosen`, `列「${column}」は指定により取り込みません`),
  duplicateColumn: (column: string, first: string) =>
    both(
      `column "${column}" means the same as "${first}", which is used; this one is left out`,
      `列「${column}」は「${first}」と同じ項目のため取り込みません（「${first}」を使用）`,
    ),
  repeatedTitle: (column: string, at: string) =>
    both(
      `the title "${column}" stands over more than one column; the one in ${at} is left out`,
      `見出し「${column}」が複数の列にあります。${at}列は取り込みません`,
    ),
  untitledColumns: (columns: string) =>
    both(`columns without a title are left out: ${columns}`, `見出しのない列は取り込みません：${columns}`),
  takenAsEmpty: (column: string, bad: string) =>
    both(`"${column}": "${bad}" is taken as empty`, `「${column}」：「${bad}」は空欄として扱います`),
  sectionRow: both('a heading within the table', '表の中の見出し行のため取り込みません'),
  noTable: both(
    'no sheet has a header row with columns that are known here',
    '項目名の分かる見出し行が、どのシートにも見つかりません',
  ),
  noHeader: both('no header row was found in this sheet', 'このシートには見出し行が見つかりません'),
  totalRow: both('a row of totals', '合計行のため取り込みません'),
  noteRow: both('a note below the table', '表の下の注記のため取り込みません'),
  repeatedHeader: both('the header row once more', '見出し行の繰り返しのため取り込みません'),
} as const
