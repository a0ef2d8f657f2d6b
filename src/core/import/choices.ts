import type { Field } from '../record/record.ts'
import { fold, withoutBrackets } from './text.ts'

type Options = NonNullable<Field['options']>

const yes =
  '○ ◯ 〇 ● ◎ ✓ ✔ ☑ レ はい 有 有り あり 済 済み 完了 実施 実施済 実施済み 対応済 対応済み する 可 要 該当 yes y ja true t 1 on ok done 真'
const no = '× ✕ ✗ ☐ ✖ いいえ 無 無し なし 未 未済 未実施 未対応 しない 否 不要 不可 非該当 no nein n false f 0 off 偽'

const yesWords = new Set(yes.split(' ').map(foldMark))
const noWords = new Set(no.split(' ').map(foldMark))

/** `true` or `false` of a mark or word in either language; null for anything else (`△`, `不明`), and for `x`: a tick in one country, a cross in another. */
export function readFlag(value: string | number | boolean): boolean | null {
  if (typeof value === 'boolean') return value
  const word = foldMark(String(value))
  if (yesWords.has(word)) return true
  return noWords.has(word) ? false : null
}

/** Like {@link fold}, but keeps the marks that say yes and no. */
function foldMark(text: string): string {
  const trimmed = text.slice(0, 40).normalize('NFKC').trim().toLowerCase()
  return fold(trimmed) || trimmed
}

/**
 * The option that a text names: by its key, its label in either language, or the same without what is in brackets, or
 * the code before it (`1: high`, `high - 高`). Not by likeness: `high` and `higher` may both be options. Null for none;
 * `several` where two options claim the same words.
 */
export function readChoice(text: string, options: Options): string | null | 'several' {
  for (const forms of [whole, shortened]) {
    const wanted = forms(text)
    const found = new Set<string>()
    for (const option of options) {
      const names = [option.key, option.label.en, option.label.ja].flatMap(forms)
      if (names.some((name) => wanted.includes(name))) found.add(option.key)
    }
    if (found.size === 1) return [...found][0]!
    if (found.size > 1) return 'several'
  }
  return null
}

function whole(text: string): string[] {
  return [fold(text) || text.trim()]
}

function shortened(text: string): string[] {
  const parts = [
    withoutBrackets(text),
    ...text.split(/\s*[:：|]\s*|\s+[-–/]\s+/),
    ...(bracketed.exec(text)?.slice(1) ?? []),
  ]
  return [...new Set(parts.map(fold))].filter((part) => part.length > 0)
}

const bracketed = /[（(]([^）)]{1,60})[）)]/

/** Cuts a cell that names several options. A label may itself hold a comma or slash: the whole text is tried first. */
export function splitChoices(text: string, options: Options): string[] {
  const semicolons = cut(text, /[;；\n]/)
  return semicolons.flatMap((part) => {
    const one = readChoice(part, options)
    return one !== null && one !== 'several' ? [part] : cut(part, /[,、，・/／|]/)
  })
}

function cut(text: string, at: RegExp): string[] {
  return text
    .split(at)
    .slice(0, 200)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
