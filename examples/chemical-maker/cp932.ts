let table: ReadonlyMap<string, number> | undefined

/** Every character that Windows' Japanese code page has, as its one or two octets: turned round from the decoder. */
function octetsOf(): ReadonlyMap<string, number> {
  if (table) return table
  const decoder = new TextDecoder('shift_jis', { fatal: true })
  const found = new Map<string, number>()
  const learn = (...octets: number[]) => {
    try {
      const text = decoder.decode(Uint8Array.from(octets))
      if ([...text].length === 1 && !found.has(text))
        found.set(text, octets.length === 1 ? octets[0]! : octets[0]! * 256 + octets[1]!)
    } catch {
      // No character stands there.
    }
  }
  for (let one = 0; one < 256; one++) learn(one)
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    if (lead >= 0xa0 && lead < 0xe0) continue
    for (let trail = 0x40; trail <= 0xfc; trail++) if (trail !== 0x7f) learn(lead, trail)
  }
  table = found
  return found
}

/** Text as an older Japanese Windows program saves it. Throws RangeError for a character that the code page lacks. */
export function encodeCp932(text: string): Uint8Array {
  const known = octetsOf()
  const out: number[] = []
  for (const character of text) {
    const code = known.get(character)
    if (code === undefined) throw new RangeError(`CP932 has no ${character}`)
    if (code > 255) out.push(code >> 8)
    out.push(code & 255)
  }
  return Uint8Array.from(out)
}
