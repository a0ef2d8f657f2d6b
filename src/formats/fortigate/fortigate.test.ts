import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isAccounted, survivesDamage } from '../rule-damage.testing.ts'
import { toldChain, toldRuleset } from '../told-rules.testing.ts'
import { decodeFortigate } from './decode.ts'
import { isFortigateConfiguration } from './detect.ts'
import { told } from './example.fortigate.testing.ts'

const example = readFileSync(new URL('./example.fortigate.txt', import.meta.url), 'utf8')

const table = (path: string, ...entries: readonly string[]) =>
  `config ${path}\n${entries.map((entry) => `edit ${entry}\nnext\n`).join('')}end\n`
const basics = {
  srcintf: '"any"',
  dstintf: '"any"',
  srcaddr: '"all"',
  dstaddr: '"all"',
  action: 'accept',
  schedule: '"always"',
  service: '"ALL"',
}
/** A policy that lets everything pass, but for what is said. */
const policy = (settings: Readonly<Record<string, string | null>>, id = 1) =>
  `${id}\n${Object.entries({ ...basics, ...settings })
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `set ${name} ${value}`)
    .join('\n')}`

const cli = 'FortiOS 7.2 CLI Reference'
const handbook = 'FortiOS Administration Guide'
const vectors: readonly {
  title: string
  source: string
  before?: string
  settings: Readonly<Record<string, string | null>>
  says: readonly string[]
}[] = [
  { title: 'everything', source: `${cli}, config firewall policy`, settings: {}, says: ['accept ip any4 > any4'] },
  {
    title: 'no action is a refusal',
    source: `${cli}, config firewall policy`,
    settings: { action: null },
    says: ['drop ip any4 > any4'],
  },
  {
    title: 'a service of the factory that the file does not list',
    source: 'FortiOS 7.2 default configuration, config firewall service custom',
    settings: { service: '"RLOGIN" "PING"' },
    says: ['accept tcp from 512-1023 513 + icmp 8 any4 > any4'],
  },
  {
    title: 'a group of services of the factory',
    source: 'FortiOS 7.2 default configuration, config firewall service group',
    settings: { service: '"Web Access"' },
    says: ['accept tcp 53 + udp 53 + tcp 80 + tcp 443 any4 > any4'],
  },
  {
    title: 'a service that is left out',
    source: `${cli}, service-negate`,
    settings: { service: '"PING" "DNS"', 'service-negate': 'enable' },
    says: ['accept 0,2-5,7-16,18-255 + icmp 0-7,9-255 + tcp 0-52,54-65535 + udp 0-52,54-65535 any4 > any4'],
  },
  {
    title: 'services that are left out with source ports',
    source: `${cli}, service-negate`,
    settings: { service: '"RSH"', 'service-negate': 'enable' },
    says: ['accept ip any4 > any4 ? services that are left out, with source ports'],
  },
  {
    title: 'an address that is left out, of which a part is not told',
    source: `${cli}, srcaddr-negate`,
    before: table('firewall address', '"a"\nset subnet 0.0.0.0 128.0.0.0', '"f"\nset type fqdn\nset fqdn "x"'),
    settings: { srcaddr: '"a" "f"', 'srcaddr-negate': 'enable' },
    says: ['accept ip 128.0.0.0/1 > any4 ? a host name, whose addresses the file does not tell'],
  },
  {
    title: 'groups that hold each other',
    source: 'written for this test',
    before: table('firewall addrgrp', '"a"\nset member "b"', '"b"\nset member "a"'),
    settings: { srcaddr: '"a"' },
    says: ['accept ip any4 > any4 ? groups that hold each other, or are nested too deep'],
  },
  {
    title: 'an address without its subnet is all addresses',
    source: `${cli}, config firewall address`,
    before: table('firewall address', '"a"'),
    settings: { srcaddr: '"a"' },
    says: ['accept ip any4 > any4'],
  },
  {
    title: 'a range that is none',
    source: 'written for this test',
    before: table('firewall address', '"a"\nset type iprange\nset start-ip 10.0.0.9\nset end-ip 10.0.0.1'),
    settings: { srcaddr: '"a"' },
    says: ['accept ip any4 > any4 ? an address that was not understood'],
  },
  {
    title: 'a schedule of all days and hours, by any name',
    source: `${cli}, config firewall schedule recurring`,
    before: table(
      'firewall schedule recurring',
      '"s"\nset day sunday monday tuesday wednesday thursday friday saturday',
    ),
    settings: { schedule: '"s"' },
    says: ['accept ip any4 > any4'],
  },
  {
    title: 'a schedule',
    source: `${cli}, config firewall schedule onetime`,
    before: table('firewall schedule onetime', '"s"\nset start 00:00 2026/01/01\nset end 00:00 2026/02/01'),
    settings: { schedule: '"s"' },
    says: ['accept ip any4 > any4 ? a schedule'],
  },
  {
    title: 'both families in one policy',
    source: `${cli}, config firewall policy`,
    settings: { srcaddr6: '"all"', dstaddr6: '"all"' },
    says: ['accept ip any > any'],
  },
  {
    title: 'interfaces',
    source: `${cli}, config firewall policy`,
    settings: { srcintf: '"port1" "port 2"', dstintf: '"dmz"' },
    says: ['accept ip port1|port 2:any4 > dmz:any4'],
  },
  {
    title: 'a virtual IP that moves a range of ports',
    source: `${handbook}, Virtual IP with port forwarding`,
    before: table(
      'firewall vip',
      '"v"\nset extip 192.0.2.1\nset mappedip "10.0.0.1"\nset extintf "any"\nset portforward enable\nset extport 8000-8010\nset mappedport 80-90',
    ),
    settings: { dstaddr: '"v"', service: '"HTTP"' },
    says: ['accept tcp 8000 any4 > 192.0.2.1'],
  },
  {
    title: 'a virtual IP whose ports no service of the policy reaches',
    source: `${handbook}, Virtual IP with port forwarding`,
    before: table(
      'firewall vip',
      '"v"\nset extip 192.0.2.1\nset mappedip "10.0.0.1"\nset extintf "any"\nset portforward enable\nset extport 8000\nset mappedport 443',
    ),
    settings: { dstaddr: '"v"', service: '"HTTP"' },
    says: ['accept nothing any4 > 192.0.2.1'],
  },
  {
    title: 'users',
    source: `${handbook}, Configuring firewall authentication`,
    settings: { users: '"anna"' },
    says: ['accept ip any4 > any4 ? who is signed in'],
  },
  {
    title: 'what is switched off narrows nothing',
    source: `${cli}, config firewall policy`,
    settings: { 'internet-service': 'disable', fsso: 'disable', 'ztna-status': 'disable', users: '' },
    says: ['accept ip any4 > any4'],
  },
]

describe('a policy', () => {
  it.each(vectors)('$title', ({ before, settings, says }) => {
    const text = `${before ?? ''}${table('firewall policy', policy(settings))}`
    const told = toldChain(decodeFortigate(text), 'policy').map((step) => step.replace(/^\d+ \[1\]: /, ''))
    expect(told).toEqual(says)
  })
})

describe('a configuration', () => {
  it('of every construct means what each of its lines says', () => {
    expect(toldRuleset(decodeFortigate(example))).toEqual(told)
    isAccounted(example, decodeFortigate(example))
  })

  it('keeps values in quotes whole, over several lines, with escaped quotes', () => {
    const text =
      table('system replacemsg', '"x"\nset buffer "a \\"b\\"\nnext\nend\n"') + table('firewall policy', policy({}))
    const ruleset = decodeFortigate(`#config-version=FG\n${text}`)
    expect(ruleset.faults).toEqual([])
    expect(toldChain(ruleset, 'policy')).toHaveLength(1)
  })

  it('with virtual domains is a firewall each, and tells nothing of what passes between them', () => {
    const domains = ['a', 'b']
      .map((name) => `config vdom\nedit ${name}\n${table('firewall policy', policy({ srcintf: `"p${name}"` }))}end\n`)
      .join('')
    const global = `config global\n${table('system interface', '"pa"\nset vdom "a"', '"pb"\nset vdom "b"')}end\n`
    const ruleset = decodeFortigate(`config vdom\nedit a\nnext\nedit b\nnext\nend\n${global}${domains}`)
    expect(ruleset.chains.map(({ name }) => name)).toEqual(['a policy', 'b policy', 'between virtual domains'])
    expect(ruleset.hooks).toEqual([
      { chain: 'a policy', in: ['pa'], out: null },
      { chain: 'b policy', in: ['pb'], out: null },
      { chain: 'between virtual domains', in: ['pa'], out: ['pb'] },
      { chain: 'between virtual domains', in: ['pb'], out: ['pa'] },
    ])
    expect(toldChain(ruleset, 'b policy')).toEqual(['34 [1]: accept ip pb:any4 > any4'])
  })

  it('that is cut within a policy, a table or a value says where', () => {
    const whole = table('firewall policy', policy({}), policy({ comments: '"one\ntwo"' }, 2))
    for (const [end, opened] of [
      ['edit 2', 1],
      ['set action accept\nset schedule "always"\nset service "ALL"\nset comments', 11],
      ['two"', 19],
    ] as const) {
      const at = end === 'edit 2' ? whole.indexOf(end) : whole.lastIndexOf(end)
      const ruleset = decodeFortigate(whole.slice(0, at))
      expect(ruleset.faults).toContainEqual({ line: opened, reason: 'what begins here does not end' })
      expect(toldChain(ruleset, 'policy').at(-1)).toMatch(/: unknown ip any > any$/)
    }
  })

  it('without policies is undecided', () => {
    const ruleset = decodeFortigate(table('firewall address', '"a"'))
    expect(toldChain(ruleset, 'policy')).toEqual(['4: unknown ip any > any'])
  })

  it('with a table of the firewall that is not known says so', () => {
    const tables = table('firewall frobnication', '1') + table('firewall policy', policy({}))
    const ruleset = decodeFortigate(`#config-version=FG\n${tables}`)
    expect(ruleset.lines.slice(1, 5).map(({ as }) => as)).toEqual(Array.from({ length: 4 }, () => 'notUnderstood'))
    expect(ruleset.faults).toEqual([{ line: 2, reason: 'a table of the firewall that is not known' }])
  })
})

describe('detection', () => {
  it('tells a FortiGate', () => {
    expect(isFortigateConfiguration(example)).toBe(true)
    expect(isFortigateConfiguration(table('firewall policy', policy({})))).toBe(true)
    expect(isFortigateConfiguration('hostname x')).toBe(false)
  })
})

survivesDamage(decodeFortigate, example)
