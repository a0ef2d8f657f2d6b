/** MD5 (RFC 1321): for fingerprints that others have printed for years, never for safety. */
const shifts = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const
const sines = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0)

/** The digest in hexadecimal. */
export function md5(bytes: Uint8Array): string {
  const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const bits = bytes.length * 8
  for (let i = 0; i < 4; i++) padded[padded.length - 8 + i] = bits >>> (8 * i)
  padded[padded.length - 4] = Math.floor(bits / 2 ** 32)
  const state = Int32Array.of(0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476)
  const words = new Int32Array(16)
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i++) {
      const from = at + 4 * i
      words[i] = padded[from]! | (padded[from + 1]! << 8) | (padded[from + 2]! << 16) | (padded[from + 3]! << 24)
    }
    block(state, words)
  }
  return Array.from(new Uint8Array(state.buffer), (octet) => octet.toString(16).padStart(2, '0')).join('')
}

function block(state: Int32Array, words: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0] = state
  for (let i = 0; i < 64; i++) {
    const round = i >> 4
    const mixed =
      round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d)
    const word = round === 0 ? i : round === 1 ? (5 * i + 1) & 15 : round === 2 ? (3 * i + 5) & 15 : (7 * i) & 15
    const sum = (a + mixed + sines[i]! + words[word]!) | 0
    const by = shifts[round as 0 | 1 | 2 | 3][i & 3]!
    ;[a, d, c, b] = [d, c, b, (b + ((sum << by) | (sum >>> (32 - by)))) | 0]
  }
  state[0] = (state[0]! + a) | 0
  state[1] = (state[1]! + b) | 0
  state[2] = (state[2]! + c) | 0
  state[3] = (state[3]! + d) | 0
}
