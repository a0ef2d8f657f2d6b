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
  const seen = japaneseBytes()
  for await (const chunk of chunks) {
    if (first && chunk.length > 0) {
      first = false
      const marked = byMark(chunk) ?? byZeros(chunk)
      if (marked) return marked
    }
    utf8 = stillDecodes(utf8, chunk) === null ? null : utf8
    japanese = stillDecodes(japanese, chunk) === null ? null : japanese
    seen.take(chunk)
    if (!utf8 && !japanese) break
  }
  if (utf8 && stillDecodes(utf8, null) !== null) return 'utf-8'
  return japanese && stillDecodes(japanese, null) !== null && seen.plausible() ? 'shift_jis' : 'windows-1252'
}

/**
 * Western text is mostly valid CP932 as well: `ä` and a letter make a rare kanji, `Ü` a half-width katakana. Japanese
 * text gives itself away by what is common in it: kana, punctuation and everyday kanji (first byte 0x81 to 0x9F), or
 * katakana next to each other.
 */
function japaneseBytes() {
  let common = 0
  let rare = 0
  let lead = false
  let kana = false
  const take = (chunk: Uint8Array) => {
    for (const byte of chunk) {
      if (lead) {
        lead = false
        continue
      }
      const single = byte >= 0xa1 && byte <= 0xdf
      if (single && kana) common += 1
      kana = single
      if (byte >= 0x81 && byte <= 0x9f) common += 1
      else if (byte >= 0xe0 && byte <= 0xfc) rare += 1
      else continue
      lead = true
    }
  }
  return { take, plausible: () => common > rare }
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
