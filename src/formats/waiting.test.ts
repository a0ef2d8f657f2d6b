import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Waiting } from './waiting.ts'

/** The same with a Map, which keeps the order in which its keys came. */
class Model {
  readonly #most: number
  readonly #values = new Map<number, string>()
  constructor(most: number) {
    this.#most = most
  }
  get(key: number): string | undefined {
    return this.#values.get(key)
  }
  take(key: number): string | undefined {
    const value = this.#values.get(key)
    this.#values.delete(key)
    return value
  }
  put(key: number, value: string): void {
    if (!this.#values.has(key) && this.#values.size >= this.#most) this.#values.delete([...this.#values.keys()][0]!)
    this.#values.set(key, value)
  }
}

const keys = fc.oneof(fc.integer({ min: 0, max: 7 }), fc.constantFrom(0xffff_ffff, 2 ** 40))
const steps = fc.array(fc.tuple(fc.constantFrom('put', 'put', 'take', 'get'), keys, fc.string({ maxLength: 2 })), {
  maxLength: 60,
})

describe('requests that wait', () => {
  it('are found, taken, replaced and forgotten as in a Map that keeps the latest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), steps, (most, taken) => {
        const waiting = new Waiting<string>(most)
        const model = new Model(most)
        for (const [what, key, value] of taken) {
          if (what === 'put') {
            waiting.put(key, value)
            model.put(key, value)
          } else if (what === 'take') expect(waiting.take(key)).toBe(model.take(key))
          else expect(waiting.get(key)).toBe(model.get(key))
        }
        for (let key = 0; key < 8; key++) expect(waiting.take(key)).toBe(model.take(key))
      }),
    )
  })

  it('one session knows nothing of another', () => {
    const [one, other] = [new Waiting<string>(2), new Waiting<string>(2)]
    one.put(1, 'asked')
    expect(other.get(1)).toBeUndefined()
    other.put(1, 'asked elsewhere')
    expect([one.take(1), one.take(1), other.take(1)]).toEqual(['asked', undefined, 'asked elsewhere'])
  })

  it('the oldest is forgotten when too many wait', () => {
    const waiting = new Waiting<number>(3)
    for (const key of [1, 2, 3, 1, 4]) waiting.put(key, key)
    expect([1, 2, 3, 4].map((key) => waiting.take(key))).toEqual([undefined, 2, 3, 4])
  })
})
