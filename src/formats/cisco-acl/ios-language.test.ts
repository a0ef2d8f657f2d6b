import fc from 'fast-check'
import { describe, it } from 'vitest'
import {
  addressText,
  agrees,
  all,
  answerTo,
  between,
  bothOf,
  firstOf,
  meetsPort,
  type PortRule,
  portRule,
  type Question,
  sideOf,
  sides,
  some,
  someone,
  type Truth,
  truth,
  type Verdict,
} from '../tiny-world.testing.ts'
import { decodeIos } from './decode.ts'

/** A wildcard's set bits do not count; any bits may be set. */
type Plain =
  | { readonly is: 'any' }
  | { readonly is: 'host'; readonly at: number }
  | { readonly is: 'wild'; readonly at: number; readonly bits: number }
type Member =
  | { readonly is: 'host'; readonly at: number }
  | { readonly is: 'range'; readonly of: readonly [number, number] }
  | { readonly is: 'net'; readonly at: number; readonly ones: number }
  | { readonly is: 'group'; readonly of: number }
type Where = Plain | { readonly is: 'group'; readonly of: number }

interface What {
  readonly protocol: 'ip' | 'tcp' | 'udp' | 'icmp' | 'gre'
  readonly from: PortRule
  readonly to: PortRule | { readonly is: 'list'; readonly not: boolean; readonly ports: readonly number[] }
  readonly icmp: readonly number[]
}
interface Line {
  readonly permit: boolean
  readonly what: What | 'services'
  readonly source: Where
  readonly target: Where
  /** What stands at the end of a line of TCP, and of any. */
  readonly flags: '' | 'established' | 'match-all +syn -ack' | 'match-any +ack +rst' | 'syn' | 'ack'
  readonly rest: '' | 'log' | 'time-range T' | 'dscp ef' | 'fragments'
}
interface Configuration {
  readonly groups: readonly (readonly Member[])[]
  readonly services: readonly What[]
  /** Extended lists with the numbers of their lines, in the order in which they are written. */
  readonly lists: readonly { readonly lines: readonly Line[]; readonly numbers: readonly number[] }[]
  readonly standard: readonly { readonly permit: boolean; readonly source: Plain; readonly rest: '' | 'log' }[]
  /** 0-2 lists, 3 the standard one, 4 one that does not exist. */
  readonly in: readonly (number | null)[]
  readonly out: readonly (number | null)[]
  readonly zones: readonly (string | null)[]
  readonly pairs: readonly { readonly from: string; readonly to: string; readonly hasPolicy: boolean }[]
  readonly classes: readonly Class[]
  /** What happens to whatever belongs to no class. */
  readonly last: Class['action'] | null
}
/** Lists by number (3 is the standard one), protocols by name. */
interface Class {
  readonly isAny: boolean
  readonly criteria: readonly (number | 'tcp' | 'udp' | 'icmp')[]
  readonly action: 'inspect' | 'drop' | 'pass'
}

const plain: fc.Arbitrary<Plain> = fc.oneof(
  fc.constant<Plain>({ is: 'any' }),
  fc.record({ is: fc.constant('host' as const), at: someone }),
  fc.record({ is: fc.constant('wild' as const), at: someone, bits: someone }),
)
const member = (before: number): fc.Arbitrary<Member> =>
  fc.oneof(
    fc.record({ is: fc.constant('host' as const), at: someone }),
    between.map((of) => ({ is: 'range' as const, of })),
    fc.record({ is: fc.constant('net' as const), at: someone, ones: fc.constantFrom(29, 30, 31, 32) }),
    ...(before === 0 ? [] : [fc.record({ is: fc.constant('group' as const), of: fc.nat(before - 1) })]),
  )
const where: fc.Arbitrary<Where> = fc.oneof(
  { arbitrary: plain, weight: 3 },
  { arbitrary: fc.record({ is: fc.constant('group' as const), of: fc.nat(1) }), weight: 1 },
)
const ports = fc.uniqueArray(fc.constantFrom(79, 80, 443, 1000), { minLength: 2, maxLength: 3 })
const what: fc.Arbitrary<What> = fc.record({
  protocol: fc.constantFrom<What['protocol'][]>('ip', 'tcp', 'tcp', 'tcp', 'udp', 'icmp', 'gre'),
  from: portRule,
  to: fc.oneof(
    { arbitrary: portRule, weight: 3 },
    { arbitrary: fc.record({ is: fc.constant('list' as const), not: fc.boolean(), ports }), weight: 1 },
  ),
  icmp: fc.constantFrom<(readonly number[])[]>([], [8], [0], [3], [3, 4], [3, 1]),
})
const line: fc.Arbitrary<Line> = fc.record({
  permit: fc.boolean(),
  what: fc.oneof({ arbitrary: what, weight: 5 }, { arbitrary: fc.constant('services' as const), weight: 1 }),
  source: where,
  target: where,
  flags: fc.constantFrom<Line['flags'][]>(
    '',
    '',
    '',
    'established',
    'match-all +syn -ack',
    'match-any +ack +rst',
    'syn',
    'ack',
  ),
  rest: fc.constantFrom<Line['rest'][]>('', '', '', '', 'log', 'log', 'time-range T', 'dscp ef', 'fragments'),
})
const list = fc.array(line, { minLength: 1, maxLength: 5 }).chain((lines) =>
  fc.record({
    lines: fc.constant(lines),
    numbers: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: lines.length, maxLength: lines.length }),
  }),
)
const three = <T>(of: fc.Arbitrary<T>) => fc.tuple(of, of, of)
const bound = fc.option(fc.nat(4), { freq: 2 })
const zone = fc.constantFrom('A', 'B')
const action = fc.constantFrom<Class['action'][]>('inspect', 'inspect', 'drop', 'pass')
const criterion = fc.oneof(fc.nat(3), fc.constantFrom('tcp' as const, 'udp' as const, 'icmp' as const))
const oneClass: fc.Arbitrary<Class> = fc
  .record({
    isAny: fc.boolean(),
    criteria: fc.uniqueArray(criterion, { minLength: 1, maxLength: 3 }),
    action,
  })
  .filter(({ isAny, criteria }) => isAny || criteria.filter((one) => typeof one === 'number').length <= 1)
const configuration: fc.Arbitrary<Configuration> = fc.record({
  groups: fc.tuple(...[0, 1].map((i) => fc.array(member(i), { minLength: 1, maxLength: 3 }))),
  services: fc.array(
    what.filter(({ to }) => to.is !== 'list' || !to.not),
    { minLength: 1, maxLength: 3 },
  ),
  lists: three(list),
  standard: fc.array(
    fc.record({ permit: fc.boolean(), source: plain, rest: fc.constantFrom('' as const, 'log' as const) }),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
  in: three(bound),
  out: three(bound),
  zones: fc.oneof(
    { arbitrary: fc.constant([null, null, null]), weight: 3 },
    { arbitrary: three(fc.option(zone)), weight: 1 },
  ),
  pairs: fc.uniqueArray(fc.record({ from: zone, to: zone, hasPolicy: fc.boolean() }), {
    maxLength: 2,
    selector: ({ from, to }) => `${from} ${to}`,
  }),
  classes: fc.array(oneClass, { maxLength: 3 }),
  last: fc.option(action),
})

// The language, written.

const placeText = (of: Where): string => {
  if (of.is === 'any') return 'any'
  if (of.is === 'host') return `host ${addressText(of.at)}`
  return of.is === 'wild' ? `${addressText(of.at)} 0.0.0.${of.bits}` : `object-group g${of.of}`
}
const memberText = (of: Member): string => {
  if (of.is === 'host') return ` host ${addressText(of.at)}`
  if (of.is === 'range') return ` range ${addressText(of.of[0])} ${addressText(of.of[1])}`
  return of.is === 'net' ? ` ${addressText(of.at)} 255.255.255.${256 - 2 ** (32 - of.ones)}` : ` group-object g${of.of}`
}
const portText = (rule: What['to']): string => {
  if (rule.is === 'any') return ''
  if (rule.is === 'list')
    return ` ${rule.not ? 'neq' : 'eq'} ${rule.ports.map((port) => (port === 80 ? 'www' : port)).join(' ')}`
  return rule.is === 'range' ? ` range ${rule.from} ${rule.to}` : ` ${rule.is} ${rule.port}`
}
const hasPorts = ({ protocol }: What) => protocol === 'tcp' || protocol === 'udp'
const icmpText = ({ protocol, icmp }: What) => (protocol === 'icmp' ? icmp.map((n) => ` ${n}`).join('') : '')
const isTcp = ({ what: of }: Line): boolean => of !== 'services' && of.protocol === 'tcp'

function lineText(of: Line, number: number): string {
  const end = `${isTcp(of) && of.flags !== '' ? ` ${of.flags}` : ''}${of.rest === '' ? '' : ` ${of.rest}`}`
  const start = ` ${number} ${of.permit ? 'permit' : 'deny'}`
  const [source, target] = [placeText(of.source), placeText(of.target)]
  const { what: one } = of
  if (one === 'services') return `${start} object-group S ${source} ${target}${end}`
  const [from, to] = hasPorts(one) ? [portText(one.from), portText(one.to)] : ['', '']
  return `${start} ${one.protocol} ${source}${from} ${target}${to}${icmpText(one)}${end}`
}

const serviceText = (of: What): string => {
  const from = hasPorts(of) && of.from.is !== 'any' ? ` source${portText(of.from)}` : ''
  return ` ${of.protocol}${from}${hasPorts(of) ? portText(of.to) : ''}${icmpText(of)}`
}

const listName = (i: number) => (i === 4 ? 'GONE' : i === 3 ? '10' : i === 0 ? '101' : `L${i}`)

function written(of: Configuration): string {
  return [
    'version 17.3',
    'hostname tiny',
    ...of.groups.flatMap((group, i) => [`object-group network g${i}`, ...group.map(memberText)]),
    'object-group service S',
    ...of.services.map(serviceText),
    ...sides.flatMap(({ name, from, length }, i) => [
      `interface ${name}`,
      ` ip address ${addressText(from + 1)} 255.255.255.${256 - 2 ** (32 - length)}`,
      ...(of.in[i] == null ? [] : [` ip access-group ${listName(of.in[i])} in`]),
      ...(of.out[i] == null ? [] : [` ip access-group ${listName(of.out[i])} out`]),
      ...(of.zones[i] == null ? [] : [` zone-member security ${of.zones[i]}`]),
      '!',
    ]),
    ...of.classes.flatMap(({ isAny, criteria }, i) => [
      `class-map type inspect match-${isAny ? 'any' : 'all'} C${i}`,
      ...criteria.map(
        (one) => ` match ${typeof one === 'number' ? `access-group name ${listName(one)}` : `protocol ${one}`}`,
      ),
    ]),
    'policy-map type inspect P',
    ...of.classes.flatMap((one, i) => [` class type inspect C${i}`, `  ${one.action}`]),
    ...(of.last === null ? [] : [' class class-default', `  ${of.last}`]),
    ...of.pairs.flatMap(({ from, to, hasPolicy }) => [
      `zone-pair security ${from}-${to} source ${from} destination ${to}`,
      ...(hasPolicy ? [' service-policy type inspect P'] : []),
    ]),
    'ip access-list standard 10',
    ...of.standard.map(({ permit, source, rest }) => ` ${permit ? 'permit' : 'deny'} ${placeText(source)} ${rest}`),
    ...of.lists.flatMap(({ lines, numbers }, i) => [
      `ip access-list extended ${listName(i)}`,
      ...lines.map((one, at) => lineText(one, numbers[at]!)),
    ]),
    'end',
    '',
  ].join('\n')
}

// The language, interpreted.

function holdsPlace(of: Where | Member, at: number, whole: Configuration): Truth {
  switch (of.is) {
    case 'any':
      return 1
    case 'host':
      return truth(of.at === at)
    case 'wild':
      return truth((of.at & ~of.bits) === (at & ~of.bits))
    case 'range':
      return truth(at >= of.of[0] && at <= of.of[1])
    case 'net':
      return truth(of.at >> (32 - of.ones) === at >> (32 - of.ones))
    case 'group':
      return some(...whole.groups[of.of]!.map((one) => holdsPlace(one, at, whole)))
  }
}

const numbers = { tcp: 6, udp: 17, icmp: 1, gre: 47 }

function holdsWhat(of: What, { protocol, sourcePort, targetPort, icmp }: Question): boolean {
  if (of.protocol === 'ip') return true
  if (numbers[of.protocol] !== protocol) return false
  if (of.protocol === 'icmp') return of.icmp.every((value, i) => icmp[i] === value)
  if (!hasPorts(of)) return true
  const { to } = of
  const isTo = to.is === 'list' ? to.ports.includes(targetPort) !== to.not : meetsPort(to, targetPort)
  return meetsPort(of.from, sourcePort) && isTo
}

/** The first packet carries SYN alone; an answer ACK, and perhaps SYN or RST. */
function holdsFlags(of: Line, isAnswer: boolean): Truth {
  if (!isTcp(of) || of.flags === '') return 1
  if (of.flags === 'syn') return 0.5
  return truth((of.flags === 'match-all +syn -ack') !== isAnswer)
}

const holdsLine = (of: Line, question: Question, isAnswer: boolean, whole: Configuration): Truth =>
  all(
    truth(
      of.what === 'services' ? whole.services.some((one) => holdsWhat(one, question)) : holdsWhat(of.what, question),
    ),
    holdsPlace(of.source, question.source, whole),
    holdsPlace(of.target, question.target, whole),
    holdsFlags(of, isAnswer),
    of.rest === '' || of.rest === 'log' ? 1 : 0.5,
  )

function walk(list: number | null | undefined, question: Question, isAnswer: boolean, whole: Configuration): Verdict {
  // A list that is bound and does not exist lets everything pass.
  if (list == null || list === 4) return 'accepted'
  const permits = ({ permit }: { permit: boolean }) => permit
  if (list === 3)
    return firstOf(whole.standard, ({ source }) => holdsPlace(source, question.source, whole), permits, false)
  const { lines, numbers: order } = whole.lists[list]!
  const sorted = lines.map((one, i) => ({ one, at: order[i]! })).sort((a, b) => a.at - b.at)
  return firstOf(
    sorted.map(({ one }) => one),
    (one) => holdsLine(one, question, isAnswer, whole),
    permits,
    false,
  )
}

const truthOf: Readonly<Record<Verdict, Truth>> = { accepted: 1, refused: 0, undecided: 0.5 }

function holdsClass({ isAny, criteria }: Class, question: Question, whole: Configuration): Truth {
  const parts = criteria.map((one) =>
    typeof one === 'number' ? truthOf[walk(one, question, false, whole)] : truth(numbers[one] === question.protocol),
  )
  return isAny ? some(...parts) : all(...parts)
}

/** The first class decides; `pass` is told by halves, since answers are another pair's. */
function policed(whole: Configuration, question: Question): Verdict {
  const outcomes = new Set<'accept' | 'drop'>()
  const last = whole.last === null ? [] : [{ held: 1 as Truth, action: whole.last }]
  const classes = whole.classes.map((one) => ({ held: holdsClass(one, question, whole), action: one.action }))
  let isDecided = false
  for (const { held, action: what } of [...classes, ...last]) {
    if (held === 0 || isDecided) continue
    if (what !== 'drop') outcomes.add('accept')
    if (what === 'drop' || (what === 'inspect' && question.protocol === 47)) outcomes.add('drop')
    isDecided = held === 1 && what !== 'pass'
  }
  if (!isDecided) outcomes.add('drop')
  return outcomes.size > 1 ? 'undecided' : outcomes.has('accept') ? 'accepted' : 'refused'
}

function zoned(whole: Configuration, question: Question): Verdict {
  const { zones, pairs } = whole
  const [from, to] = [sideOf(question.source), sideOf(question.target)]
  const [a, b] = [zones[from] ?? null, zones[to] ?? null]
  if (a === null && b === null) return 'accepted'
  const hasPolicy = pairs.some((pair) => pair.from === a && pair.to === b && pair.hasPolicy)
  return hasPolicy ? policed(whole, question) : a === b ? 'accepted' : 'refused'
}

function passing(of: Configuration, question: Question, isAnswer: boolean): Verdict {
  const [from, to] = [sideOf(question.source), sideOf(question.target)]
  const lists = bothOf(walk(of.in[from], question, isAnswer, of), walk(of.out[to], question, isAnswer, of))
  return bothOf(lists, zoned(of, question))
}

function interpreted(of: Configuration, question: Question): Verdict {
  const there = passing(of, question, false)
  const answer = answerTo(question)
  // Zones follow connections, so that answers pass.
  if (answer === null || of.pairs.length > 0) return there
  return bothOf(there, passing(of, answer, true))
}

describe('an IOS router', () => {
  it('does with every packet and its answer what its language says', () => {
    fc.assert(
      fc.property(configuration, (of) => {
        const text = written(of)
        const ruleset = decodeIos(text)
        const named = ruleset.faults.filter(({ reason }) => /does not exist/.test(reason))
        agrees(
          text,
          { ...ruleset, faults: ruleset.faults.filter((fault) => !named.includes(fault)) },
          (question) => interpreted(of, question),
          'whole',
        )
      }),
      { numRuns: 60 },
    )
  })
})
