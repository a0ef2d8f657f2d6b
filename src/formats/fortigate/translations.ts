import { type AddressSet, addressesOf, anyAddress, anyV4, unionOf } from '#core/filtering/addresses.ts'
import type { Names, Translation } from '#core/filtering/ruleset.ts'
import { type PartlyAddresses, perhaps } from '../partly-known.ts'
import { ruleTextOf } from '../rule-text.ts'
import { addressBook } from './addresses.ts'
import { type Domain, entriesOf, type Reading } from './firewall.ts'
import { type Entry, valueIn, valuesIn } from './tree.ts'
import { type Vip, vipsOf } from './vips.ts'

/** `config firewall ippool`: addresses that sources become. */
export function poolsOf(domain: Domain): ReadonlyMap<string, AddressSet> {
  const pools = new Map<string, AddressSet>()
  for (const entry of [...entriesOf(domain, 'firewall ippool'), ...entriesOf(domain, 'firewall ippool6')]) {
    const set = addressesOf(`${valueIn(entry, 'startip') ?? ''}-${valueIn(entry, 'endip') ?? ''}`)
    if (set !== null) pools.set(entry.key, set)
  }
  return pools
}

/** Virtual IPs (of targets) and the central table (of sources); those of policies stand with them. */
export function translationsOf(reading: Reading, domain: Domain): Translation[] {
  return [
    ...[...vipsOf(reading, domain).values()].filter(({ isDisabled }) => !isDisabled).map((vip) => ofVip(reading, vip)),
    ...centralTranslations(reading, domain),
  ]
}

function ofVip({ text }: Reading, vip: Vip): Translation {
  const { forward } = vip
  return {
    kind: 'target',
    line: vip.line,
    text: ruleTextOf(text.rows.slice(vip.line - 1, Math.min(vip.lastLine, vip.line + 40)).join(' ')),
    match: {
      in: vip.interface === null ? null : { names: [vip.interface], not: false },
      out: null,
      source: anyAddress,
      target: vip.external ?? anyAddress,
      services:
        forward === null
          ? null
          : [
              {
                protocols: [forward.protocol, forward.protocol],
                sourcePorts: null,
                targetPorts: forward.protocol === 1 ? null : forward.external,
                icmpTypes: null,
              },
            ],
      states: null,
      unknown: [...vip.unknown, ...(vip.external === null ? ['the address of an interface'] : [])],
    },
    to: vip.mapped,
  }
}

/** `config firewall central-snat-map`. */
function centralTranslations(reading: Reading, domain: Domain): Translation[] {
  const pools = poolsOf(domain)
  const book = addressBook(reading, domain, false)
  return entriesOf(domain, 'firewall central-snat-map')
    .filter((entry) => valueIn(entry, 'status') !== 'disable' && valueIn(entry, 'nat') !== 'disable')
    .map((entry) => {
      const side = (name: string): PartlyAddresses =>
        reading.gathering.addresses(
          valuesIn(entry, name).map((one) => book(one) ?? perhaps('an address that the file does not define', anyV4)),
        )
      const [source, target] = [side('orig-addr'), side('dst-addr')]
      const isAny = (part: PartlyAddresses) => part.most.v4.length === 0
      const names = valuesIn(entry, 'nat-ippool').flatMap((name) => pools.get(name) ?? [])
      return {
        kind: 'source' as const,
        line: entry.line,
        text: ruleTextOf(reading.text.rows.slice(entry.line - 1, Math.min(entry.lastLine, entry.line + 40)).join(' ')),
        match: {
          in: interfaceNames(entry, 'srcintf'),
          out: interfaceNames(entry, 'dstintf'),
          source: isAny(source) ? anyV4 : source.most,
          target: isAny(target) ? anyV4 : target.most,
          services: null,
          states: null,
          unknown: [...new Set([...source.unknown, ...target.unknown, ...portsOf(entry)])],
        },
        to: names.length === 0 ? null : unionOf(names),
      }
    })
}

const portsOf = (entry: Entry): string[] =>
  ['protocol', 'orig-port', 'dst-port'].some((name) => (valueIn(entry, name) ?? '0') !== '0')
    ? ['ports of the translation']
    : []

function interfaceNames(entry: Entry, setting: string): Names | null {
  const names = valuesIn(entry, setting)
  return names.length === 0 || names.includes('any') ? null : { names, not: false }
}
