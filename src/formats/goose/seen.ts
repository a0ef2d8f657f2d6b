const mostSeen = 2048

/** Remembers runs of octets by a hash of 52 bits: publishers repeat themselves thousands of times a second. */
export interface Seen {
  /** `apart`: a number that tells what is alike otherwise. */
  begin(apart: number): void
  add(bytes: Uint8Array, from: number, to: number): void
  /** Whether this was told before; from now on it was. */
  isKnown(): boolean
}

export function createSeen(): Seen {
  const known = new Set<number>()
  let low = 0
  let high = 0
  return {
    begin(apart) {
      low = 0x811c9dc5 ^ apart
      high = 0x01000193
    },
    add(bytes, from, to) {
      for (let at = from; at < to; at++) {
        low = Math.imul(low ^ bytes[at]!, 0x01000193)
        high = Math.imul(high + bytes[at]!, 0x85ebca6b) ^ (high >>> 13)
      }
      low = Math.imul(low ^ (to - from), 0x01000193)
    },
    isKnown() {
      const key = (high & 0xfffff) * 0x1_0000_0000 + (low >>> 0)
      if (known.has(key)) return true
      if (known.size >= mostSeen) known.clear()
      known.add(key)
      return false
    },
  }
}
