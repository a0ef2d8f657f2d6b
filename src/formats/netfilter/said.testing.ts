import { type AddressSet, lastV4, lastV6, textOfV4, textOfV6 } from '#core/filtering/addresses.ts'
import { pairsOf, type Ranges } from '#core/filtering/ranges.ts'
import type { Action, Match, Names, Ruleset, Service } from '#core/filtering/ruleset.ts'

/** What a ruleset says of each line, one text a step: `line | chain | match | action`. */
export function saidOf(rules: Ruleset): string[] {
  const steps = rules.chains.flatMap(({ name, steps }) =>
    steps.map((step) => {
      const lines = step.lastLine === step.line ? `${step.line}` : `${step.line}-${step.lastLine}`
      const more = [
        step.hits === null ? '' : ` hits ${step.hits}`,
        step.label === null ? '' : ` label ${step.label}`,
        step.match.unknown.map((why) => ` ?${why}`).join(''),
      ]
      const text = `${lines} | ${name} | ${matchText(step.match)} | ${actionText(step.action)}${more.join('')}`
      return { line: step.line, text }
    }),
  )
  const ends = rules.chains.map(({ name, otherwise, otherwiseLine }) => ({
    line: otherwiseLine ?? 0,
    text: `${otherwiseLine ?? '-'} | ${name} | end | ${otherwise}`,
  }))
  const translations = rules.translations.map(({ kind, line, match, to }) => ({
    line,
    text: `${line} | translation of ${kind} | ${matchText(match)} | ${to === null ? '?' : setText(to)}`,
  }))
  const faults = rules.faults.map(({ line, reason }) => ({ line, text: `${line} | fault | ${reason}` }))
  return [...steps, ...ends, ...translations, ...faults]
    .map((one, at) => ({ ...one, at }))
    .sort((a, b) => a.line - b.line || a.at - b.at)
    .map(({ text }) => text)
}

const actionText = (action: Action): string =>
  'chain' in action ? `${action.do} ${action.chain}` : action.do === 'unknown' ? `unknown: ${action.why}` : action.do

function matchText({ in: entry, out, source, target, services, states }: Match): string {
  const parts = [
    entry === null ? '' : `in ${namesText(entry)}`,
    out === null ? '' : `out ${namesText(out)}`,
    setText(source) === 'any' && setText(target) === 'any' ? '' : `${setText(source)} > ${setText(target)}`,
    services === null ? '' : services.length === 0 ? 'never' : services.map(serviceText).join(' or '),
    states === null ? '' : `state ${states.join(',')}`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'all' : parts.join('; ')
}

const namesText = ({ names, not }: Names): string => `${not ? 'not ' : ''}${names.join(',')}`

function serviceText({ protocols, sourcePorts, targetPorts, icmpTypes }: Service): string {
  const icmp = (ranges: Ranges) =>
    ranges.length > 40 ? `${ranges.length / 2} ranges` : numbersText(ranges, (value) => `${value >> 8}/${value & 255}`)
  return [
    `protocol ${numbersText(protocols, String)}`,
    sourcePorts === null ? '' : ` from ${numbersText(sourcePorts, String)}`,
    targetPorts === null ? '' : ` to ${numbersText(targetPorts, String)}`,
    icmpTypes === null ? '' : ` type ${icmp(icmpTypes)}`,
  ].join('')
}

const numbersText = (ranges: Ranges, text: (value: number) => string): string =>
  pairsOf(ranges)
    .map(([from, to]) => (from === to ? text(from) : `${text(from)}-${text(to)}`))
    .join(',')

function setText({ v4, v6 }: AddressSet): string {
  const isAll4 = v4[0] === 0 && v4[1] === lastV4
  const isAll6 = v6[0] === 0n && v6[1] === lastV6
  if (isAll4 && isAll6) return 'any'
  const text = <T>(from: T, to: T, one: (value: T) => string) => (from === to ? one(from) : `${one(from)}-${one(to)}`)
  return [
    ...(isAll4 ? ['IPv4'] : pairsOf(v4).map(([from, to]) => text(from, to, textOfV4))),
    ...(isAll6 ? ['IPv6'] : pairsOf(v6).map(([from, to]) => text(from, to, textOfV6))),
  ].join(',')
}
