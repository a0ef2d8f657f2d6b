import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isAccounted, survivesDamage } from '../rule-damage.testing.ts'
import { toldChain, toldRuleset } from '../told-rules.testing.ts'
import { decodeAsa } from './decode.ts'
import { isAsaConfiguration, isIosConfiguration } from './detect.ts'
import { told } from './example.asa.testing.ts'

const example = readFileSync(new URL('./example.asa.txt', import.meta.url), 'utf8')

/** One line of an access list, and what it becomes. Addresses of examples in manuals are kept. */
const guide = 'Cisco ASA Series Firewall CLI Configuration Guide, Access Control Lists'
const objects = 'Cisco ASA Series Firewall CLI Configuration Guide, Objects for Access Control'
const vectors: readonly { title: string; source: string; before?: string; line: string; says: string }[] = [
  {
    title: 'a port by name',
    source: guide,
    line: 'extended deny tcp any host 209.165.201.29 eq www',
    says: 'drop tcp 80 any > 209.165.201.29',
  },
  {
    title: 'an entry without a kind is extended',
    source: 'Cisco PIX Firewall Command Reference, access-list',
    line: 'permit ip any any',
    says: 'accept ip any > any',
  },
  {
    title: 'a user',
    source: guide,
    line: 'extended permit ip user LOCAL\\idfw any 10.0.0.0 255.255.255.0',
    says: 'accept ip any > 10.0.0.0/24 ? who is signed in',
  },
  {
    title: 'a range of ports, written the wrong way round',
    source: guide,
    line: 'extended permit udp any range 2000 1000 any',
    says: 'accept udp from 1000-2000 any > any',
  },
  {
    title: 'a prefix of IPv6',
    source: guide,
    line: 'extended permit tcp any6 2001:db8::/32 eq 443',
    says: 'accept tcp 443 any6 > 2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
  },
  {
    title: 'a message of ICMP with its code',
    source: guide,
    line: 'extended permit icmp any any unreachable 4',
    says: 'accept icmp 3/4 any > any',
  },
  {
    title: 'the same port by two names',
    source: 'Cisco ASA Series General Operations CLI Configuration Guide, Addresses, Protocols, and Ports',
    line: 'extended permit tcp any any eq cmd',
    says: 'accept tcp 514 any > any',
  },
  {
    title: 'no port is less than 0',
    source: guide,
    line: 'extended permit tcp any any lt 0',
    says: 'accept nothing any > any',
  },
  {
    title: 'a name of an address',
    source: 'Cisco ASA Series Command Reference, name',
    before: 'name 10.1.1.0 cell',
    line: 'extended permit ip cell 255.255.255.0 any4',
    says: 'accept ip 10.1.1.0/24 > any4',
  },
  {
    title: 'groups of ports and of addresses',
    source: objects,
    before:
      'object-group network N\n network-object host 10.1.1.1\nobject-group service P tcp\n port-object eq 80\n port-object range 90 91',
    line: 'extended permit tcp object-group N object-group P any object-group P',
    says: 'accept tcp from 80,90-91 80,90-91 10.1.1.1 > any',
  },
  {
    title: 'a group that the file does not define, before an address, is one of ports',
    source: guide,
    line: 'extended permit tcp any object-group GONE host 10.1.1.1',
    says: 'accept tcp from 0-65535 any > 10.1.1.1 ? an object that the file does not define',
  },
  {
    title: 'groups that hold each other',
    source: 'written for this test',
    before: 'object-group network A\n group-object B\nobject-group network B\n group-object A',
    line: 'extended permit ip object-group A any4',
    says: 'accept ip any > any4 ? groups that hold each other, or are nested too deep',
  },
  {
    title: 'services with their source ports, as 8.2 wrote them',
    source: objects,
    before:
      'object-group service M\n service-object tcp eq 80\n service-object tcp-udp source eq 500\n service-object esp',
    line: 'extended permit object-group M any4 any4',
    says: 'accept tcp 80 + tcp,udp from 500 + 50 any4 > any4',
  },
  {
    title: 'a word behind an entry that is not known',
    source: 'written for this test',
    line: 'extended permit ip any any frobnicate',
    says: 'accept ip any > any ? a word that is not known in an access list',
  },
  {
    title: 'an entry that ends too early',
    source: 'written for this test',
    line: 'extended permit tcp any',
    says: 'accept ip any > any ? a rule that ends before its addresses',
  },
  {
    title: 'a kind of list that is not known',
    source: 'Cisco Secure Firewall Threat Defense, "show access-list"',
    line: 'advanced permit ip any any rule-id 268435456',
    says: 'unknown ip any > any',
  },
]

describe('a line of an access list', () => {
  it.each(vectors)('$title', ({ before, line, says }) => {
    const ruleset = decodeAsa(`${before ?? '!'}\naccess-list L ${line}\naccess-group L global\n`)
    expect(toldChain(ruleset, 'L').map((step) => step.replace(/^\d+: /, ''))).toEqual([says])
  })
})

describe('a configuration', () => {
  it('of every construct means what each of its lines says', () => {
    expect(toldRuleset(decodeAsa(example))).toEqual(told)
    isAccounted(example, decodeAsa(example))
  })

  it('lets what has no list pass to lower levels alone', () => {
    const ruleset = decodeAsa(
      ': Saved\nASA Version 9.8(1)\ninterface G0/0\n nameif outside\n security-level 0\ninterface G0/1\n nameif inside\n: end\n',
    )
    expect(toldChain(ruleset, 'inside in')).toEqual(['6: accept ip any > outside|inside:any'])
    expect(toldChain(ruleset, 'outside in')).toEqual(['5: accept ip any > outside:any'])
    expect(ruleset.faults).toEqual([])
  })

  it('that lost its indentation means the same', () => {
    const rows = example.split('\n').map((row) => (/^ (periodic|encryption)/.test(row) ? row : row.trim()))
    expect(toldRuleset(decodeAsa(rows.join('\n')))).toEqual(told)
  })

  it('that a terminal showed by pages means the same', () => {
    const shown = `cell-fw# show running-config\n${example.replace('object network CELL6', '<--- More --->\nobject network CELL6')}cell-fw#`
    const ruleset = decodeAsa(shown)
    expect(ruleset.faults.map(({ reason }) => reason)).toEqual(decodeAsa(example).faults.map(({ reason }) => reason))
    expect(ruleset.lines[0]).toEqual({ as: 'comment' })
  })

  it('lets nothing through an interface of management', () => {
    const ruleset = decodeAsa('interface M0/0\n management-only\n nameif mgmt\n security-level 100\n')
    expect(toldChain(ruleset, 'same-security-traffic').slice(1)).toEqual([
      '1: drop ip mgmt:any > any',
      '1: drop ip any > mgmt:any',
    ])
  })

  describe('with tunnels', () => {
    const tunnels = `interface G0/0
 nameif outside
 security-level 0
access-list VPN extended permit ip 10.1.0.0 255.255.0.0 10.9.0.0 255.255.0.0
access-list OUT extended deny ip any any
access-group OUT in interface outside
ip local pool PEOPLE 10.8.0.1-10.8.0.20 mask 255.255.255.0
crypto map M 10 match address VPN
crypto map M interface outside
`
    it('may let pass what comes out of them, whatever the list says', () => {
      const ruleset = decodeAsa(tunnels)
      const why = '? whether it comes out of a tunnel, which passes access lists by'
      expect(toldChain(ruleset, 'outside in, with what stands beside it')).toEqual([
        `8: accept ip 10.9.0.0/16 > 10.1.0.0/16 ${why}`,
        `7: accept ip 10.8.0.1-10.8.0.20 > any ${why}`,
        '8: jump OUT ip any > any',
      ])
      expect(ruleset.hooks.at(-1)).toEqual({
        chain: 'outside in, with what stands beside it',
        in: ['outside'],
        out: null,
      })
    })

    it('asks the list of what comes out of them where that is set', () => {
      expect(decodeAsa(`${tunnels}no sysopt connection permit-vpn\n`).hooks.at(-1)?.chain).toBe('OUT')
    })
  })

  it('is undecided where a command beside the lists decides as well', () => {
    const ruleset = decodeAsa(
      'access-list L deny ip any any\naccess-group L in interface outside\nestablished tcp 4000 0\n',
    )
    expect(ruleset.lines[2]).toEqual({ as: 'notUnderstood' })
    expect(toldChain(ruleset, ruleset.hooks.at(-1)!.chain)[0]).toBe('3: unknown ip any > any')
  })

  it('that is cut says so, and leaves undecided what its end would have told', () => {
    const cut = decodeAsa(example.slice(0, example.indexOf('access-group OUT')))
    const last = cut.lines.length
    expect(cut.faults).toContainEqual({
      line: last,
      reason: 'the file is cut: a whole configuration ends with ": end"',
    })
    expect(cut.hooks.at(-1)).toEqual({ chain: 'the end of the file', in: null, out: null })
    expect(cut.chains.at(-1)?.steps[0]?.action.do).toBe('unknown')
  })

  it('that is cut before its lists are bound decides nothing by security levels', () => {
    const cut = decodeAsa(example.slice(0, example.indexOf('access-group ')))
    for (const { chain } of cut.hooks) {
      const { steps } = cut.chains.find(({ name }) => name === chain)!
      const [first, second] = steps
      expect(
        [first, second].map((step) => step?.action.do),
        chain,
      ).toContain('unknown')
    }
  })

  it('that is cut within a group or a list leaves that one unfinished', () => {
    const group = decodeAsa(`: Saved
object-group network A
 network-object host 10.1.1.1`)
    expect(group.faults).toHaveLength(1)
    const list = decodeAsa(': Saved\naccess-list L extended permit ip host 10.1.1.1 any')
    expect(toldChain(list, 'L').at(-1)).toBe('2: unknown ip any > any')
  })

  it('that binds its list nowhere is undecided', () => {
    const ruleset = decodeAsa('access-list L extended permit ip any any\n')
    expect(ruleset.hooks).toEqual([{ chain: 'unbound lists', in: null, out: null }])
  })

  it('that binds a list which it does not hold is undecided there', () => {
    const ruleset = decodeAsa('access-group L in interface outside\n')
    expect(toldChain(ruleset, 'outside in')).toEqual(['1: unknown ip any > any'])
    expect(ruleset.faults).toEqual([
      { line: 1, reason: 'a list is bound that the file does not hold' },
      { line: 1, reason: 'a part of a configuration: what the rest of it says is not known' },
    ])
  })
})

describe('"show access-list"', () => {
  const shown = `access-list cached ACL log flows: total 0, denied 0 (deny-flow-max 4096)
            alert-interval 300
access-list L; 3 elements; name hash: 0x1234abcd
access-list L line 1 remark controllers
access-list L line 2 extended permit tcp any object-group PLCS eq 102 (hitcnt=12) 0x6f0a3b1c
  access-list L line 2 extended permit tcp any host 10.1.1.1 eq 102 (hitcnt=5) 0x1b2c3d4e
  access-list L line 2 extended permit tcp any host 10.1.1.2 eq 102 (hitcnt=7) 0x2b2c3d4e
access-list L line 3 extended deny ip any any (hitcnt=0) 0x0badcafe
`
  it('tells each element of a group that it does not define, with how often it was hit', () => {
    const ruleset = decodeAsa(shown)
    expect(toldChain(ruleset, 'L')).toEqual([
      '6 [controllers]: accept tcp 102 any > 10.1.1.1',
      '7 [controllers]: accept tcp 102 any > 10.1.1.2',
      '8 [line 3]: drop ip any > any',
    ])
    expect(ruleset.chains[0]!.steps.map(({ hits }) => hits)).toEqual([5, 7, 0])
    expect(ruleset.lines.map(({ as }) => as)).toEqual([
      'context',
      'context',
      'context',
      'comment',
      'context',
      'rule',
      'rule',
      'rule',
    ])
  })

  it('beside the objects tells the rule once', () => {
    const ruleset = decodeAsa(`object-group network PLCS\n network-object 10.1.1.0 255.255.255.0\n${shown}`)
    expect(toldChain(ruleset, 'L')[0]).toBe('7 [controllers]: accept tcp 102 any > 10.1.1.0/24')
    expect(ruleset.chains[0]!.steps.map(({ hits }) => hits)).toEqual([12, 0])
  })
})

describe('detection', () => {
  it('tells ASA from IOS', () => {
    expect([isAsaConfiguration(example), isIosConfiguration(example)]).toEqual([true, false])
    expect(isAsaConfiguration('access-list L line 1 extended permit ip any any (hitcnt=0)')).toBe(true)
    expect(isAsaConfiguration('hello')).toBe(false)
  })
})

survivesDamage(decodeAsa, example)
