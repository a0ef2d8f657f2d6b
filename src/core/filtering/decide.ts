import { callOrder } from './call-order.ts'
import { type Causes, causesOf, interfaceCause, tooLargeCause } from './causes.ts'
import { type Decision, decisionOf } from './evaluate.ts'
import { interfacesOf, type Place, type Places } from './interfaces.ts'
import { mostNamed, type Outcome, verdictOf } from './outcomes.ts'
import { type Address, hasPorts, icmpAnswers, type Packet } from './packet.ts'
import { includes } from './ranges.ts'
import type { Chain, ConnectionState, Match, Names, Ruleset, Service } from './ruleset.ts'

/** One packet on its way through the rules, step by step: knows nothing of diagrams, and so can be held against them. */
export interface Decider {
  /** The first packet alone. */
  readonly first: (packet: Packet) => Decision
  /** First packet and answers. */
  readonly whole: (packet: Packet) => Decision
}

export function decide(ruleset: Ruleset, packet: Packet, places: Places = new Map()): Decision {
  return createDecider(ruleset, places).whole(packet)
}

interface Way {
  readonly in: Place
  readonly out: Place
}

/** All that may become of it; sets of causes. */
interface Fate {
  accept: Set<number> | null
  drop: Set<number> | null
  back: Set<number> | null
  readonly doubts: Set<number>
}

/** More ways through the filter are not walked one by one. */
const mostWays = 4096

export function createDecider(ruleset: Ruleset, given: Places = new Map()): Decider {
  const causes = causesOf(ruleset)
  const { order, tangled } = callOrder(causes.chains)
  // So many chains may jump in a row that a walk would go too deep: then those jumped to are walked before.
  const before = order.length > 500 ? order : []
  const interfaces = interfacesOf(ruleset, given)
  const judge = (packet: Packet, withAnswers: boolean): Decision => {
    const ways = interfaces === null ? [] : waysOf(interfaces.places, packet)
    if (ways.length === 0 || ways.length > mostWays) {
      const doubts = [interfaces === null ? tooLargeCause : interfaceCause]
      return decisionOf({ accept: [], drop: [], back: null, next: false, doubts }, causes)
    }
    const fates = ways.map((way) => along(way, packet, withAnswers))
    const all = fates.reduce(joined, empty())
    if (new Set(fates.map((fate) => verdictOf(outcomeOf(fate)))).size > 1) all.doubts.add(interfaceCause)
    return decisionOf(outcomeOf(all), causes)
  }

  function along(way: Way, packet: Packet, withAnswers: boolean): Fate {
    const there = translated(ruleset, causes, way, packet, hooked(way, packet, 'new'))
    if (!withAnswers || ruleset.answers === 'pass') return there
    const answer = answerTo(packet)
    if (answer === null) return there
    return inRow(there, hooked({ in: way.out, out: way.in }, answer, 'established'))
  }

  function hooked(way: Way, packet: Packet, state: ConnectionState): Fate {
    let fate = passing()
    const known = new Map<Chain, Fate>()
    for (const chain of before) walk(chain, way, packet, state, known)
    for (const hook of ruleset.hooks) {
      if (hook.in !== null && !isNamed({ names: hook.in, not: false }, way.in)) continue
      if (hook.out !== null && !isNamed({ names: hook.out, not: false }, way.out)) continue
      const chain = causes.chains.get(hook.chain)
      const number = causes.hookOf.get(hook)!
      const own: Fate =
        chain === undefined
          ? { accept: new Set(), drop: new Set(), back: null, doubts: new Set([number]) }
          : ended(chain, walk(chain, way, packet, state, known), causes.endOf.get(chain)!)
      fate = inRow(fate, own)
    }
    return fate
  }

  function walk(chain: Chain, way: Way, packet: Packet, state: ConnectionState, known: Map<Chain, Fate>): Fate {
    const done = known.get(chain)
    if (done !== undefined) return done
    const fate = empty()
    known.set(chain, fate)
    const first = causes.firstOf.get(chain)!
    for (const [index, step] of chain.steps.entries()) {
      const { action, match } = step
      if (step.isDisabled || action.do === 'continue') continue
      if (!meets(match, way, packet, state)) continue
      const number = first + index
      const isSure = match.unknown.length === 0
      if (!isSure) fate.doubts.add(number)
      if (action.do === 'accept') fate.accept = withOne(fate.accept, number)
      else if (action.do === 'drop') fate.drop = withOne(fate.drop, number)
      else if (action.do === 'return') fate.back = withOne(fate.back, number)
      else if (action.do === 'unknown') {
        fate.accept = withOne(fate.accept, number)
        fate.drop = withOne(fate.drop, number)
        fate.doubts.add(number)
      } else if ('chain' in action) {
        const target = causes.chains.get(action.chain)
        const isLost = target === undefined || (tangled.has(chain.name) && tangled.has(target.name))
        const there: Fate = isLost
          ? { accept: new Set([number]), drop: new Set([number]), back: new Set([number]), doubts: new Set([number]) }
          : walk(target, way, packet, state, known)
        Object.assign(fate, joined(fate, action.do === 'goto' ? there : { ...there, back: null }))
        if (action.do === 'jump' && there.back !== null) continue
      }
      if (isSure) return fate
    }
    const end = causes.endOf.get(chain)!
    if (chain.otherwise === 'accept') fate.accept = withOne(fate.accept, end)
    else if (chain.otherwise === 'drop') fate.drop = withOne(fate.drop, end)
    else fate.back = withOne(fate.back, end)
    return fate
  }

  return { first: (packet) => judge(packet, false), whole: (packet) => judge(packet, true) }
}

const empty = (): Fate => ({ accept: null, drop: null, back: null, doubts: new Set() })
const passing = (): Fate => ({ ...empty(), accept: new Set() })
const withOne = (set: Set<number> | null, number: number) => new Set([...(set ?? []), number])
const unioned = (a: Set<number>, b: Set<number>) => new Set([...a, ...b])
const joinedSets = (a: Set<number> | null, b: Set<number> | null) => (a === null ? b : b === null ? a : unioned(a, b))
const joined = (a: Fate, b: Fate): Fate => ({
  accept: joinedSets(a.accept, b.accept),
  drop: joinedSets(a.drop, b.drop),
  back: joinedSets(a.back, b.back),
  doubts: unioned(a.doubts, b.doubts),
})

function inRow(a: Fate, b: Fate): Fate {
  if (a.accept === null) return a
  const accept = b.accept === null ? null : unioned(a.accept, b.accept)
  return { accept, drop: joinedSets(a.drop, b.drop), back: null, doubts: unioned(a.doubts, b.doubts) }
}

/** Back at the hook: the chain's own end. */
function ended(chain: Chain, fate: Fate, end: number): Fate {
  if (fate.back === null) return fate
  const own = empty()
  if (chain.otherwise === 'drop') own.drop = new Set([end])
  else own.accept = new Set(chain.otherwise === 'accept' ? [end] : [])
  return joined({ ...fate, back: null }, own)
}

function translated({ translations }: Ruleset, causes: Causes, way: Way, packet: Packet, fate: Fate): Fate {
  const touching = translations.filter(({ kind, match }) => kind !== 'source' && meets(match, way, packet, 'new'))
  return touching.reduce(
    (all, one) =>
      joined(all, {
        accept: new Set(),
        drop: new Set(),
        back: null,
        doubts: new Set([causes.translationOf.get(one)!]),
      }),
    fate,
  )
}

function outcomeOf(fate: Fate): Outcome {
  const listed = (set: Set<number>) => [...set].sort((a, b) => a - b).slice(0, mostNamed)
  const orNull = (set: Set<number> | null) => (set === null ? null : listed(set))
  return { accept: orNull(fate.accept), drop: orNull(fate.drop), back: null, next: false, doubts: listed(fate.doubts) }
}

function waysOf(places: readonly Place[], packet: Packet): Way[] {
  const arriving = places.filter(({ addresses }) => holds(addresses, packet.source))
  const leaving = places.filter(({ addresses }) => holds(addresses, packet.target))
  if (arriving.length * leaving.length > mostWays) return []
  return arriving.flatMap((into) => leaving.map((out) => ({ in: into, out })))
}

const holds = (set: Match['source'], address: Address): boolean =>
  'v4' in address ? includes(set.v4, address.v4) : includes(set.v6, address.v6)

function isNamed({ names, not }: Names, place: Place): boolean {
  const own = place.name === null ? [] : [place.name, ...place.aliases]
  const isOne = names.some((name) =>
    name.endsWith('*') ? name === '*' || own.some((one) => one.startsWith(name.slice(0, -1))) : own.includes(name),
  )
  return isOne !== not
}

/** As far as it is understood. */
function meets(match: Match, way: Way, packet: Packet, state: ConnectionState): boolean {
  return (
    (match.states === null || match.states.includes(state)) &&
    (match.in === null || isNamed(match.in, way.in)) &&
    (match.out === null || isNamed(match.out, way.out)) &&
    holds(match.source, packet.source) &&
    holds(match.target, packet.target) &&
    (match.services === null || match.services.some((service) => isOf(service, packet)))
  )
}

function isOf({ protocols, sourcePorts, targetPorts, icmpTypes }: Service, packet: Packet): boolean {
  if (!includes(protocols, packet.protocol)) return false
  if (icmpTypes !== null && !(packet.protocol in icmpAnswers && includes(icmpTypes, packet.icmp))) return false
  if (sourcePorts === null && targetPorts === null) return true
  if (!hasPorts(packet.protocol)) return false
  const isFrom = sourcePorts === null || includes(sourcePorts, packet.sourcePort)
  return isFrom && (targetPorts === null || includes(targetPorts, packet.targetPort))
}

/** Null where nobody answers. */
function answerTo(packet: Packet): Packet | null {
  const turned = {
    ...packet,
    source: packet.target,
    target: packet.source,
    sourcePort: packet.targetPort,
    targetPort: packet.sourcePort,
  }
  const answers = icmpAnswers[packet.protocol]
  if (answers === undefined) return turned
  const type = answers.get(packet.icmp >> 8)
  return type === undefined ? null : { ...turned, icmp: (type << 8) | (packet.icmp & 255) }
}
