import fc from 'fast-check'
import { flagsOf, hasPorts, ports, type Worded } from '../netfilter/packets.testing.ts'
import type { TestPacket } from '../netfilter/walk.testing.ts'

// nft's own language, read from nft(8) alone: texts and what they do with a packet, without the common model.

interface Range {
  readonly from: number
  readonly to: number
  readonly text: string
}
interface Values {
  readonly text: string
  readonly has: (value: number) => boolean
  readonly isSet: boolean
}
type Verdict = { readonly do: 'accept' | 'drop' | 'return' | 'continue' | 'jump' | 'goto'; readonly chain?: number }
export interface Rule {
  readonly text: string
  readonly run: (packet: TestPacket) => Verdict | null
}
export interface Ruleset {
  readonly text: string
  readonly judge: (packet: TestPacket) => 'accept' | 'drop'
}

const inRange =
  ({ from, to }: Range) =>
  (value: number) =>
    from <= value && value <= to

/** `a`, `a-b`, `{ a, b-c }`, as many as do not overlap (nft refuses overlaps). */
function valuesOf(range: fc.Arbitrary<Range>): fc.Arbitrary<Values> {
  const single = range.map((one) => ({ text: one.text, has: inRange(one), isSet: false }))
  const set = fc.array(range, { minLength: 1, maxLength: 3 }).map((all) => {
    const kept: Range[] = []
    for (const one of all) if (kept.every(({ from, to }) => one.to < from || one.from > to)) kept.push(one)
    return {
      text: `{ ${kept.map(({ text }) => text).join(', ')} }`,
      has: (value: number) => kept.some((one) => inRange(one)(value)),
      isSet: true,
    }
  })
  return fc.oneof(single, set)
}

const addressText = (isV6: boolean, last: number) => (isV6 ? `fd00::${last.toString(16)}` : `10.0.0.${last}`)
const addressRange = (isV6: boolean): fc.Arbitrary<Range> =>
  fc.oneof(
    fc.nat(7).map((last) => ({ from: last, to: last, text: addressText(isV6, last) })),
    fc.tuple(fc.nat(7), fc.nat(2)).map(([last, bits]) => {
      const from = (last >> bits) << bits
      const length = (isV6 ? 128 : 32) - bits
      return { from, to: from + 2 ** bits - 1, text: `${addressText(isV6, from)}/${length}` }
    }),
    fc.tuple(fc.nat(7), fc.nat(7)).map(([a, b]) => {
      const [from, to] = a < b ? [a, b] : [b, a + 1]
      return { from, to, text: `${addressText(isV6, from)}-${addressText(isV6, to)}` }
    }),
  )
const portRange: fc.Arbitrary<Range> = fc.oneof(
  fc.constantFrom(...ports).map((port) => ({ from: port, to: port, text: port === 22 ? 'ssh' : `${port}` })),
  fc
    .tuple(fc.constantFrom(21, 22), fc.constantFrom(23, 80, 90))
    .map(([from, to]) => ({ from, to, text: `${from}-${to}` })),
)

/** `!=`, `==` and none; `<` and its kin for single values alone. */
function compared(
  text: string,
  values: fc.Arbitrary<Values>,
  of: (packet: TestPacket) => number | null,
): fc.Arbitrary<Worded> {
  return fc.tuple(fc.constantFrom('', '== ', '!= '), values).map(([operator, value]) => ({
    text: `${text} ${operator}${value.text}`,
    holds: (packet: TestPacket) => {
      const own = of(packet)
      return own !== null && value.has(own) === (operator !== '!= ')
    },
  }))
}

const addresses = fc
  .tuple(fc.boolean(), fc.constantFrom('saddr' as const, 'daddr' as const))
  .chain(([isV6, field]) =>
    compared(`${isV6 ? 'ip6' : 'ip'} ${field}`, valuesOf(addressRange(isV6)), (packet) =>
      packet.isV6 !== isV6 ? null : field === 'saddr' ? packet.source : packet.target,
    ),
  )
const portOf = (protocol: string, field: string) => (packet: TestPacket) =>
  packet.protocol !== (protocol === 'tcp' ? 6 : 17) ? null : field === 'sport' ? packet.sourcePort : packet.targetPort
const portConditions = fc
  .tuple(fc.constantFrom('tcp', 'udp'), fc.constantFrom('sport', 'dport'))
  .chain(([protocol, field]) =>
    fc.oneof(
      compared(`${protocol} ${field}`, valuesOf(portRange), portOf(protocol, field)),
      fc.tuple(fc.constantFrom('<', '<=', '>', '>='), fc.constantFrom(22, 80)).map(
        ([operator, bound]): Worded => ({
          text: `${protocol} ${field} ${operator} ${bound}`,
          holds: (packet) => {
            const port = portOf(protocol, field)(packet)
            if (port === null) return false
            return operator === '<'
              ? port < bound
              : operator === '<='
                ? port <= bound
                : operator === '>'
                  ? port > bound
                  : port >= bound
          },
        }),
      ),
    ),
  )
const bothPorts = fc.tuple(fc.constantFrom('sport', 'dport'), valuesOf(portRange)).map(
  ([field, values]): Worded => ({
    text: `meta l4proto { tcp, udp } th ${field} ${values.text}`,
    holds: (packet) => hasPorts(packet) && values.has(field === 'sport' ? packet.sourcePort : packet.targetPort),
  }),
)
const protocolConditions = fc
  .tuple(fc.constantFrom('', '!= '), fc.subarray(['tcp', 'udp', 'esp'], { minLength: 1 }))
  .map(([operator, list]): Worded => {
    const numbers: number[] = list.map((name) => (name === 'tcp' ? 6 : name === 'udp' ? 17 : 50))
    return {
      text: `meta l4proto ${operator}{ ${list.join(', ')} }`,
      holds: ({ protocol }) => numbers.includes(protocol) === (operator === ''),
    }
  })
const interfaceConditions = fc
  .tuple(
    fc.constantFrom('iifname' as const, 'oifname' as const),
    fc.constantFrom('', '!= '),
    fc.constantFrom(['"eth0"'], ['"ot*"'], ['"eth1"', '"ot0"'], ['"eth*"', '"ot1"']),
  )
  .map(
    ([key, operator, list]): Worded => ({
      text: `${key} ${operator}${list.length === 1 ? list[0] : `{ ${list.join(', ')} }`}`,
      holds: (packet) => {
        const own = key === 'iifname' ? packet.in : packet.out
        const isOne = list.some((quoted) => {
          const name = quoted.slice(1, -1)
          return name.endsWith('*') ? own.startsWith(name.slice(0, -1)) : own === name
        })
        return isOne === (operator === '')
      },
    }),
  )
const stateConditions = fc
  .tuple(fc.constantFrom(0, 1, 2, 3), fc.subarray(['new', 'established', 'related', 'invalid'], { minLength: 1 }))
  .map(
    ([form, list]): Worded => ({
      text: `ct state ${[list.join(','), `{ ${list.join(', ')} }`, `! ${list.join(',')}`, `!= { ${list.join(', ')} }`][form]}`,
      holds: ({ state }) => (list as string[]).includes(state) === form < 2,
    }),
  )
const familyConditions = fc.constantFrom<Worded>(
  { text: 'meta nfproto ipv4', holds: ({ isV6 }) => !isV6 },
  { text: 'meta nfproto ipv6', holds: ({ isV6 }) => isV6 },
  { text: 'meta protocol ip', holds: ({ isV6 }) => !isV6 },
  { text: 'ip protocol tcp', holds: ({ isV6, protocol }) => !isV6 && protocol === 6 },
  { text: 'ip6 nexthdr != udp', holds: ({ isV6, protocol }) => isV6 && protocol !== 17 },
)
const icmpConditions = fc.constantFrom<Worded>(
  { text: 'icmp type echo-request', holds: ({ isV6, protocol, icmp }) => !isV6 && protocol === 1 && icmp >> 8 === 8 },
  {
    text: 'icmp type != { 3, 0 }',
    holds: ({ isV6, protocol, icmp }) => !isV6 && protocol === 1 && ![3, 0].includes(icmp >> 8),
  },
  { text: 'icmp code 4', holds: ({ isV6, protocol, icmp }) => !isV6 && protocol === 1 && (icmp & 255) === 4 },
  { text: 'icmpv6 type 128', holds: ({ isV6, protocol, icmp }) => isV6 && protocol === 58 && icmp >> 8 === 128 },
)
const flagConditions = fc.constantFrom<Worded>(
  {
    text: 'tcp flags & (fin | syn | rst | ack) == syn',
    holds: (packet) => packet.protocol === 6 && (flagsOf(packet) & 23) === 2,
  },
  { text: 'tcp flags syn / fin,syn,rst,ack', holds: (packet) => packet.protocol === 6 && (flagsOf(packet) & 23) === 2 },
  { text: 'tcp flags != syn', holds: (packet) => packet.protocol === 6 && flagsOf(packet) !== 2 },
  { text: 'tcp flags ack', holds: (packet) => packet.protocol === 6 && (flagsOf(packet) & 16) !== 0 },
)
/** Elements of `ip saddr . tcp dport`. */
const pairs = fc.array(fc.tuple(addressRange(false), portRange), { minLength: 1, maxLength: 3 }).map((list) => {
  const kept: (readonly [Range, Range])[] = []
  const apart = (a: Range, b: Range) => a.to < b.from || b.to < a.from
  for (const [address, port] of list)
    if (kept.every(([a, p]) => apart(a, address) || apart(p, port))) kept.push([address, port])
  return kept
})
const isPair = (list: readonly (readonly [Range, Range])[], packet: TestPacket) =>
  list.findIndex(([address, port]) => inRange(address)(packet.source) && inRange(port)(packet.targetPort))
const pairConditions = fc.tuple(fc.constantFrom('', '!= '), pairs).map(
  ([operator, list]): Worded => ({
    text: `ip saddr . tcp dport ${operator}{ ${list.map(([address, port]) => `${address.text} . ${port.text}`).join(', ')} }`,
    holds: (packet) => !packet.isV6 && packet.protocol === 6 && isPair(list, packet) >= 0 === (operator === ''),
  }),
)

const conditions = fc.oneof(
  { weight: 5, arbitrary: addresses },
  { weight: 4, arbitrary: portConditions },
  bothPorts,
  protocolConditions,
  { weight: 3, arbitrary: interfaceConditions },
  { weight: 2, arbitrary: stateConditions },
  familyConditions,
  icmpConditions,
  flagConditions,
  { weight: 2, arbitrary: pairConditions },
)

/** Chains may jump to those behind them. */
const verdicts = (chain: number, chains: number): fc.Arbitrary<Verdict> => {
  const plain = fc.constantFrom<Verdict>({ do: 'accept' }, { do: 'drop' }, { do: 'return' }, { do: 'continue' })
  if (chain + 1 >= chains) return plain
  const far = fc
    .tuple(
      fc.constantFrom('jump' as const, 'jump' as const, 'goto' as const),
      fc.integer({ min: chain + 1, max: chains - 1 }),
    )
    .map(([kind, target]): Verdict => ({ do: kind, chain: target }))
  return fc.oneof({ weight: 2, arbitrary: plain }, far)
}
const verdictText = ({ do: kind, chain }: Verdict) => (chain === undefined ? kind : `${kind} c${chain}`)

/** Answers of a protocol are for packets of that protocol. */
const answers = fc.constantFrom<Worded>(
  { text: '', holds: () => true },
  { text: ' with icmpx type admin-prohibited', holds: () => true },
  { text: ' with icmp type host-unreachable', holds: ({ isV6 }) => !isV6 },
  { text: ' with icmpv6 type no-route', holds: ({ isV6 }) => isV6 },
  { text: ' with tcp reset', holds: ({ protocol }) => protocol === 6 },
)

function rulesOf(chain: number, chains: number): fc.Arbitrary<Rule> {
  const plain = fc
    .tuple(
      fc.array(conditions, { maxLength: 3 }),
      fc.constantFrom('', 'counter ', 'log '),
      fc.option(verdicts(chain, chains)),
      answers,
    )
    .map(([list, extra, verdict, answer]): Rule => {
      const isRejected = verdict?.do === 'drop' && list.length === 1
      const said = verdict === null ? '' : isRejected ? `reject${answer.text}` : verdictText(verdict)
      return {
        text: `${list.map(({ text }) => text).join(' ')} ${extra}${verdict === null && list.length === 0 ? 'counter' : said}`,
        run: (packet) => ((isRejected ? [...list, answer] : list).every(({ holds }) => holds(packet)) ? verdict : null),
      }
    })
  const mapped = fc
    .tuple(
      fc.option(conditions),
      fc.array(fc.tuple(fc.constantFrom(...ports), verdicts(chain, chains)), { minLength: 1, maxLength: 3 }),
      fc.option(verdicts(chain, chains)),
    )
    .map(([condition, list, otherwise]): Rule => {
      const kept = new Map(list.map(([port, verdict]) => [port, verdict]))
      const items = [...kept].map(([port, verdict]) => `${port} : ${verdictText(verdict)}`)
      if (otherwise !== null) items.push(`* : ${verdictText(otherwise)}`)
      return {
        text: `${condition?.text ?? ''} tcp dport vmap { ${items.join(', ')} }`,
        run: (packet) =>
          packet.protocol !== 6 || condition?.holds(packet) === false
            ? null
            : (kept.get(packet.targetPort) ?? otherwise),
      }
    })
  const mappedPairs = fc.tuple(pairs, fc.array(verdicts(chain, chains), { minLength: 3, maxLength: 3 })).map(
    ([list, each]): Rule => ({
      text: `ip saddr . tcp dport vmap { ${list.map(([address, port], i) => `${address.text} . ${port.text} : ${verdictText(each[i]!)}`).join(', ')} }`,
      run: (packet) => (packet.isV6 || packet.protocol !== 6 ? null : (each[isPair(list, packet)] ?? null)),
    }),
  )
  return fc.oneof({ weight: 5, arbitrary: plain }, mapped, mappedPairs)
}

const chainCount = 3

/** One table of family inet: base chains at forward, each followed by the regular chains. */
export const rulesets: fc.Arbitrary<Ruleset> = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.integer({ min: -10, max: 10 }),
        fc.constantFrom('accept' as const, 'drop' as const),
        fc.array(rulesOf(-1, chainCount), { maxLength: 5 }),
      ),
      { minLength: 1, maxLength: 2 },
    ),
    fc.tuple(...Array.from({ length: chainCount }, (_, i) => fc.array(rulesOf(i, chainCount), { maxLength: 4 }))),
  )
  .map(([bases, regular]) => {
    const chainText = (name: string, head: string, rules: readonly Rule[]) =>
      `\tchain ${name} {\n${head}${rules.map(({ text }) => `\t\t${text.trim()}\n`).join('')}\t}\n`
    const blocks = [
      // nft wants a chain to be there before another jumps to it.
      ...regular.map((rules, i) => chainText(`c${i}`, '', rules)).reverse(),
      ...bases.map(([priority, policy, rules], i) =>
        chainText(`b${i}`, `\t\ttype filter hook forward priority ${priority}; policy ${policy};\n`, rules),
      ),
    ]
    const through = (rules: readonly Rule[], packet: TestPacket): 'accept' | 'drop' | null => {
      for (const { run } of rules) {
        const verdict = run(packet)
        if (verdict === null || verdict.do === 'continue') continue
        if (verdict.do === 'accept' || verdict.do === 'drop') return verdict.do
        if (verdict.do === 'return') return null
        const there = through(regular[verdict.chain!]!, packet)
        if (there !== null || verdict.do === 'goto') return there
      }
      return null
    }
    return {
      text: `table inet t {\n${blocks.join('')}}\n`,
      judge: (packet) => {
        const ends = bases.map(([, policy, rules]) => through(rules, packet) ?? policy)
        return ends.includes('drop') ? 'drop' : 'accept'
      },
    }
  })
