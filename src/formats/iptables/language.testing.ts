import fc from 'fast-check'
import { flagsOf, ports, type Worded } from '../netfilter/packets.testing.ts'
import type { TestPacket } from '../netfilter/walk.testing.ts'

// The language of iptables-save, read from iptables(8) and iptables-extensions(8) alone: texts and what they do.

type Verdict = { readonly do: 'accept' | 'drop' | 'return' | 'continue' | 'jump' | 'goto'; readonly chain?: number }
interface Rule {
  readonly text: string
  readonly run: (packet: TestPacket) => Verdict | null
}
export interface SavedRules {
  readonly text: string
  readonly judge: (packet: TestPacket) => 'accept' | 'drop'
}

const not = fc.constantFrom('', '! ')
const addressText = (isV6: boolean, last: number) => (isV6 ? `fd00::${last.toString(16)}` : `10.0.0.${last}`)

const addresses = (isV6: boolean): fc.Arbitrary<Worded> =>
  fc
    .tuple(fc.constantFrom('-s', '-d'), not, fc.nat(7), fc.constantFrom(0, 1, 2, 3))
    .map(([option, negation, last, bits]) => {
      const length = (isV6 ? 128 : 32) - bits
      const masks = ['255.255.255.255', '255.255.255.254', '255.255.255.252', '255.255.255.248']
      const mask = !isV6 && last % 2 === 0 ? masks[bits] : length
      return {
        text: `${negation}${option} ${addressText(isV6, last)}/${mask}`,
        holds: (packet) => {
          const own = option === '-s' ? packet.source : packet.target
          return (own >> bits === last >> bits) !== (negation !== '')
        },
      }
    })
const lists = (isV6: boolean): fc.Arbitrary<Worded> =>
  fc.uniqueArray(fc.nat(7), { minLength: 2, maxLength: 3 }).map((list) => ({
    text: `-s ${list.map((last) => addressText(isV6, last)).join(',')}`,
    holds: ({ source }) => list.includes(source),
  }))
const ranges = (isV6: boolean): fc.Arbitrary<Worded> =>
  fc.tuple(fc.constantFrom('src', 'dst'), not, fc.nat(7), fc.nat(7)).map(([side, negation, a, b]) => {
    const [from, to] = a < b ? [a, b] : [b, a]
    return {
      text: `-m iprange ${negation}--${side}-range ${addressText(isV6, from)}-${addressText(isV6, to)}`,
      holds: (packet) => {
        const own = side === 'src' ? packet.source : packet.target
        return (from <= own && own <= to) !== (negation !== '')
      },
    }
  })
const interfaces: fc.Arbitrary<Worded> = fc
  .tuple(fc.constantFrom('-i', '-o'), not, fc.constantFrom('eth0', 'ot1', 'eth+', 'ot+', '+'))
  .map(([option, negation, name]) => ({
    text: `${negation}${option} ${name}`,
    holds: (packet) => {
      const own = option === '-i' ? packet.in : packet.out
      const isOne = name.endsWith('+') ? own.startsWith(name.slice(0, -1)) : own === name
      return isOne !== (negation !== '')
    },
  }))
const portText = fc.constantFrom<readonly [string, number, number]>(
  ['22', 22, 22],
  ['ssh', 22, 22],
  ['80:81', 80, 81],
  [':22', 0, 22],
  ['23:', 23, 65535],
)
const transport: fc.Arbitrary<Worded> = fc
  .tuple(fc.constantFrom('tcp', 'udp'), fc.constantFrom('sport', 'dport'), not, portText, fc.boolean())
  .map(([protocol, side, negation, [text, from, to], isLoaded]) => ({
    text: `-p ${protocol} ${isLoaded ? `-m ${protocol} ` : ''}${negation}--${side} ${text}`,
    holds: (packet) => {
      if (packet.protocol !== (protocol === 'tcp' ? 6 : 17)) return false
      const own = side === 'sport' ? packet.sourcePort : packet.targetPort
      return (from <= own && own <= to) !== (negation !== '')
    },
  }))
const multiport: fc.Arbitrary<Worded> = fc
  .tuple(
    fc.constantFrom('tcp', 'udp'),
    fc.constantFrom('sports', 'dports', 'ports'),
    not,
    fc.subarray(ports, { minLength: 1 }),
  )
  .map(([protocol, side, negation, list]) => ({
    text: `-p ${protocol} -m multiport ${negation}--${side} ${list.join(',')}${list.includes(80) ? '' : ',1000:2000'}`,
    holds: (packet) => {
      if (packet.protocol !== (protocol === 'tcp' ? 6 : 17)) return false
      const own = [...(side === 'dports' ? [] : [packet.sourcePort]), ...(side === 'sports' ? [] : [packet.targetPort])]
      return own.some((port) => list.includes(port)) !== (negation !== '')
    },
  }))
const protocols: fc.Arbitrary<Worded> = fc
  .tuple(not, fc.constantFrom<readonly [string, number]>(['tcp', 6], ['17', 17], ['esp', 50]))
  .map(([negation, [name, number]]) => ({
    text: `${negation}-p ${name}`,
    holds: ({ protocol }) => (protocol === number) !== (negation !== ''),
  }))
const icmp = (isV6: boolean): fc.Arbitrary<Worded> =>
  fc
    .tuple(not, fc.constantFrom<readonly [string, number, number | null]>(...(isV6 ? icmpV6 : icmpV4)))
    .map(([negation, [text, type, code]]) => ({
      text: `-p ${isV6 ? 'ipv6-icmp -m icmp6' : 'icmp -m icmp'} ${negation}--${isV6 ? 'icmpv6-type' : 'icmp-type'} ${text}`,
      holds: (packet) => {
        if (packet.protocol !== (isV6 ? 58 : 1)) return false
        const isOne = packet.icmp >> 8 === type && (code === null || (packet.icmp & 255) === code)
        return isOne !== (negation !== '')
      },
    }))
const icmpV4 = [
  ['8', 8, null],
  ['3/4', 3, 4],
  ['network-unreachable', 3, 0],
  ['echo-reply', 0, null],
] as const
const icmpV6 = [
  ['128', 128, null],
  ['3/4', 3, 4],
  ['echo-request', 128, null],
] as const
const states: fc.Arbitrary<Worded> = fc
  .tuple(
    fc.constantFrom('conntrack', 'state'),
    not,
    fc.subarray(['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'], { minLength: 1 }),
  )
  .map(([match, negation, list]) => ({
    text: `-m ${match} ${negation}--${match === 'state' ? 'state' : 'ctstate'} ${list.join(',')}`,
    holds: ({ state }) => list.includes(state.toUpperCase()) !== (negation !== ''),
  }))
const flags: fc.Arbitrary<Worded> = fc
  .tuple(not, fc.constantFrom('--syn', '--tcp-flags FIN,SYN,RST,ACK SYN', '--tcp-flags ACK ACK'))
  .map(([negation, text]) => ({
    text: `-p tcp -m tcp ${negation}${text}`,
    holds: (packet) => {
      if (packet.protocol !== 6) return false
      const isSet = text.endsWith('ACK') ? (flagsOf(packet) & 16) !== 0 : (flagsOf(packet) & 23) === 2
      return isSet !== (negation !== '')
    },
  }))
/** Sets of the file's head: `nets` and `pairs` of both families. */
const sets = (isV6: boolean): fc.Arbitrary<Worded> =>
  fc.tuple(not, fc.boolean()).map(([negation, isPair]) => ({
    text: `-m set ${negation}--match-set ${isPair ? 'pairs' : 'nets'}${isV6 ? '6' : '4'} src${isPair ? ',dst' : ''}`,
    holds: (packet) => {
      const isIn = isPair
        ? (packet.source === 3 && packet.protocol === 6 && packet.targetPort === 22) ||
          (packet.source === 4 && packet.protocol === 17 && packet.targetPort >= 80 && packet.targetPort <= 90)
        : packet.source < 4 && packet.source !== 1
      return isIn !== (negation !== '')
    },
  }))
const heads = (['4', '6'] as const).map((family) => {
  const at = (last: number) => addressText(family === '6', last)
  const size = family === '6' ? 128 : 32
  return [
    `create nets${family} hash:net family inet${family === '6' ? '6' : ''} hashsize 1024`,
    `add nets${family} ${at(0)}/${size - 2}`,
    `add nets${family} ${at(1)} nomatch`,
    `create pairs${family} hash:ip,port family inet${family === '6' ? '6' : ''}`,
    `add pairs${family} ${at(3)},tcp:22`,
    `add pairs${family} ${at(4)},udp:80-90`,
  ].join('\n')
})

/** One of each option, as iptables allows no second one. */
function conditions(isV6: boolean, withSets: boolean): fc.Arbitrary<readonly Worded[]> {
  const one = (arbitrary: fc.Arbitrary<Worded>, freq = 2) => fc.option(arbitrary, { freq, nil: null })
  const layer4 = fc.oneof(transport, transport, multiport, protocols, icmp(isV6), flags)
  return fc
    .tuple(
      one(fc.oneof(addresses(isV6), addresses(isV6), lists(isV6)), 3),
      one(layer4, 3),
      one(interfaces),
      one(states),
      one(ranges(isV6), 1),
      withSets ? one(sets(isV6), 1) : fc.constant(null),
    )
    .map((list) => list.filter((one) => one !== null))
}

const verdicts = (chain: number, chains: number): fc.Arbitrary<Verdict> => {
  const plain = fc.constantFrom<Verdict>({ do: 'accept' }, { do: 'drop' }, { do: 'return' }, { do: 'continue' })
  if (chain + 1 >= chains) return plain
  const far = fc
    .tuple(fc.constantFrom('jump' as const, 'goto' as const), fc.integer({ min: chain + 1, max: chains - 1 }))
    .map(([kind, target]): Verdict => ({ do: kind, chain: target }))
  return fc.oneof({ weight: 2, arbitrary: plain }, far)
}
const targetText = ({ do: kind, chain }: Verdict): string => {
  if (kind === 'jump') return `-j c${chain}`
  if (kind === 'goto') return `-g c${chain}`
  return { accept: '-j ACCEPT', drop: '-j DROP', return: '-j RETURN', continue: '-j LOG --log-prefix "x -j DROP "' }[
    kind
  ]
}

const chainCount = 3
function rulesOf(isV6: boolean, withSets: boolean, chain: number): fc.Arbitrary<Rule> {
  return fc
    .tuple(conditions(isV6, withSets), verdicts(chain, chainCount), fc.constantFrom('', '[3:180] '))
    .map(([list, verdict, counters]) => ({
      text: `${counters}-A ${chain < 0 ? 'FORWARD' : `c${chain}`} ${[...list.map(({ text }) => text), targetText(verdict)].join(' ')}`,
      run: (packet: TestPacket) => (list.every(({ holds }) => holds(packet)) ? verdict : null),
    }))
}

function tables(isV6: boolean, withSets: boolean): fc.Arbitrary<SavedRules> {
  return fc
    .tuple(
      fc.constantFrom('ACCEPT', 'DROP'),
      fc.array(rulesOf(isV6, withSets, -1), { maxLength: 6 }),
      fc.tuple(...Array.from({ length: chainCount }, (_, i) => fc.array(rulesOf(isV6, withSets, i), { maxLength: 4 }))),
    )
    .map(([policy, rules, chains]) => {
      const through = (own: readonly Rule[], packet: TestPacket): 'accept' | 'drop' | null => {
        for (const { run } of own) {
          const verdict = run(packet)
          if (verdict === null || verdict.do === 'continue') continue
          if (verdict.do === 'accept' || verdict.do === 'drop') return verdict.do
          if (verdict.do === 'return') return null
          const there = through(chains[verdict.chain!]!, packet)
          if (there !== null || verdict.do === 'goto') return there
        }
        return null
      }
      const lines = [
        `# Generated by ip${isV6 ? '6' : ''}tables-save v1.8.9`,
        '*filter',
        ':INPUT ACCEPT [0:0]',
        `:FORWARD ${policy} [0:0]`,
        ':OUTPUT ACCEPT [0:0]',
        ...chains.map((_, i) => `:c${i} - [0:0]`),
        ...[rules, ...chains].flatMap((own) => own.map(({ text }) => text)),
        'COMMIT',
        '# Completed',
      ]
      return {
        text: `${lines.join('\n')}\n`,
        judge: (packet) => through(rules, packet) ?? (policy === 'DROP' ? 'drop' : 'accept'),
      }
    })
}

type SavedFile = SavedRules & { readonly tables: readonly [string, string] }

/** Sets, where wanted, and the filter tables of both families. */
export const savedRules = (withSets: boolean): fc.Arbitrary<SavedFile> =>
  fc.tuple(tables(false, withSets), tables(true, withSets)).map(([v4, v6]) => ({
    text: `${withSets ? `${heads.join('\n')}\n` : ''}${v4.text}${v6.text}`,
    tables: [v4.text, v6.text],
    judge: (packet) => (packet.isV6 ? v6 : v4).judge(packet),
  }))
