import { type AddressSet, anyAddress } from '#core/filtering/addresses.ts'
import { rangesOf } from '#core/filtering/ranges.ts'
import type { Step } from '#core/filtering/ruleset.ts'
import { ruleTextOf } from '../rule-text.ts'
import { hostOf } from './addresses.ts'
import type { AsaReading } from './asa-reading.ts'

/** More than any device holds. */
const most = 1000

/** Takes from a command that does not filter what it says of tunnels. */
export function noteTunnel({ tunnels, objects }: AsaReading, line: number, row: string): void {
  if (/^no sysopt connection permit-vpn\b/i.test(row)) tunnels.bypassLists = false
  if (tunnels.lists.length + tunnels.interfaces.length + tunnels.pools.length > most) return
  const list = /^crypto map (\S+) \d+ match address (\S+)/i.exec(row)
  if (list !== null) tunnels.lists.push({ map: list[1]!, list: list[2]!, line })
  const at = /^crypto map (\S+) interface (\S+)/i.exec(row)
  if (at !== null) tunnels.interfaces.push({ map: at[1]!, interface: at[2]!, line })
  const pool = /^ip local pool \S+ ([\d.]+)(?:-([\d.]+))?/i.exec(row)
  const [from, to] = [hostOf(pool?.[1] ?? '', objects), hostOf(pool?.[2] ?? pool?.[1] ?? '', objects)]
  if (from !== null && to !== null && from.v4.length > 0 && to.v4.length > 0) {
    tunnels.pools.push({ addresses: { v4: rangesOf([[from.v4[0]!, to.v4[0]!]]), v6: [] }, line })
  }
}

/** Steps before the list of an interface: what may have come out of a tunnel may pass. */
export function tunnelSteps({ tunnels, lists, text }: AsaReading, name: string): Step[] {
  if (!tunnels.bypassLists) return []
  const maps = tunnels.interfaces.filter((one) => one.interface === name)
  const protectedBy = tunnels.lists.filter(({ map }) => maps.some((one) => one.map === map))
  const sites: { line: number; source: AddressSet; target: AddressSet }[] = []
  for (const { list, line } of protectedBy) {
    for (const { action, isDisabled, match } of (lists.get(list)?.rules ?? []).flatMap(({ steps }) => steps)) {
      if (action.do !== 'accept' || isDisabled) continue
      // The list says what goes in; what comes out has its addresses turned.
      if (sites.length < most) sites.push({ line, source: match.target, target: match.source })
    }
    if (sites.length >= most) {
      sites.push({ line, source: anyAddress, target: anyAddress })
      break
    }
  }
  const isDoor = tunnels.doors.has(name) || maps.length > 0
  const people = isDoor
    ? tunnels.pools.map(({ addresses, line }) => ({ line, source: addresses, target: anyAddress }))
    : []
  return [...sites, ...people].map(({ line, source, target }) => ({
    line,
    lastLine: line,
    text: ruleTextOf(text.rows[line - 1] ?? ''),
    label: null,
    match: {
      in: null,
      out: null,
      source,
      target,
      services: null,
      states: null,
      unknown: ['whether it comes out of a tunnel, which passes access lists by'],
    },
    action: { do: 'accept' as const },
    isDisabled: false,
    hits: null,
  }))
}
