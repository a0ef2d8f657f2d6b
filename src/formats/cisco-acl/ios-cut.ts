import type { Filter } from './ios-filter.ts'
import type { IosReading } from './ios-reading.ts'
import { undecidedChain, unknownStep } from './lists.ts'

export const orphan = 'a line of a block whose beginning is not there'
export const cut = 'the file ends before its end: what follows is not known'

/** A file cut in half leaves its last list unfinished; one of lists alone does not tell where they are bound. */
export function finishCut(reading: IosReading, filter: Filter, isCut: boolean): void {
  const { text } = reading
  const last = Math.max(1, text.rows.length)
  const row = text.rows.at(-1) ?? ''
  const isBound = reading.interfaces.some(({ bindings }) => bindings.length > 0)
  const isUnbound = !reading.isWhole && !isBound && (reading.lists.size > 0 || reading.interfaces.length === 0)
  if (!reading.isWhole) text.remark(1, 'a part of a configuration: what the rest of it says is not known')
  if (isCut) text.remark(last, 'the file is cut: a whole configuration ends with "end"')
  if (isUnbound) text.remark(last, 'the file does not tell where its lists are bound')
  if (!isCut && !isUnbound && !reading.hasOrphans) return
  const why = isCut ? cut : isUnbound ? 'the file does not tell where its lists are bound' : orphan
  const open = [...reading.lists.values()].find(({ lastLine }) => lastLine >= last - 1)
  const at = filter.chains.findIndex(({ name }) => name === open?.name)
  const chain = filter.chains[at]
  if (isCut && chain !== undefined && open !== undefined) {
    const own = open.rules.reduce((sum, { steps }) => sum + steps.length, 0)
    const steps = [...chain.steps.slice(0, own), unknownStep(last, row, cut), ...chain.steps.slice(own)]
    filter.chains[at] = { ...chain, steps }
  }
  const name = isCut ? 'the end of the file' : 'unbound lists'
  filter.chains.push(undecidedChain(name, last, row, why))
  filter.hooks.push({ chain: name, in: null, out: null })
}
