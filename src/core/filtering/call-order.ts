import type { Chain } from './ruleset.ts'

export interface CallOrder {
  /** Every chain behind those it jumps to. */
  readonly order: readonly Chain[]
  /** Chains between which a packet could go round for ever: a jump from one of them to another decides nothing. */
  readonly tangled: ReadonlySet<string>
}

export const jumpsOf = (chain: Chain): string[] => {
  const found = new Set<string>()
  for (const { action, isDisabled } of chain.steps) {
    if (!isDisabled && (action.do === 'jump' || action.do === 'goto')) found.add(action.chain)
  }
  return [...found]
}

export function callOrder(chains: ReadonlyMap<string, Chain>): CallOrder {
  const calls = new Map<string, readonly string[]>()
  for (const [name, chain] of chains)
    calls.set(
      name,
      jumpsOf(chain).filter((other) => chains.has(other)),
    )
  const callers = reversed(calls)
  const aroundTo = peeled(calls, callers)
  const around = new Set(aroundTo.left)
  const within = (edges: ReadonlyMap<string, readonly string[]>) =>
    new Map([...around].map((name) => [name, edges.get(name)!.filter((other) => around.has(other))] as const))
  const tangled = new Set(peeled(within(callers), within(calls)).left)
  const straight = new Map(
    [...calls].map(([name, to]) => [name, tangled.has(name) ? to.filter((other) => !tangled.has(other)) : to] as const),
  )
  const { order } = peeled(straight, reversed(straight))
  return { order: order.map((name) => chains.get(name)!), tangled }
}

function reversed(edges: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const found = new Map<string, string[]>([...edges.keys()].map((name) => [name, []]))
  for (const [from, all] of edges) for (const to of all) found.get(to)!.push(from)
  return found
}

/** Takes away, again and again, what leads nowhere any more; what is left goes round, or leads to what does. */
function peeled(edges: ReadonlyMap<string, readonly string[]>, back: ReadonlyMap<string, readonly string[]>) {
  const open = new Map([...edges].map(([name, to]) => [name, to.length]))
  const order = [...edges.keys()].filter((name) => open.get(name) === 0)
  for (let i = 0; i < order.length; i++) {
    for (const caller of back.get(order[i]!)!) {
      const rest = open.get(caller)! - 1
      open.set(caller, rest)
      if (rest === 0) order.push(caller)
    }
  }
  const done = new Set(order)
  return { order, left: [...edges.keys()].filter((name) => !done.has(name)) }
}
