/** The encodings a plant's exports come in; `shift_jis` is the Windows variant, CP932. */
export type CsvEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'shift_jis' | 'windows-1252'

type Decoder = InstanceType<typeof TextDecoder>

/**
 * Finds the encoding of a text file by its byte order mark, by where its zero bytes stand, by whether it is valid
 * UTF-8, and by whether it is valid CP932. Reads to the end of the first that is decided by then: a file may well be
 * ASCII for its first megabyte.
 */
export async function detectEncoding(chunks: AsyncIterable<Uint8Array>): Promise<CsvEncoding> {
  let first = true
  let utf8: Decoder | null = new TextDecoder('utf-8', { fatal: true })
  let japanese: Decoder | null = new TextDecoder('shift_jis', { fatal: true })
  let privateUse = 0
  for await (const chunk of chunks) {
    if (first && chunk.length > 0) {
      first = false
      const marked = byMark(chunk) ?? byZeros(chunk)
      if (marked) return marked
    }
    utf8 = stillDecodes(utf8, chunk) === null ? null : utf8
    const text = stillDecodes(japanese, chunk)
    if (text === null) japanese = null
    else privateUse += text.match(/[\uE000-\uF8FF\uFF61-\uFF65]/g)?.length ?? 0
    if (!utf8 && !japanese) break
  }
  if (utf8 && stillDecodes(utf8, null) !== null) return 'utf-8'
  // CP932 takes nearly any byte above 0x80 for half-width katakana, so Western text passes as well; but it gives itself
  // away by characters that nobody types.
  return japanese && stillDecodes(japanese, null) !== null && privateUse === 0 ? 'shift_jis' : 'windows-1252'
}

function byMark(start: Uint8Array): CsvEncoding | null {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8'
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  return null
}

/** UTF-16 without a mark: the commas, quotes, digits and line ends of a table have a zero byte on one side. */
function byZeros(start: Uint8Array): CsvEncoding | null {
  const length = Math.min(start.length, 4096) & ~1
  let even = 0
  let odd = 0
  for (let i = 0; i < length; i += 2) {
    if (start[i] === 0 && start[i + 1]! < 0x80) even += 1
    if (start[i + 1] === 0 && start[i]! < 0x80) odd += 1
  }
  const enough = Math.max(4, length / 10)
  if (odd > enough && odd > even * 4) return 'utf-16le'
  if (even > enough && even > odd * 4) return 'utf-16be'
  return null
}

function stillDecodes(decoder: Decoder | null, chunk: Uint8Array | null): string | null {
  if (!decoder) return null
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
  } catch {
    return null
  }
}
