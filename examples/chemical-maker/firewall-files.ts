import type { StoryDays } from './days.ts'
import type { ExampleFile } from './example-file.ts'
import { type PlantKey, sketches } from './plants/all.ts'

/** One rule of a boundary firewall: who may open what to whom. */
interface Rule {
  readonly name: string
  readonly from: Side
  readonly to: Side
  readonly source: string
  readonly target: string
  readonly services: readonly string[]
  readonly comment?: string
}

type Side = 'office' | 'dmz' | 'plant'

interface Firewall {
  readonly plant: PlantKey
  readonly hostname: string
  readonly by: string
  /** Second octet of all its networks. */
  readonly site: number
  readonly takenAgo: number
  /** Keys of the zones behind its inner interface, beside `operations`. */
  readonly inner: readonly string[]
  readonly more?: readonly Rule[]
}

const firewalls: readonly Firewall[] = [
  {
    ...{ plant: 'kashima', hostname: 'KSM-FW-01', by: 'k-kondo', site: 11, takenAgo: 21 },
    inner: ['dcs', 'package', 'safety', 'supervision'],
  },
  {
    ...{ plant: 'leuna', hostname: 'LEU-FW-01', by: 'l-vogel', site: 21, takenAgo: 24 },
    inner: ['control', 'safety', 'supervision'],
  },
  {
    ...{ plant: 'rayong', hostname: 'RYG-FW-01', by: 'r-somchai', site: 31, takenAgo: 16 },
    inner: ['control', 'safety', 'supervision'],
    // Opened for a week during the debottlenecking project, and forgotten.
    more: [
      {
        ...{ name: 'TEMP-planner', from: 'office', to: 'plant', source: 'PLN-PC-03', target: 'NET-control' },
        services: ['ENIP'],
        comment: 'temporary for debottlenecking, remove after FAT',
      },
    ],
  },
]

const usual: readonly Rule[] = [
  { name: 'office-reports', from: 'office', to: 'dmz', source: 'NET-office', target: 'NET-dmz', services: ['HTTPS'] },
  { name: 'office-jump', from: 'office', to: 'dmz', source: 'NET-office', target: 'NET-dmz', services: ['RDP'] },
  { name: 'jump-in', from: 'dmz', to: 'plant', source: 'NET-dmz', target: 'NET-supervision', services: ['RDP'] },
  {
    name: 'names-time',
    from: 'dmz',
    to: 'plant',
    source: 'NET-dmz',
    target: 'NET-operations',
    services: ['DNS', 'NTP-UDP'],
  },
  {
    name: 'history',
    from: 'plant',
    to: 'dmz',
    source: 'NET-operations',
    target: 'NET-dmz',
    services: ['PI-5450', 'NTP-UDP'],
  },
  { name: 'updates', from: 'plant', to: 'dmz', source: 'NET-operations', target: 'NET-dmz', services: ['HTTP'] },
]

/** What each boundary firewall is configured to let pass, as its administrator saved it. */
export function firewallFiles(days: StoryDays): ExampleFile[] {
  return firewalls.map((firewall) => ({
    name: `${firewall.hostname}_${days.ago(firewall.takenAgo).replaceAll('-', '')}.conf`,
    plant: firewall.plant,
    as: 'firewall',
    effectiveOn: days.ago(firewall.takenAgo),
    importedOn: days.ago(firewall.takenAgo - 1),
    by: firewall.by,
    bytes: new TextEncoder().encode(configuration(firewall)),
  }))
}

function configuration(firewall: Firewall): string {
  const { hostname, site, plant, inner, more = [] } = firewall
  const { zones } = sketches[plant]
  const networks = Object.entries(zones).map(([key, zone]) => ({ name: `NET-${key}`, subnet: subnet(zone.network) }))
  const rules = [...usual, ...more]
  return [
    '#config-version=FG100F-7.4.4-FW-build2662',
    'config system global',
    `    set hostname "${hostname}"`,
    'end',
    'config system interface',
    ...port('office', `10.${site}.40.1`),
    ...port('dmz', `10.${site}.35.2`),
    ...port('plant', `10.${site}.30.1`),
    'end',
    'config router static',
    ...inner.flatMap((key, i) => [
      `    edit ${i + 1}`,
      `        set dst ${subnet(zones[key]!.network)}`,
      `        set gateway 10.${site}.30.254`,
      '        set device "plant"',
      '    next',
    ]),
    // Everything else lies behind the office's own router.
    '    edit 99',
    `        set gateway 10.${site}.40.254`,
    '        set device "office"',
    '    next',
    'end',
    'config firewall address',
    ...networks.flatMap(({ name, subnet: mask }) => [`    edit "${name}"`, `        set subnet ${mask}`, '    next']),
    ...(more.length === 0
      ? []
      : ['    edit "PLN-PC-03"', `        set subnet 10.${site}.40.53 255.255.255.255`, '    next']),
    'end',
    'config firewall service custom',
    ...service('HTTPS', 'tcp', 443),
    ...service('HTTP', 'tcp', 80),
    ...service('RDP', 'tcp', 3389),
    ...service('NTP-UDP', 'udp', 123),
    ...service('PI-5450', 'tcp', 5450),
    ...service('ENIP', 'tcp', 44818),
    '    edit "DNS"',
    '        set tcp-portrange 53',
    '        set udp-portrange 53',
    '    next',
    'end',
    'config firewall policy',
    ...rules.flatMap((rule, i) => policy(i + 1, rule)),
    '    edit 90',
    '        set name "deny-all"',
    '        set srcintf "any"',
    '        set dstintf "any"',
    '        set srcaddr "all"',
    '        set dstaddr "all"',
    '        set action deny',
    '        set schedule "always"',
    '        set service "ALL"',
    '        set logtraffic all',
    '    next',
    'end',
    '',
  ].join('\n')
}

function port(name: string, ip: string): string[] {
  return [
    `    edit "${name}"`,
    '        set vdom "root"',
    `        set ip ${ip} 255.255.255.0`,
    '        set type physical',
    '    next',
  ]
}

function service(name: string, transport: 'tcp' | 'udp', number: number): string[] {
  return [`    edit "${name}"`, `        set ${transport}-portrange ${number}`, '    next']
}

function policy(id: number, { name, from, to, source, target, services, comment }: Rule): string[] {
  return [
    `    edit ${id}`,
    `        set name "${name}"`,
    `        set srcintf "${from}"`,
    `        set dstintf "${to}"`,
    '        set action accept',
    `        set srcaddr "${source}"`,
    `        set dstaddr "${target}"`,
    '        set schedule "always"',
    `        set service ${services.map((one) => `"${one}"`).join(' ')}`,
    ...(comment === undefined ? [] : [`        set comments "${comment}"`]),
    '    next',
  ]
}

/** `10.31.40.0/24` as address and mask: every network of the example is of this size. */
const subnet = (network: string): string => `${network.replace('/24', '')} 255.255.255.0`
