import { setImmediate as breathe } from 'node:timers/promises'

/** So long is worked at one go, well below 100 ms: requests want to be answered in between. */
const atOneGo = 20

/** Does some work for each of many, and lets others work in between. */
export async function inTurn<One>(all: Iterable<One>, work: (one: One) => void): Promise<void> {
  let until = performance.now() + atOneGo
  for (const one of all) {
    work(one)
    if (performance.now() < until) continue
    await breathe()
    until = performance.now() + atOneGo
  }
}
