/** A piece of a ruleset, and some of what it says (`saidOf`). */
export interface RulesetVector {
  readonly title: string
  /** Section of nft(8), or of libnftables-json(5). */
  readonly source: string
  readonly text: string
  readonly says: readonly string[]
}

const forward = (...rules: string[]): string =>
  `table inet t {\nchain f {\ntype filter hook forward priority 0; policy drop;\n${rules.join('\n')}\n}\n}\n`

export const nftablesVectors: readonly RulesetVector[] = [
  {
    title: 'CR LF, tabs, comments behind rules, semicolons for lines',
    source: 'LEXICAL CONVENTIONS',
    text: 'table ip t { # one\r\n\tchain f { type filter hook forward priority 0; policy drop; ip saddr 10.0.0.1 accept; ip saddr 10.0.0.2 accept } # two\r\n}\r\n',
    says: [
      '2 | ip t f | 10.0.0.1 > IPv4 | accept',
      '2 | ip t f | 10.0.0.2 > IPv4 | accept',
      '2 | ip t f | IPv6 > IPv6 | accept',
    ],
  },
  {
    title: 'a file that ends within a chain is cut: its policy and its last rule are not decided',
    source: 'INPUT FILE FORMATS',
    text: 'table inet t {\nchain f {\ntype filter hook forward priority 0; policy drop;\nip saddr 10.0.0.1 accept\ntcp dport 8',
    says: [
      '4 | inet t f | 10.0.0.1 > IPv4 | accept',
      '5 | inet t f | all | unknown: the file ends before a brace is closed: it is cut',
      '5 | fault | the file ends before a brace is closed: it is cut',
    ],
  },
  {
    title: 'a quotation mark that is not closed cuts the file',
    source: 'LEXICAL CONVENTIONS',
    text: forward('log prefix "open', 'ip saddr 10.0.0.1 accept'),
    says: ['4 | fault | a quotation mark that is not closed: the file is cut'],
  },
  {
    title: 'a file that is included is not here',
    source: 'INCLUDING FILES',
    text: `${forward('ip saddr 10.0.0.1 accept')}include "/etc/nftables.d/*.nft"\n`,
    says: [
      '4 | inet t f | 10.0.0.1 > IPv4 | accept',
      '7 | inet t f | all | unknown: an included file is not here, and may hold rules',
      '7 | (an included file is not here, and may hold rules) | all | unknown: an included file is not here, and may hold rules',
      '7 | fault | an included file is not here, and may hold rules',
    ],
  },
  {
    title: 'variables are values, sets within sets, ends of ranges and names of chains; those not defined are told',
    source: 'SYMBOLIC VARIABLES',
    text: `define low = 80\ndefine some = { 22, $low - 90 }\ndefine goal = c\ntable inet t {\nchain c {\n}\nchain f {\ntype filter hook forward priority 0; policy drop;\ntcp dport $some accept\ntcp dport 80-$low accept\njump $goal\nip saddr $nobody accept\n}\n}\n`,
    says: [
      '9 | inet t f | protocol 6 to 22,80-90 | accept',
      '10 | inet t f | protocol 6 to 80 | accept',
      '11 | inet t f | all | jump inet t c',
      '12 | inet t f | all | accept ?a variable that is not defined in the file',
      '12 | fault | a variable that is not defined in the file',
    ],
  },
  {
    title: 'a table and a chain told in several blocks are one',
    source: 'TABLES, CHAINS',
    text: `${forward('ip saddr 10.0.0.1 accept')}table inet t {\nchain f {\nip saddr 10.0.0.2 accept\n}\n}\n`,
    says: ['4 | inet t f | 10.0.0.1 > IPv4 | accept', '9 | inet t f | 10.0.0.2 > IPv4 | accept'],
  },
  {
    title: 'a table that is deleted before it is told anew leaves nothing behind',
    source: 'TABLES: delete',
    text: `${forward('ip saddr 10.0.0.1 accept')}delete table inet t\n${forward('ip saddr 10.0.0.2 accept')}`,
    says: ['11 | inet t f | 10.0.0.2 > IPv4 | accept'],
  },
  {
    title: 'rules are added, put in front, and flushed by commands of a script',
    source: 'RULES',
    text: [
      'nft flush ruleset',
      'nft add table ip t',
      "nft add chain ip t f '{ type filter hook forward priority filter ; policy drop ; }'",
      'nft add rule ip t f tcp dport 22 accept',
      'nft flush chain ip t f',
      'nft add rule ip t f tcp dport 80 accept',
      'nft insert rule ip t f tcp dport 443 accept',
      '',
    ].join('\n'),
    says: [
      '6 | ip t f | IPv4 > IPv4; protocol 6 to 80 | accept',
      '7 | ip t f | IPv4 > IPv4; protocol 6 to 443 | accept',
    ],
  },
  {
    title: 'a rule deleted by its handle may have been any',
    source: 'RULES: delete rule … handle',
    text: `${forward('ip saddr 10.0.0.1 accept')}delete rule inet t f handle 4\n`,
    says: [
      '7 | inet t f | all | unknown: a rule of this chain was deleted, and which is not known',
      '7 | fault | deletes what the file does not tell',
    ],
  },
  {
    title: 'a statement that is not known may be a verdict',
    source: 'STATEMENTS',
    text: forward('tcp dport 22 frobnicate accept', 'ip saddr 10.0.0.300 accept', 'tcp dport 22 sorcery 5'),
    says: [
      '4 | inet t f | protocol 6 to 22 | unknown: a statement that is not known',
      '5 | inet t f | all | accept ?a value that is not understood',
      '6 | inet t f | protocol 6 to 22 | unknown: a statement that is not known',
      '4 | fault | a statement that is not known',
      '5 | fault | a value that is not understood',
      '6 | fault | a statement that is not known',
    ],
  },
  {
    title: 'what is answered in the words of a protocol is refused where it is of that protocol, told or not',
    source: 'REJECT STATEMENT; seen: nft 1.0.6 leaves out `meta nfproto ipv4` before `reject with icmp`',
    text: forward(
      'reject with icmp port-unreachable',
      'reject with icmpv6 type no-route',
      'tcp dport 80 reject with icmpx type admin-prohibited',
      'reject with tcp reset',
      'reject with smoke signals',
      'reject',
    ),
    says: [
      '4 | inet t f | IPv4 > IPv4 | drop',
      '5 | inet t f | IPv6 > IPv6 | drop',
      '6 | inet t f | protocol 6 to 80 | drop',
      '7 | inet t f | protocol 6 | drop',
      '8 | inet t f | all | unknown: an answer that is not known',
      '9 | inet t f | all | drop',
      '8 | fault | an answer that is not known',
    ],
  },
  {
    title: 'answers of a protocol, in JSON',
    source: 'libnftables-json(5), REJECT',
    text: `{"nftables": [{"chain": {"family": "inet", "table": "t", "name": "f", "type": "filter", "hook": "forward", "prio": 0, "policy": "accept"}},\n${[
      { type: 'icmp', expr: 'port-unreachable' },
      { type: 'icmpv6' },
      { type: 'icmpx', expr: 'admin-prohibited' },
      { type: 'tcp reset' },
      null,
    ]
      .map((reject) => JSON.stringify({ rule: { family: 'inet', table: 't', chain: 'f', expr: [{ reject }] } }))
      .join(',\n')}]}`,
    says: [
      '2 | inet t f | IPv4 > IPv4 | drop',
      '3 | inet t f | IPv6 > IPv6 | drop',
      '4 | inet t f | all | drop',
      '5 | inet t f | protocol 6 | drop',
      '6 | inet t f | all | drop',
    ],
  },
  {
    title: 'chains that jump in a circle are not followed',
    source: 'RULES: nft refuses loops',
    text: 'table inet t {\nchain a { jump b\n}\nchain b { jump a\n}\nchain f { type filter hook forward priority 0; jump a\n}\n}\n',
    says: [
      '4 | inet t b | all | unknown: jumps back to a chain from which it was reached',
      '4 | fault | jumps back to a chain from which it was reached',
    ],
  },
  {
    title: 'a dormant table filters nothing',
    source: 'TABLES: dormant',
    text: 'table inet t {\nflags dormant\nchain f { type filter hook forward priority 0; policy drop; }\n}\n',
    says: [],
  },
  {
    title: 'what is bridged is judged where nothing is routed',
    source: 'ADDRESS FAMILIES: bridge',
    text: 'table bridge t {\nchain f { type filter hook forward priority filter; policy drop; ip saddr 10.0.0.1 accept\n}\n}\n',
    says: ['2 | bridge t f | 10.0.0.1 > IPv4 | accept', '2 | bridge t f | end | drop'],
  },
  {
    title: 'a range of letters is a name, a range of numbers is none',
    source: 'DATA TYPES',
    text: forward(
      'icmp type echo-request accept',
      'tcp dport http-alt accept',
      'tcp dport 22-23 accept',
      'iifname "ot-net" accept',
    ),
    says: [
      '4 | inet t f | IPv4 > IPv4; protocol 1 type 8/0-8/255 | accept',
      '5 | inet t f | protocol 6 to 8080 | accept',
      '6 | inet t f | protocol 6 to 22-23 | accept',
      '7 | inet t f | in ot-net | accept',
    ],
  },
  {
    title: 'a colon belongs to an address or stands for itself',
    source: 'SETS, MAPS',
    text: forward('tcp dport vmap { 22:accept, 23 :drop }', 'ip6 saddr vmap { fd00::1 : accept, fd00::2: drop }'),
    says: [
      '4 | inet t f | protocol 6 to 22 | accept',
      '4 | inet t f | protocol 6 to 23 | drop',
      '5 | inet t f | fd00::1 > IPv6 | accept',
      '5 | inet t f | fd00::2 > IPv6 | drop',
    ],
  },
  {
    title: 'an element that expires leaves its set undecided',
    source: 'SETS: timeout',
    text: 'table ip t {\nset s { type ipv4_addr; elements = { 10.0.0.1 timeout 1h expires 5m, 10.0.0.2 } }\nchain f { type filter hook forward priority 0; ip saddr @s accept\n}\n}\n',
    says: ['3 | ip t f | IPv4 > IPv4 | accept ?a set whose members come and go'],
  },
  {
    title: 'addresses set by a rule are a translation',
    source: 'PAYLOAD STATEMENT',
    text: 'table ip t {\nchain p { type filter hook prerouting priority 0; ip daddr 10.0.0.1 ip daddr set 10.0.0.2\nip saddr 10.0.0.9 drop\n}\n}\n',
    says: ['2 | translation of target | IPv4 > 10.0.0.1 | 10.0.0.2'],
  },
  {
    title: 'where no rule translates targets, none was translated',
    source: 'CONNTRACK EXPRESSIONS: status',
    text: forward('ct status dnat accept', 'ct status snat accept'),
    says: ['4 | inet t f | never | accept', '5 | inet t f | all | accept ?the status of the connection'],
  },
  {
    title: 'rules that iptables-nft made name what nft cannot say',
    source: 'iptables-nft(8); seen: nft 1.0.6 listing a rule with -m recent',
    text: forward('ip saddr 10.0.0.0/8 xt match recent counter packets 3 bytes 180 drop', 'xt target WIZARD'),
    says: [
      '4 | inet t f | 10.0.0.0-10.255.255.255 > IPv4 | drop hits 3 ?a match of iptables (xt)',
      '5 | inet t f | all | unknown: a target of iptables (xt)',
    ],
  },
  {
    title: 'JSON that is cut is told, and what stood last is not taken',
    source: 'libnftables-json(5)',
    text: '{"nftables": [{"chain": {"family": "ip", "table": "t", "name": "f", "type": "filter", "hook": "forward", "prio": 0, "policy": "drop"}},\n{"rule": {"family": "ip", "table": "t", "chain": "f", "expr": [{"accept": null}]}},\n{"rule": {"family": "ip", "table": "t", "chain": "f", "expr": [',
    says: [
      '2 | ip t f | IPv4 > IPv4 | accept',
      '3 | ip t f | IPv4 > IPv4 | unknown: the file ends within its JSON: it is cut',
      '3 | fault | the file ends within its JSON: it is cut',
    ],
  },
  {
    title: 'JSON of something else is not of nftables',
    source: 'libnftables-json(5)',
    text: '{"rules": []}',
    says: ['1 | fault | JSON that is not of nftables'],
  },
  {
    title: 'a hook whose device is not told may concern any packet',
    source: 'seen: nft 1.0.6 leaves the device of netdev chains out of its JSON',
    text: '{"nftables": [{"chain": {"family": "netdev", "table": "t", "name": "f", "type": "filter", "hook": "ingress", "prio": 0, "policy": "accept"}},\n{"rule": {"family": "netdev", "table": "t", "chain": "f", "expr": [{"drop": null}]}}]}',
    says: ['2 | netdev t f | all | drop ?the devices of a hook that are not told'],
  },
]
