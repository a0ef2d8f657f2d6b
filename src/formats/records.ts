/** How one format frames its records: a fixed header that says how long the whole record is. */
export interface RecordFormat {
  /** Bytes that must be there before {@link lengthAt} is asked. */
  headerLength(): number
  /** Length of the record that starts at `at`, header included; 0 or less: unreadable, take no more. */
  lengthAt(bytes: Uint8Array, at: number): number
  read(bytes: Uint8Array, start: number, end: number): void
}

/** Cuts a stream of chunks into records; only a record that spans two chunks is copied. */
export interface RecordCutter {
  push(chunk: Uint8Array): void
  /** Offset of the record at hand, counted from the beginning of the stream. */
  offset(): number
  /** Bytes of a record that never became complete. */
  held(): number
}

export function createRecordCutter(format: RecordFormat): RecordCutter {
  let carry = new Uint8Array(4096)
  let held = 0
  let needed = 0
  let stopped = false
  /** Stream offset of carry[0] when something is held, of chunk[0] otherwise. */
  let base = 0
  /** The record at hand, counted from there: a small number, as a large one would be a new object with every record. */
  let within = 0

  const hold = (chunk: Uint8Array, from: number, to: number) => {
    if (carry.length < needed) {
      const larger = new Uint8Array(needed)
      larger.set(carry.subarray(0, held))
      carry = larger
    }
    carry.set(chunk.subarray(from, to), held)
    held += to - from
  }

  /** Completes the held record from the chunk; says how much of the chunk it took. */
  const complete = (chunk: Uint8Array): number => {
    let at = 0
    for (;;) {
      const take = Math.min(needed - held, chunk.length - at)
      if (take > 0) hold(chunk, at, at + take)
      at += Math.max(0, take)
      if (held < needed) return at
      within = 0
      const length = format.lengthAt(carry, 0)
      if (length <= 0) {
        stopped = true
        return at
      }
      if (length <= held) {
        format.read(carry, 0, length)
        base += length
        held = 0
        return at
      }
      needed = length
    }
  }

  /**
   * Reads the records that lie in the chunk whole; says where the rest begins. A function of its own: compiled while its loop
   * runs, what stands behind the loop would be thrown back to the interpreter with every chunk.
   */
  const cutWhole = (chunk: Uint8Array, at: number): number => {
    const end = chunk.length
    needed = format.headerLength()
    while (at + needed <= end) {
      within = at
      const length = format.lengthAt(chunk, at)
      if (length <= 0) {
        stopped = true
        return at
      }
      if (at + length > end) {
        needed = length
        return at
      }
      format.read(chunk, at, at + length)
      at += length
      needed = format.headerLength()
    }
    return at
  }

  return {
    push(chunk) {
      if (stopped) return
      let at = 0
      if (held > 0) {
        at = complete(chunk)
        if (stopped || held > 0) return
        base -= at
      }
      at = cutWhole(chunk, at)
      if (stopped) return
      const end = chunk.length
      base += at
      if (at < end) hold(chunk, at, end)
      within = 0
    },
    offset: () => base + within,
    held: () => (stopped ? 0 : held),
  }
}
