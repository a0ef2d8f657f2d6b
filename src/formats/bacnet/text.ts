import { text } from '../octets.ts'

const utf16 = new TextDecoder('utf-16be')
const latin = new TextDecoder('windows-1252')
const shiftJis = new TextDecoder('shift_jis')
const eucJp = new TextDecoder('euc-jp')
const longest = 512
const japanese = 932

/** A character string (clause 20.2.9): one octet for the character set, then the text. '' when it is empty or unknown. */
export function characterString(bytes: Uint8Array, start: number, end: number): string {
  if (start >= end) return ''
  const last = Math.min(end, start + 1 + longest)
  const said = bytes.subarray(start + 1, last)
  switch (bytes[start]) {
    case 0:
      return text(bytes, start + 1, last)
    case 1:
      // Microsoft DBCS: the code page comes first.
      return ((said[0] ?? 0) << 8) + (said[1] ?? 0) === japanese ? clean(shiftJis.decode(said.subarray(2))) : ''
    case 2:
      // JIS X 0208 is EUC-JP with the high bits clear.
      return clean(eucJp.decode(said.map((octet) => octet | 0x80)))
    case 3:
      return clean(fromUcs4(said))
    case 4:
      return clean(utf16.decode(said.subarray(0, said.length & ~1)))
    case 5:
      return clean(latin.decode(said))
    default:
      return ''
  }
}

function fromUcs4(said: Uint8Array): string {
  let whole = ''
  for (let at = 0; at + 4 <= said.length; at += 4) {
    const code = ((said[at]! << 24) | (said[at + 1]! << 16) | (said[at + 2]! << 8) | said[at + 3]!) >>> 0
    if (code <= 0x10ffff) whole += String.fromCodePoint(code)
  }
  return whole
}

function clean(said: string): string {
  let whole = ''
  for (const letter of said) {
    const code = letter.codePointAt(0) ?? 0
    if (code === 0) break
    if (code >= 0x20 && (code < 0x7f || code > 0x9f)) whole += letter
  }
  return whole.trim()
}
