import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isAccounted, survivesDamage } from '../rule-damage.testing.ts'
import { toldChain, toldRuleset } from '../told-rules.testing.ts'
import { decodeIos } from './decode.ts'
import { isAsaConfiguration, isIosConfiguration } from './detect.ts'
import { told } from './example.ios.testing.ts'

const example = readFileSync(new URL('./example.ios.txt', import.meta.url), 'utf8')
const reference = 'Cisco IOS Security Command Reference, access-list (IP extended)'

const vectors: readonly { title: string; source: string; before?: string; line: string; says: string }[] = [
  {
    title: 'a wildcard',
    source: reference,
    line: 'permit tcp 0.0.0.0 255.255.255.255 128.88.0.0 0.0.255.255 gt 1023',
    says: 'accept tcp 1024-65535 any4 > 128.88.0.0/16',
  },
  {
    title: 'answers of connections',
    source: reference,
    line: 'permit tcp any 128.88.0.0 0.0.255.255 established',
    says: 'accept tcp any4 > 128.88.0.0/16 established/related/invalid/untracked',
  },
  {
    title: 'a wildcard with gaps',
    source: 'Cisco, "Configuring IP Access Lists" (wildcard masks)',
    line: 'permit ip 10.0.0.1 0.255.0.0 any',
    says: 'accept ip 10.0.0.1 10.1.0.1 … 256 pieces > any4',
  },
  {
    title: 'several ports',
    source: 'Cisco IOS XE, Named ACL Support for Noncontiguous Ports',
    line: 'permit tcp any neq 20 21 any eq telnet ftp 450 679',
    says: 'accept tcp from 0-19,22-65535 21,23,450,679 any4 > any4',
  },
  {
    title: 'flags of the first packet',
    source: 'Cisco IOS XE, Creating an IP Access List to Filter TCP Flags',
    line: 'permit tcp any any match-all +syn -ack -fin',
    says: 'accept tcp any4 > any4 new',
  },
  {
    title: 'flags of answers',
    source: 'Cisco IOS XE, Creating an IP Access List to Filter TCP Flags',
    line: 'permit tcp any any match-any +ack +rst',
    says: 'accept tcp any4 > any4 established/related/invalid/untracked',
  },
  {
    title: 'time to live',
    source: 'Cisco IOS XE, Creating an IP Access List to Filter TTL Values',
    line: 'deny ip any any ttl range 1 5',
    says: 'drop ip any4 > any4 ? a header that no conversation is told by',
  },
  {
    title: 'a cookie of its log',
    source: 'Cisco IOS XE, ACL Syslog Correlation',
    line: 'permit tcp host 10.1.1.1 any log MYCOOKIE',
    says: 'accept tcp 10.1.1.1 > any4',
  },
  {
    title: 'a port that is known by another name on each side',
    source: reference,
    line: 'permit udp any any eq syslog',
    says: 'accept udp 514 any4 > any4',
  },
  {
    title: 'a type of IGMP',
    source: 'Cisco IOS Security Command Reference, permit (IP)',
    line: 'permit igmp any any host-report',
    says: 'accept 2 any4 > any4 ? a type of IGMP',
  },
  {
    title: 'an address without its wildcard',
    source: 'written for this test',
    line: 'permit ip 10.1.1.1 any',
    says: 'accept ip any > any ? an address without its mask',
  },
]

describe('a line of an access list', () => {
  it.each(vectors)('$title', ({ line, says }) => {
    const ruleset = decodeIos(`ip access-list extended L\n ${line}\ninterface G0/0\n ip access-group L in\n`)
    expect(toldChain(ruleset, 'L').map((step) => step.replace(/^\d+: /, ''))).toEqual([says])
  })
})

describe('a configuration', () => {
  it('of every construct means what each of its lines says', () => {
    expect(toldRuleset(decodeIos(example))).toEqual(told)
    isAccounted(example, decodeIos(example))
  })

  it('is worked through by sequence numbers, wherever its lines stand', () => {
    const ruleset = decodeIos(
      'ip access-list extended L\n 20 deny ip any any\n 10 permit tcp any any\n permit udp any any\n',
    )
    expect(toldChain(ruleset, 'L')).toEqual([
      '3 [10]: accept tcp any4 > any4',
      '2 [20]: drop ip any4 > any4',
      '4: accept udp any4 > any4',
    ])
  })

  it('with one number for two entries tells neither', () => {
    const ruleset = decodeIos('ip access-list extended L\n 10 deny ip any any\n 10 permit tcp any any\n')
    expect(toldChain(ruleset, 'L')).toEqual(['2: unknown ip any > any', '3: unknown ip any > any'])
    expect(ruleset.lines.map(({ as }) => as)).toEqual(['rule', 'rule', 'notUnderstood'])
  })

  it('that lost its indentation means the same', () => {
    const context =
      /^( permit ip any any$|no entry| +(match|description what|class|inspect|pass|drop|service-policy|action|periodic|access-class)\b)/
    const rows = example.split('\n').map((row) => (context.test(row) ? row : row.trim()))
    expect(toldRuleset(decodeIos(rows.join('\n')))).toEqual(told)
  })

  it('says that an interface has routes of its own', () => {
    const { faults } = decodeIos('version 17.3\ninterface G0/0\n vrf forwarding PLANT\nend\n')
    expect(faults.map(({ line }) => line)).toEqual([3])
  })

  it('names lines whose block is not there', () => {
    const ruleset = decodeIos(' permit ip any any\nip access-group 101 in\n')
    expect(ruleset.lines.map(({ as }) => as)).toEqual(['notUnderstood', 'notUnderstood'])
  })

  it('keeps commands apart that no "!" separates', () => {
    const ruleset = decodeIos(
      'object-group service S\n tcp eq 80\nip route 10.2.0.0 255.255.0.0 10.1.0.2\ninterface G0/0\n ip address 10.1.0.1 255.255.0.0\nip nat inside source list 1 interface G0/0 overload\n',
    )
    expect(ruleset.lines.map(({ as }) => as)).toEqual([
      'object',
      'object',
      'context',
      'interface',
      'interface',
      'translation',
    ])
  })

  it('that is cut says so, and leaves undecided what its end would have told', () => {
    const cut = decodeIos(example.slice(0, example.indexOf(' 20 permit 192.0.2.77')))
    expect(cut.faults).toContainEqual({
      line: cut.lines.length,
      reason: 'the file is cut: a whole configuration ends with "end"',
    })
    expect(toldChain(cut, '10').at(-2)).toMatch(/unknown ip any > any$/)
    expect(cut.hooks.at(-1)).toEqual({ chain: 'the end of the file', in: null, out: null })
  })

  it('that holds a part alone does not say that a list which it lacks lets everything pass', () => {
    const ruleset = decodeIos('interface G0/0\n ip access-group L in\n')
    expect(toldChain(ruleset, 'L')).toEqual(['2: unknown ip any > any'])
  })

  it('lets IPv6 pass a list of IPv4 where IPv6 is forwarded', () => {
    const list = 'ip access-list standard L\n permit host 10.1.1.1\ninterface G0/0\n ip access-group L in\n'
    const chainOf = (text: string) => decodeIos(text).chains[0]!
    expect(chainOf(list).otherwise).toBe('drop')
    expect(chainOf(`ipv6 unicast-routing\n${list}`).otherwise).toBe('accept')
    expect(toldChain(decodeIos(`ipv6 unicast-routing\n${list}`), 'L').at(-1)).toBe('2 [implicit]: drop ip any4 > any4')
  })

  it('leaves the default route aside where routes are learned', () => {
    const routes = 'interface G0/0\n ip address 10.1.1.1 255.255.255.0\nip route 0.0.0.0 0.0.0.0 10.1.1.2\n'
    expect(toldRuleset(decodeIos(routes)).interfaces).toEqual(['G0/0 - any4'])
    expect(
      toldRuleset(decodeIos(`${routes}router ospf 1\n network 0.0.0.0 255.255.255.255 area 0\n`)).interfaces,
    ).toEqual(['G0/0 - 10.1.1.0/24'])
  })
})

describe('"show ip access-lists"', () => {
  it('tells how often each entry was hit', () => {
    const ruleset = decodeIos(`Standard IP access list 10
    10 permit 10.0.0.0, wildcard bits 0.0.0.255 (3 matches)
    20 permit 10.1.1.1
Extended IP access list 101
    10 permit tcp host 10.1.1.1 any eq www (15 matches)
    20 deny ip any any log (1 match)
IPv6 access list V6
    permit tcp any any eq bgp (8 matches) sequence 10
`)
    expect(toldChain(ruleset, '10').slice(0, 2)).toEqual([
      '2 [10]: accept ip 10.0.0.0/24 > any4',
      '3 [20]: accept ip 10.1.1.1 > any4',
    ])
    expect(
      ruleset.chains.slice(0, 3).map(({ steps }) => steps.map(({ hits }) => hits).filter((hits) => hits !== null)),
    ).toEqual([[3], [15, 1], [8]])
    expect(toldChain(ruleset, 'ipv6 V6')[0]).toBe('8 [10]: accept tcp 179 any6 > any6')
  })
})

describe('detection', () => {
  it('tells IOS from ASA', () => {
    expect([isAsaConfiguration(example), isIosConfiguration(example)]).toEqual([false, true])
    expect(isIosConfiguration('Extended IP access list 101\n    10 permit ip any any (2 matches)')).toBe(true)
    expect(isIosConfiguration('hello')).toBe(false)
  })
})

survivesDamage(decodeIos, example)
