const escaped = String.raw`\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})`
const plainText = String.raw`[^"\\\n\r\t]*`
const number = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`
const token = new RegExp(
  String.raw`\s*(?:([[\]{},:])|("${plainText}(?:${escaped}${plainText})*")|(${number}|true|false|null))`,
  'y',
)

/** The line, from 1, on which a text stops being JSON (RFC 8259); its last where it only ends too early. */
export function lineOfJsonFault(text: string): number {
  const open: ('[' | '{')[] = []
  /** `value`, or the end of an empty list; `key`, or the end of an empty object; `:`; `,` or an end. */
  let expected: 'value' | 'first' | 'key' | 'firstKey' | ':' | 'next' = 'value'
  let at = 0
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length
  while (at < text.length) {
    token.lastIndex = at
    const found = token.exec(text)
    const [whole, mark, quoted, plain] = found ?? []
    const here = at + /^\s*/.exec(text.slice(at, at + 4096))![0].length
    if (whole === undefined) return lineAt(Math.min(here, text.length))
    const isEnd = mark === ']' || mark === '}'
    const isValue = quoted !== undefined || plain !== undefined || mark === '[' || mark === '{'
    if (isEnd) {
      const closes = mark === ']' ? '[' : '{'
      const mayEnd = expected === 'next' || (mark === ']' ? expected === 'first' : expected === 'firstKey')
      if (!mayEnd || open.pop() !== closes) return lineAt(here)
      expected = 'next'
    } else if (isValue && (expected === 'value' || expected === 'first')) {
      if (mark === '[' || mark === '{') open.push(mark)
      expected = mark === '[' ? 'first' : mark === '{' ? 'firstKey' : 'next'
    } else if (quoted !== undefined && (expected === 'key' || expected === 'firstKey')) expected = ':'
    else if (mark === ':' && expected === ':') expected = 'value'
    else if (mark === ',' && expected === 'next' && open.length > 0) expected = open.at(-1) === '[' ? 'value' : 'key'
    else return lineAt(here)
    at += whole.length
  }
  return lineAt(text.length)
}
