import { parseWhole } from './xml.ts'

/** What a number means under a cell style. */
export type NumberShape =
  | { readonly kind: 'number' }
  | { readonly kind: 'date' }
  | { readonly kind: 'time' }
  /** Zeros only, as in part numbers and versions: `00000`, `0.00`. */
  | { readonly kind: 'digits'; readonly whole: number; readonly decimals: number }

const number: NumberShape = { kind: 'number' }
const date: NumberShape = { kind: 'date' }
const time: NumberShape = { kind: 'time' }

/**
 * The formats that have a number but no code in the file (ECMA-376 part 1, 18.8.30), with those that East Asian editions
 * of Excel add (27–36, 50–58: dates, but for 32, 33 "h時mm分").
 */
function builtIn(id: number): NumberShape {
  if (id === 2) return { kind: 'digits', whole: 1, decimals: 2 }
  if ((id >= 14 && id <= 17) || id === 22) return date
  if (id >= 18 && id <= 21) return time
  if (id === 32 || id === 33) return time
  if ((id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return date
  if (id >= 45 && id <= 47) return time
  return number
}

/** Reads a format code: `yyyy/m/d`, `[$-411]ggge"年"m"月"d"日"`, `[h]:mm`, `0.00E+00`, `00000`. */
export function shapeOfCode(code: string): NumberShape {
  const first = code.split(';', 1)[0] ?? ''
  const digits = /^(0+)(?:\.(0+))?$/.exec(first)
  if (digits) {
    const [whole, decimals] = [digits[1]!.length, digits[2]?.length ?? 0]
    return whole > 1 || decimals > 0 ? { kind: 'digits', whole, decimals } : number
  }
  const bare = first
    .slice(0, 1000)
    .replace(/"[^"]*"?/g, '')
    .replace(/\\.|_.|\*./g, '')
    .replace(/\[(?:h+|m+|s+)\]/gi, 'h')
    .replace(/\[[^\]]*\]?/g, '')
    .replace(/general|G\/標準/gi, '')
    .replace(/e[+-]/gi, '')
    .replace(/am\/pm|a\/p|上午\/下午/gi, 'h')
    .toLowerCase()
  if (/[ydgae]|r{1,2}/.test(bare)) return date
  if (/[hs]/.test(bare)) return time
  if (/m/.test(bare)) return date
  return number
}

/** The number shape of each cell style (`s="3"` is the fourth), from `styles.xml`. */
export async function readStyles(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ shapes: readonly NumberShape[]; fault: string | null }> {
  const codes = new Map<number, NumberShape>()
  const shapes: NumberShape[] = []
  let inCellXfs = false
  const fault = await parseWhole(chunks, {
    open(name, attributes) {
      if (name === 'numFmt' && codes.size < 10_000) {
        codes.set(Number(attributes.numFmtId), shapeOfCode(attributes.formatCode ?? ''))
      } else if (name === 'cellXfs') inCellXfs = true
      else if (name === 'xf' && inCellXfs && shapes.length < 100_000) {
        const id = Number(attributes.numFmtId ?? 0)
        shapes.push(codes.get(id) ?? builtIn(id))
      }
    },
    close(name) {
      if (name === 'cellXfs') inCellXfs = false
    },
  })
  return { shapes, fault }
}
