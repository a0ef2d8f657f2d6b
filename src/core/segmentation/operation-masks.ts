import { type DataFlow, type PolicyConversation, type PolicyOperation, policyOperations } from './policy.ts'

/** Operations as bits: read 1, write 2, program 4, identify 8, other 16. */
export type OperationMask = number

export const everyOperation: OperationMask = (1 << policyOperations.length) - 1
const [read, write, program] = [1, 2, 4]

export function maskOf(operations: readonly PolicyOperation[] | null): OperationMask {
  if (operations === null) return everyOperation
  return operations.reduce((mask, operation) => mask | (1 << policyOperations.indexOf(operation)), 0)
}

export function seenMask(operations: NonNullable<PolicyConversation['operations']>): OperationMask {
  let mask = 0
  for (let i = 0; i < policyOperations.length; i++) if ((operations[policyOperations[i]!] ?? 0) > 0) mask |= 1 << i
  return mask
}

const lists = Array.from({ length: everyOperation + 1 }, (_, mask) =>
  policyOperations.filter((_operation, i) => (mask & (1 << i)) !== 0),
)

export function operationsOf(mask: OperationMask): readonly PolicyOperation[] {
  return lists[mask]!
}

/**
 * What a direction lets pass, as far as operations tell: reading brings data to the client, writing and programming bring it
 * to the server. `isFrom`: the client is on the conduit's `from` side.
 */
export function flowMask(flow: DataFlow, isFrom: boolean): OperationMask {
  if (flow === 'both') return everyOperation
  const isTowardsServer = (flow === 'forward') === isFrom
  return isTowardsServer ? everyOperation & ~read : everyOperation & ~(write | program)
}

/** The narrowest direction that lets all of these pass, from the `from` side's client. */
export function narrowestFlow(mask: OperationMask): DataFlow {
  const toServer = (mask & (write | program)) !== 0
  const toClient = (mask & read) !== 0
  return toServer === toClient ? 'both' : toServer ? 'forward' : 'backward'
}
