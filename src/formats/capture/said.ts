/** So many facts are found by looking along the list: most devices say fewer. */
const mostListed = 24
const mostKept = 4096

/**
 * What one side of a stream has said. Devices repeat themselves, often with every message: what is known here need not be
 * looked up in the list of all facts. Most is one list, without a text built per fact; the rest is looked up by such a text.
 */
export class Said {
  /** Unit, field, whom it is about and value of each, one after the other. */
  #facts: (string | undefined)[] = none
  #further: Set<string> | null = null

  /** Whether it was said before; keeps it, as long as there is room. `about`: whom it is said of, where not of the speaker. */
  isKnown(unit: string, field: string, about: string | undefined, value: string): boolean {
    const facts = this.#facts
    for (let i = 0; i < facts.length; i += 4) {
      if (facts[i + 3] !== value || facts[i + 1] !== field) continue
      if (facts[i] === unit && facts[i + 2] === about) return true
    }
    if (facts.length < mostListed * 4) {
      if (facts === none) this.#facts = [unit, field, about, value]
      else facts.push(unit, field, about, value)
      return false
    }
    this.#further ??= new Set()
    const key = `${unit}\t${field}\t${about ?? ''}\t${value}`
    if (this.#further.has(key)) return true
    if (this.#further.size < mostKept) this.#further.add(key)
    return false
  }
}

/** Never added to. */
const none: (string | undefined)[] = []
