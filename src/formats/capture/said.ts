/** So many facts of a side are remembered here: most devices say fewer, and whatever is said beyond is looked up with all others. */
const mostKept = 24

/**
 * What one side of a stream has said. Devices repeat themselves, often with every message: what is known here need not be
 * looked up in the list of all facts.
 */
export class Said {
  /** Unit, field, whom it is about and value of each, one after the other. */
  #facts: (string | undefined)[] = none

  /** Whether it was said before; keeps it, as long as there is room. `about`: whom it is said of, where not of the speaker. */
  isKnown(unit: string, field: string, about: string | undefined, value: string): boolean {
    const facts = this.#facts
    for (let i = 0; i < facts.length; i += 4) {
      if (facts[i + 3] !== value || facts[i + 1] !== field) continue
      if (facts[i] === unit && facts[i + 2] === about) return true
    }
    if (facts === none) this.#facts = [unit, field, about, value]
    else if (facts.length < mostKept * 4) facts.push(unit, field, about, value)
    return false
  }
}

/** Never added to. */
const none: (string | undefined)[] = []
