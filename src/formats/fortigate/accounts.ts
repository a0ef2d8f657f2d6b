import type { LineAccount } from '#core/filtering/ruleset.ts'
import type { RuleText } from '../rule-text.ts'
import type { Table } from './tree.ts'

type As = LineAccount['as']

/** What the lines of each table are. Tables that do not begin with these words do not filter what is forwarded. */
const kinds: readonly (readonly [RegExp, As])[] = [
  [/^firewall ((consolidated )?policy6?|acl6?)$/, 'rule'],
  [/^firewall (address6?|addrgrp6?|wildcard-fqdn .*|multicast-address6?|identity-based-route)$/, 'object'],
  [
    /^firewall (address6?-template|schedule .*|service (custom|group|category)|ippool_grp|region|country|city)$/,
    'object',
  ],
  [
    /^firewall (internet-service.*|vendor-mac.*|network-service-dynamic|traffic-class|global|mac|proxy-addr.*)$/,
    'object',
  ],
  [/^firewall (vip6?|vipgrp6?|ippool6?|central-snat-map|vip46|vip64|vipgrp46|vipgrp64|ip-translation)$/, 'translation'],
  [/^system (interface|zone|sdwan|virtual-wan-link|virtual-switch)$/, 'interface'],
  // To the box itself, to a proxy of its own, of bandwidth, or of what is looked into.
  [
    /^firewall (local-in-policy6?|proxy-policy|shaping-(policy|profile)|shaper .*|sniffer|ssl-server|on-demand-sniffer)$/,
    'context',
  ],
  [
    /^firewall (ldb-monitor|profile-(group|protocol-options)|ssl-ssh-profile|auth-portal|dos-policy6?|ssl setting)$/,
    'context',
  ],
  [
    /^firewall (interface-policy6?|ssh .*|ssl .*|decrypted-traffic-mirror|access-proxy.*|ipmacbinding .*|gtp|pfcp)$/,
    'context',
  ],
  [
    /^firewall (dnstranslation|carrier-endpoint-bwl|ipv6-eh-filter|log.*|apn(grp)?|mms-profile|hyperscale-policy|deep-inspection-options)$/,
    'context',
  ],
  [/^(?!firewall )/, 'context'],
]

/** Tables that filter and are not computed, with what they leave untold. */
export const unreadTables: readonly (readonly [RegExp, string])[] = [
  [/^firewall security-policy$/, 'policies by application are not understood ("firewall security-policy")'],
  [/^firewall ttl-policy$/, 'packets are dropped by their time to live before policies are asked'],
  [
    /^firewall (vip46|vip64|policy46|policy64|vipgrp46|vipgrp64)$/,
    'translation between IPv4 and IPv6 is not understood',
  ],
  [/^firewall ip-translation$/, 'a table of translations that is not understood'],
  [/^system virtual-wire-pair$/, 'pairs of interfaces without addresses are not understood'],
]

/** Multicast is filtered by policies of its own. */
export const multicastTable = /^firewall multicast-policy6?$/

/** Accounts for all lines of a table; whether its kind is known. */
export function accountTable(text: RuleText, table: Table): boolean {
  const kind = kinds.find(([pattern]) => pattern.test(table.path))?.[1]
  const unread = unreadTables.find(([pattern]) => pattern.test(table.path))?.[1]
  const isMulticast = multicastTable.test(table.path)
  const account = (as: As) => {
    for (let line = table.line; line <= table.lastLine; line++) {
      if (!isComment(text.rows[line - 1] ?? '')) text.account(line, as)
    }
  }
  account(kind ?? 'notUnderstood')
  if (unread !== undefined && holdsEntries(table)) text.fault(table.line, unread)
  else if (isMulticast && holdsEntries(table)) text.fault(table.line, 'policies of multicast are not understood')
  else if (kind === undefined && unread === undefined && !isMulticast) {
    text.fault(table.line, 'a table of the firewall that is not known')
  } else if (kind === undefined) account('context')
  return kind !== undefined
}

const isComment = (row: string): boolean => row.trim() === '' || row.trimStart().startsWith('#')

export const holdsEntries = (table: Table): boolean => table.entries.length > 0
