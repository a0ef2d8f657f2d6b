import fc from 'fast-check'
import { describe, it } from 'vitest'
import {
  addressText,
  agrees,
  all,
  between,
  bothOf,
  firstOf,
  isIn,
  meetsPort,
  network,
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
import { decodeAsa } from './decode.ts'

type Plain =
  | { readonly is: 'host'; readonly at: number }
  | { readonly is: 'net'; readonly from: number; readonly size: number }
type Single = Plain | { readonly is: 'range'; readonly of: readonly [number, number] } | { readonly is: 'fqdn' }
type Member = Plain | { readonly is: 'object'; readonly of: number } | { readonly is: 'group'; readonly of: number }
type Where =
  | Member
  | { readonly is: 'any' }
  | { readonly is: 'any4' }
  | { readonly is: 'interface'; readonly of: number }

interface What {
  readonly protocol: 'ip' | 'tcp' | 'udp' | 'icmp' | 'gre'
  readonly from: PortRule
  readonly to: PortRule | { readonly is: 'group' }
  readonly icmp: readonly number[]
}
interface Line {
  readonly permit: boolean
  readonly what: What | 'services'
  readonly source: Where
  readonly target: Where
  readonly isInactive: boolean
  readonly hasTime: boolean
  readonly remark: boolean
  readonly log: boolean
}
interface Configuration {
  readonly objects: readonly Single[]
  readonly groups: readonly (readonly Member[])[]
  /** Ports of the group of ports, and members of the group of services. */
  readonly ports: readonly PortRule[]
  readonly services: readonly What[]
  readonly lists: readonly (readonly Line[])[]
  readonly levels: readonly number[]
  readonly between: boolean
  readonly within: boolean
  /** List by interface, on the way in and out; null: none. */
  readonly in: readonly (number | null)[]
  readonly out: readonly (number | null)[]
  readonly global: number | null
}

const counts = { objects: 3, groups: 3, lists: 3 }
const plain: fc.Arbitrary<Plain> = fc.oneof(
  fc.record({ is: fc.constant('host' as const), at: someone }),
  network.map((of) => ({ is: 'net' as const, ...of })),
)
const single: fc.Arbitrary<Single> = fc.oneof(
  { arbitrary: plain, weight: 4 },
  { arbitrary: between.map((of) => ({ is: 'range' as const, of })), weight: 2 },
  { arbitrary: fc.constant({ is: 'fqdn' as const }), weight: 1 },
)
/** Groups hold groups that come before them. */
const member = (before: number): fc.Arbitrary<Member> =>
  fc.oneof(
    { arbitrary: plain, weight: 2 },
    { arbitrary: fc.record({ is: fc.constant('object' as const), of: fc.nat(counts.objects - 1) }), weight: 2 },
    ...(before === 0
      ? []
      : [{ arbitrary: fc.record({ is: fc.constant('group' as const), of: fc.nat(before - 1) }), weight: 2 }]),
  )
const where: fc.Arbitrary<Where> = fc.oneof(
  { arbitrary: fc.constantFrom<Where>({ is: 'any' }, { is: 'any4' }), weight: 3 },
  { arbitrary: member(counts.groups), weight: 5 },
  { arbitrary: fc.record({ is: fc.constant('interface' as const), of: fc.nat(2) }), weight: 1 },
)
const what: fc.Arbitrary<What> = fc.record({
  protocol: fc.constantFrom<What['protocol'][]>('ip', 'tcp', 'tcp', 'tcp', 'udp', 'icmp', 'gre'),
  from: portRule,
  to: fc.oneof({ arbitrary: portRule, weight: 4 }, { arbitrary: fc.constant({ is: 'group' as const }), weight: 1 }),
  icmp: fc.constantFrom<(readonly number[])[]>([], [8], [3], [3, 4], [3, 1]),
})
const line: fc.Arbitrary<Line> = fc.record({
  permit: fc.boolean(),
  what: fc.oneof({ arbitrary: what, weight: 4 }, { arbitrary: fc.constant('services' as const), weight: 1 }),
  source: where,
  target: where,
  isInactive: fc.nat(7).map((n) => n === 0),
  hasTime: fc.nat(9).map((n) => n === 0),
  remark: fc.boolean(),
  log: fc.boolean(),
})
const bound = fc.option(fc.nat(counts.lists - 1), { freq: 2 })
const three = <T>(of: fc.Arbitrary<T>) => fc.tuple(of, of, of)
const configuration: fc.Arbitrary<Configuration> = fc.record({
  objects: three(single),
  groups: fc.tuple(...[0, 1, 2].map((i) => fc.array(member(i), { minLength: 1, maxLength: 3 }))),
  ports: fc.array(
    portRule.filter(({ is }) => is === 'eq' || is === 'range'),
    { minLength: 1, maxLength: 2 },
  ),
  services: fc.array(
    what.filter(({ to }) => to.is !== 'group'),
    { minLength: 1, maxLength: 3 },
  ),
  lists: three(fc.array(line, { minLength: 1, maxLength: 5 })),
  levels: three(fc.constantFrom(0, 50, 100)),
  between: fc.boolean(),
  within: fc.boolean(),
  in: three(bound),
  out: three(bound),
  global: fc.option(fc.nat(counts.lists - 1), { freq: 1 }),
})

// The language, written.

const mask = (size: number) => `255.255.255.${256 - size}`
const ownAddress = (side: number) => sides[side]!.from + 1

function memberText(of: Where): string {
  switch (of.is) {
    case 'any':
    case 'any4':
      return of.is
    case 'host':
      return `host ${addressText(of.at)}`
    case 'net':
      return `${addressText(of.from)} ${mask(of.size)}`
    case 'object':
      return `object o${of.of}`
    case 'group':
      return `object-group g${of.of}`
    case 'interface':
      return `interface ${sides[of.of]!.name}`
  }
}

function singleText(of: Single): string {
  if (of.is === 'host') return `host ${addressText(of.at)}`
  if (of.is === 'net') return `subnet ${addressText(of.from)} ${mask(of.size)}`
  if (of.is === 'range') return `range ${addressText(of.of[0])} ${addressText(of.of[1])}`
  return 'fqdn v4 example.com'
}

const names: Readonly<Record<number, string>> = { 80: 'www', 443: '443' }
const portText = (rule: What['to']): string => {
  if (rule.is === 'any') return ''
  if (rule.is === 'group') return ' object-group P'
  if (rule.is === 'range') return ` range ${rule.from} ${rule.to}`
  return ` ${rule.is} ${names[rule.port] ?? rule.port}`
}
const hasPorts = ({ protocol }: What) => protocol === 'tcp' || protocol === 'udp'

function lineText(of: Line, list: number): string[] {
  const rest = `${of.log ? ' log' : ''}${of.hasTime ? ' time-range T' : ''}${of.isInactive ? ' inactive' : ''}`
  const [source, target] = [memberText(of.source), memberText(of.target)]
  const start = `access-list L${list} extended ${of.permit ? 'permit' : 'deny'}`
  const { what } = of
  const remark = of.remark ? [`access-list L${list} remark what comes next`] : []
  if (what === 'services') return [...remark, `${start} object-group S ${source} ${target}${rest}`]
  const [from, to] = hasPorts(what) ? [portText(what.from), portText(what.to)] : ['', '']
  const icmp = what.protocol === 'icmp' ? what.icmp.map((n) => ` ${n}`).join('') : ''
  return [...remark, `${start} ${what.protocol} ${source}${from} ${target}${to}${icmp}${rest}`]
}

const serviceText = (of: What) => {
  const [from, to] = [portText(of.from), portText(of.to)]
  const ports = hasPorts(of) ? `${from === '' ? '' : ` source${from}`}${to === '' ? '' : ` destination${to}`}` : ''
  return ` service-object ${of.protocol}${ports}${of.protocol === 'icmp' ? of.icmp.map((n) => ` ${n}`).join('') : ''}`
}

function written(of: Configuration): string {
  return [
    ': Saved',
    'ASA Version 9.16(1)',
    ...sides.flatMap(({ name, from, length }, i) => [
      `interface GigabitEthernet0/${i}`,
      ` nameif ${name}`,
      ` security-level ${of.levels[i]}`,
      ` ip address ${addressText(from + 1)} ${mask(2 ** (32 - length))}`,
      '!',
    ]),
    ...(of.between ? ['same-security-traffic permit inter-interface'] : []),
    ...(of.within ? ['same-security-traffic permit intra-interface'] : []),
    ...of.objects.flatMap((object, i) => [`object network o${i}`, ` ${singleText(object)}`]),
    ...of.groups.flatMap((group, i) => [
      `object-group network g${i}`,
      ...group.map((one) => (one.is === 'group' ? ` group-object g${one.of}` : ` network-object ${memberText(one)}`)),
    ]),
    'object-group service P tcp-udp',
    ...of.ports.map((rule) => ` port-object${portText(rule)}`),
    'object-group service S',
    ...of.services.map(serviceText),
    ...of.lists.flatMap((lines, list) => lines.flatMap((one) => lineText(one, list))),
    ...of.in.flatMap((list, i) => (list === null ? [] : [`access-group L${list} in interface ${sides[i]!.name}`])),
    ...of.out.flatMap((list, i) => (list === null ? [] : [`access-group L${list} out interface ${sides[i]!.name}`])),
    ...(of.global === null ? [] : [`access-group L${of.global} global`]),
    ': end',
    '',
  ].join('\n')
}

// The language, interpreted.

function holdsAddress(of: Where | Single, at: number, all: Configuration): Truth {
  switch (of.is) {
    case 'any':
    case 'any4':
      return 1
    case 'host':
      return truth(of.at === at)
    case 'net':
      return truth(isIn(of, at))
    case 'range':
      return truth(at >= of.of[0] && at <= of.of[1])
    case 'fqdn':
      return 0.5
    case 'interface':
      return truth(at === ownAddress(of.of))
    case 'object':
      return holdsAddress(all.objects[of.of]!, at, all)
    case 'group':
      return some(...all.groups[of.of]!.map((one) => holdsAddress(one, at, all)))
  }
}

const numbers = { tcp: 6, udp: 17, icmp: 1, gre: 47 }

function holdsWhat(of: What, { protocol, sourcePort, targetPort, icmp }: Question, all: Configuration): boolean {
  if (of.protocol === 'ip') return true
  if (numbers[of.protocol] !== protocol) return false
  if (of.protocol === 'icmp') return of.icmp.every((value, i) => icmp[i] === value)
  if (!hasPorts(of)) return true
  const to = of.to.is === 'group' ? all.ports.some((rule) => meetsPort(rule, targetPort)) : meetsPort(of.to, targetPort)
  return meetsPort(of.from, sourcePort) && to
}

function holdsLine(of: Line, question: Question, whole: Configuration): Truth {
  if (of.isInactive) return 0
  const what =
    of.what === 'services'
      ? whole.services.some((one) => holdsWhat(one, question, whole))
      : holdsWhat(of.what, question, whole)
  return all(
    truth(what),
    holdsAddress(of.source, question.source, whole),
    holdsAddress(of.target, question.target, whole),
    of.hasTime ? 0.5 : 1,
  )
}

function interpreted(of: Configuration, question: Question): Verdict {
  const [from, to] = [sideOf(question.source), sideOf(question.target)]
  const walk = (lists: readonly number[]) =>
    firstOf(
      lists.flatMap((list) => of.lists[list]!),
      (one) => holdsLine(one, question, of),
      ({ permit }) => permit,
      false,
    )
  const [levelFrom, levelTo] = [of.levels[from]!, of.levels[to]!]
  if (from === to ? !of.within : levelFrom === levelTo && !of.between) return 'refused'
  const lists = [of.in[from] ?? null, of.global].filter((list) => list !== null)
  // Without lists, to lower levels and (which was permitted above) to equal ones.
  const arriving: Verdict = lists.length > 0 ? walk(lists) : levelFrom >= levelTo ? 'accepted' : 'refused'
  const last = of.out[to] ?? null
  return last === null ? arriving : bothOf(arriving, walk([last]))
}

describe('an ASA', () => {
  it('does with every packet what its language says', () => {
    fc.assert(
      fc.property(configuration, (of) => {
        const text = written(of)
        agrees(text, decodeAsa(text), (question) => interpreted(of, question))
      }),
      { numRuns: 60 },
    )
  })
})
