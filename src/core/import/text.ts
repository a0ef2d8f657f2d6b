/** Characters that belong to Japanese or Chinese text: kana, kanji, their punctuation. */
const cjk = /[\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d々〆]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u200e\u200f\ufeff]/g
const halfKatakana = /[\uff66-\uff9f]+/g
const fullWord = /[０-９Ａ-Ｚａ-ｚ](?:[－―‐−ー＿．／]?[０-９Ａ-Ｚａ-ｚ0-9A-Za-z])*/g

/**
 * A short text as it is kept: full-width digits and letters, half-width katakana and ideographic spaces become ordinary
 * ones, spaces are trimmed and single. Not all of NFKC: it would turn ① into 1, ㎡ into m2, and the brackets and commas of
 * Japanese sentences into Western ones. A text without any Japanese is a code, and there dashes become hyphens too.
 */
export function tidy(text: string): string {
  let out = text.replace(controls, '').replace(halfKatakana, (part) => part.normalize('NFKC'))
  if (!cjk.test(out.replace(/(?<=[\u0021-\u007e\uff01-\uff5e])ー(?=[\u0021-\u007e\uff01-\uff5e])/g, ''))) {
    out = out
      .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
      .replace(/[‐‑‒–—―−ー]/g, '-')
  } else {
    out = out.replace(fullWord, (word) => word.normalize('NFKC').replace(/[‐−―ー]/g, '-'))
  }
  return out.replace(/[\s\u00a0\u3000]+/g, ' ').trim()
}

/** A long text as it is kept: its lines and its punctuation stay. */
export function tidyLines(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(controls, '').trim()
}

/** The form in which titles, options and words are compared: width, case, spaces and punctuation do not count. */
export function fold(text: string): string {
  return text
    .slice(0, 400)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}\p{Z}\p{C}]/gu, (char) => (char === '%' || char === '○' || char === '×' ? char : ''))
}

/** A title without what stands in brackets: `Installed (yyyy/mm/dd)` → `Installed`. */
export function withoutBrackets(text: string): string {
  return text.replace(/[（(［[【〔][^）)］\]】〕]*[）)］\]】〕]?/g, ' ').trim()
}

/** A bad value as a message shows it: on one line, 40 characters at most. */
export function excerpt(value: unknown): string {
  const text = String(value).replace(/\s+/g, ' ').trim()
  const characters = [...text.slice(0, 200)]
  return characters.length > 40 ? `${characters.slice(0, 39).join('')}…` : characters.join('')
}
