/**
 * Requests that wait for their answers, by a number that the answer repeats; at most so many, then the oldest is forgotten.
 *
 * A `Map` moves into new tables as it shrinks, which it does with nearly every answer. Here two lists keep their places: few
 * requests wait at a time, and the answer is to one of the latest, so that they are searched from behind. Whoever never asks
 * has no lists.
 */
export class Waiting<T> {
  readonly #most: number
  #keys: number[] = nobody
  #values: (T | undefined)[] = nobody
  #count = 0

  constructor(most: number) {
    this.#most = most
  }

  /** What waits under `key`; it goes on waiting. */
  get(key: number): T | undefined {
    const at = this.#find(key)
    return at < 0 ? undefined : this.#values[at]
  }

  /** What waited under `key`. */
  take(key: number): T | undefined {
    const at = this.#find(key)
    if (at < 0) return undefined
    const value = this.#values[at]
    this.#remove(at)
    return value
  }

  /** What waited under the same key is replaced, and keeps its turn. */
  put(key: number, value: T): void {
    const at = this.#find(key)
    if (at >= 0) {
      this.#values[at] = value
      return
    }
    if (this.#keys === nobody) {
      this.#keys = []
      this.#values = []
    }
    if (this.#count === this.#most) this.#remove(0)
    this.#keys[this.#count] = key
    this.#values[this.#count] = value
    this.#count++
  }

  #find(key: number): number {
    let at = this.#count - 1
    while (at >= 0 && this.#keys[at] !== key) at--
    return at
  }

  #remove(at: number): void {
    const last = --this.#count
    for (let i = at; i < last; i++) {
      this.#keys[i] = this.#keys[i + 1]!
      this.#values[i] = this.#values[i + 1]
    }
    // The place stays, what stood in it does not.
    this.#values[last] = undefined
  }
}

const nobody: never[] = []
