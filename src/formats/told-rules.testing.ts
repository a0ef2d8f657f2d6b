import { type AddressSet, anyAddress, anyV4, anyV6, textOfV4, textOfV6 } from '#core/filtering/addresses.ts'
import { pairsOf, type Ranges } from '#core/filtering/ranges.ts'
import type { Match, Names, Ruleset, Service, Step } from '#core/filtering/ruleset.ts'

/** Rules in one line each, so that a test can say what every line of a configuration means. */
const same = (a: AddressSet, b: AddressSet) => a.v4.join() === b.v4.join() && a.v6.join() === b.v6.join()

export function toldAddresses(set: AddressSet): string {
  if (same(set, anyAddress)) return 'any'
  if (same(set, anyV4)) return 'any4'
  if (same(set, anyV6)) return 'any6'
  const v4 = pairsOf(set.v4).map(([from, to]) => blockOf(from, to))
  const v6 = pairsOf(set.v6).map(([from, to]) => (from === to ? textOfV6(from) : `${textOfV6(from)}-${textOfV6(to)}`))
  const all = [...v4, ...v6]
  return all.length === 0
    ? 'nobody'
    : all.length > 12
      ? `${all.slice(0, 2).join(' ')} … ${all.length} pieces`
      : all.join(' ')
}

function blockOf(from: number, to: number): string {
  const size = to - from + 1
  const bits = Math.log2(size)
  if (size === 1) return textOfV4(from)
  return Number.isInteger(bits) && from % size === 0
    ? `${textOfV4(from)}/${32 - bits}`
    : `${textOfV4(from)}-${textOfV4(to)}`
}

const rangesText = (ranges: Ranges) =>
  pairsOf(ranges)
    .map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`))
    .join(',')

const icmpText = (ranges: Ranges) =>
  pairsOf(ranges)
    .map(([from, to]) => {
      if (from === to) return `${from >> 8}/${from & 255}`
      return from >> 8 === to >> 8 ? `${from >> 8}` : `${from >> 8}-${to >> 8}`
    })
    .join(',')

const protocolNames: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmp6',
  '132': 'sctp',
}

function toldService({ protocols, sourcePorts, targetPorts, icmpTypes }: Service): string {
  const name = rangesText(protocols)
    .split(',')
    .map((number) => protocolNames[number] ?? number)
    .join(',')
  const from = sourcePorts === null ? '' : ` from ${rangesText(sourcePorts)}`
  const to = targetPorts === null ? '' : ` ${rangesText(targetPorts)}`
  return `${name}${from}${to}${icmpTypes === null ? '' : ` ${icmpText(icmpTypes)}`}`
}

const toldNames = (names: Names | null) => (names === null ? '' : `${names.not ? 'not ' : ''}${names.names.join('|')}:`)

export function toldMatch({ in: from, out, source, target, services, states, unknown }: Match): string {
  const what = services === null ? 'ip' : services.length === 0 ? 'nothing' : services.map(toldService).join(' + ')
  const when = states === null ? '' : ` ${states.join('/')}`
  const perhaps = unknown.length === 0 ? '' : ` ? ${unknown.join('; ')}`
  return `${what} ${toldNames(from)}${toldAddresses(source)} > ${toldNames(out)}${toldAddresses(target)}${when}${perhaps}`
}

export function toldStep({ action, match, isDisabled }: Step): string {
  const verb = 'chain' in action ? `${action.do} ${action.chain}` : action.do
  return `${isDisabled ? '(off) ' : ''}${verb} ${toldMatch(match)}`
}

/** All steps of a chain as `line label: what they do`. */
export function toldChain({ chains }: Ruleset, name: string): string[] {
  const chain = chains.find((one) => one.name === name)
  return chain === undefined
    ? []
    : chain.steps.map((step) => `${step.line}${step.label === null ? '' : ` [${step.label}]`}: ${toldStep(step)}`)
}

export const toldTranslations = ({ translations }: Ruleset): string[] =>
  translations.map(
    ({ kind, line, match, to }) => `${line} ${kind}: ${toldMatch(match)} => ${to === null ? '?' : toldAddresses(to)}`,
  )

/** Accounts of lines, as ranges of lines of one kind in a row: `1-3 comment`. */
export function toldLines({ lines }: Ruleset): string[] {
  const told: string[] = []
  for (let i = 0; i < lines.length; ) {
    let to = i
    while (to + 1 < lines.length && lines[to + 1]!.as === lines[i]!.as) to++
    told.push(`${i + 1}${to > i ? `-${to + 1}` : ''} ${lines[i]!.as}`)
    i = to + 1
  }
  return told
}

/** All that a configuration became. */
export function toldRuleset(ruleset: Ruleset) {
  const names = (list: readonly string[] | null) => list?.join('|') ?? 'any'
  return {
    device: ruleset.device,
    answers: ruleset.answers,
    chains: Object.fromEntries(
      ruleset.chains.map(({ name, otherwise }) => [`${name}, then ${otherwise}`, toldChain(ruleset, name)]),
    ),
    hooks: ruleset.hooks.map((hook) => `${hook.chain}: ${names(hook.in)} > ${names(hook.out)}`),
    interfaces: ruleset.interfaces.map(
      ({ name, alias, networks }) => `${name} ${alias ?? '-'} ${toldAddresses(networks)}`,
    ),
    translations: toldTranslations(ruleset),
    lines: toldLines(ruleset),
    faults: ruleset.faults.map(({ line, reason }) => `${line} ${reason}`),
  }
}
