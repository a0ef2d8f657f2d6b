import type { Bilingual } from '../record/record.ts'

/** Evidence that two are one device. */
export interface Tie {
  readonly a: string
  readonly b: string
  /** 0…1; 1 is a person's word, which nothing but another person's word refuses. */
  readonly strength: number
  readonly because: Bilingual
}

/** Evidence that two are different devices. */
export interface Bar {
  readonly a: string
  readonly b: string
  readonly because: Bilingual
}

export interface Joined {
  /** In the order of the nodes given. */
  readonly members: readonly string[]
  /** The ties that hold them together, the strongest first. */
  readonly ties: readonly Tie[]
}

export interface Refusal {
  readonly tie: Tie
  readonly refused: Bilingual
}

const personal = 1

interface Group {
  readonly members: string[]
  readonly ties: Tie[]
  /** Groups that it was not put together with, and how large both were together. */
  readonly refused: Map<Group, { readonly size: number; readonly strength: number; readonly refused: Bilingual }>
}

/** The strongest first, then by names: whichever way round a tie was told. */
function byStrength(x: Tie, y: Tie): number {
  if (x.strength !== y.strength) return y.strength - x.strength
  const one = x.a < x.b ? x.a : x.b
  const first = y.a < y.b ? y.a : y.b
  if (one !== first) return one < first ? -1 : 1
  const other = x.a < x.b ? x.b : x.a
  const second = y.a < y.b ? y.b : y.a
  return other < second ? -1 : other > second ? 1 : 0
}

/**
 * Puts nodes together by evidence, the strongest first: two groups become one unless something says that they are
 * different. `differ` looks at what the groups would bring together (two serial numbers, two network cards). The order of
 * nodes, ties and bars does not matter for who ends up together.
 */
export function joinByEvidence(
  nodes: readonly string[],
  ties: readonly Tie[],
  bars: readonly Bar[],
  differ: (one: readonly string[], other: readonly string[], tie: Tie) => Bilingual | null,
): { readonly groups: readonly Joined[]; readonly refusals: readonly Refusal[] } {
  const groupOf = new Map<string, Group>()
  for (const node of nodes) groupOf.set(node, { members: [node], ties: [], refused: new Map() })
  const barred = new Map<string, Map<string, Bilingual>>()
  for (const { a, b, because } of bars) {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const known = barred.get(from) ?? new Map<string, Bilingual>()
      known.set(to, because)
      barred.set(from, known)
    }
  }
  const barBetween = (one: readonly string[], other: readonly string[]): Bilingual | null => {
    if (barred.size === 0) return null
    for (const member of one) {
      const against = barred.get(member)
      if (against === undefined) continue
      for (const them of other) {
        const because = against.get(them)
        if (because !== undefined) return because
      }
    }
    return null
  }
  const refusals: Refusal[] = []
  const sorted = ties.filter(({ a, b }) => a !== b && groupOf.has(a) && groupOf.has(b)).sort(byStrength)
  for (const tie of sorted) {
    const [one, other] = [groupOf.get(tie.a)!, groupOf.get(tie.b)!]
    if (one === other) {
      one.ties.push(tie)
      continue
    }
    const [large, small] = one.members.length >= other.members.length ? [one, other] : [other, one]
    const size = one.members.length + other.members.length
    // Many ties lead from one large group to another: as long as neither has grown, what was refused is refused again.
    const before = large.refused.get(small)
    const refused =
      before?.size === size && before.strength === tie.strength
        ? before.refused
        : (barBetween(one.members, other.members) ??
          (tie.strength >= personal ? null : differ(one.members, other.members, tie)))
    if (refused !== null) {
      refusals.push({ tie, refused })
      large.refused.set(small, { size, strength: tie.strength, refused })
      continue
    }
    for (const member of small.members) {
      large.members.push(member)
      groupOf.set(member, large)
    }
    large.ties.push(...small.ties, tie)
  }
  const place = new Map(nodes.map((node, i) => [node, i]))
  const groups = [...new Set(nodes.map((node) => groupOf.get(node)!))].map(({ members, ties: held }) => ({
    members: members.sort((a, b) => place.get(a)! - place.get(b)!),
    ties: held.sort((a, b) => b.strength - a.strength),
  }))
  return { groups, refusals: refusals.filter(({ tie }) => groupOf.get(tie.a) !== groupOf.get(tie.b)) }
}
