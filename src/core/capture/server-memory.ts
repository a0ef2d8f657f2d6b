/**
 * Which ends of connections were servers, by the opening that was seen: for a capture that comes in pieces, where a later piece
 * holds a connection without its opening. Bounded: the ends that were heard of longest ago go first.
 */
export interface ServerMemory {
  /** `address` as it is printed. */
  note(address: string, port: number): void
  knows(address: string, port: number): boolean
  /** Oldest first; hands a memory on. */
  list(): readonly string[]
  /** Grows with every end that was not known. */
  changes(): number
}

export function createServerMemory(limit = 50_000, known: readonly string[] = []): ServerMemory {
  const ends = new Set(known.slice(-limit))
  let changes = 0
  return {
    note(address, port) {
      const end = `${address} ${port}`
      if (ends.delete(end)) {
        ends.add(end)
        return
      }
      changes++
      ends.add(end)
      if (ends.size > limit) for (const oldest of ends) return void ends.delete(oldest)
    },
    knows: (address, port) => ends.has(`${address} ${port}`),
    list: () => [...ends],
    changes: () => changes,
  }
}
