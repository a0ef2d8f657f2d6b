export interface Range {
  readonly offset: number
  readonly length: number
}

export interface HexByte {
  readonly at: number
  readonly hex: string
  readonly sign: string
  readonly masked: boolean
}

const inside = (ranges: readonly Range[], at: number) =>
  ranges.some((one) => at >= one.offset && at < one.offset + one.length)

/** The bytes of a packet in lines of sixteen; masked ones show neither their value nor their letter. */
export function hexLines(hex: string, masked: readonly Range[]): HexByte[][] {
  const lines: HexByte[][] = []
  for (let at = 0; at * 2 + 1 < hex.length; at++) {
    const two = hex.slice(at * 2, at * 2 + 2)
    const code = Number.parseInt(two, 16)
    const isMasked = inside(masked, at)
    const byte = {
      at,
      hex: isMasked ? '••' : two,
      sign: isMasked ? '•' : code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '.',
      masked: isMasked,
    }
    if (at % 16 === 0) lines.push([byte])
    else lines.at(-1)!.push(byte)
  }
  return lines
}
