import type { AddressSet } from './addresses.ts'
import type { Ranges } from './ranges.ts'

/**
 * The rules of a packet filter, whatever language they were written in: every decoder of a rule language ends here, and
 * every comparison begins here. What a decoder does not understand is never left out: it makes the step undecided.
 */
export interface Ruleset {
  readonly language: RuleLanguage
  /** The filter's own name, where its configuration says it. */
  readonly device: string | null
  /** Of two of the same name the first counts. */
  readonly chains: readonly Chain[]
  /**
   * `pass`: the answers of a conversation whose first packet passed need no rule (ASA, FortiGate filter by connections).
   * `filtered`: every packet is judged, answers in state `established` (netfilter, IOS lists without inspection).
   */
  readonly answers: 'pass' | 'filtered'
  /**
   * Where a forwarded packet is filtered, in order. It passes when no hook that concerns it drops it: a verdict of `accept`
   * ends one hook and goes on to the next.
   */
  readonly hooks: readonly Hook[]
  readonly interfaces: readonly FilterInterface[]
  /** Address translation is noted, not computed: what it touches cannot be decided by addresses alone. */
  readonly translations: readonly Translation[]
  /** Every line of the text, in order: `lines[i]` is what became of line i + 1. */
  readonly lines: readonly LineAccount[]
  readonly faults: readonly RuleFault[]
}

export const ruleLanguages = ['iptables', 'nftables', 'cisco-asa', 'cisco-ios', 'fortigate'] as const
export type RuleLanguage = (typeof ruleLanguages)[number]

/** Worked through from the top: the first step that matches and decides, decides. */
export interface Chain {
  readonly name: string
  readonly steps: readonly Step[]
  /**
   * What happens at its end; `return` in chains that others jump to. A `return` (also of a `goto`) from a hook's own chain
   * does what stands here; where that is `return` too, the hook lets the packet pass.
   */
  readonly otherwise: 'accept' | 'drop' | 'return'
  /** The line that says so; null where the language does (an implicit deny). */
  readonly otherwiseLine: number | null
}

export interface Hook {
  readonly chain: string
  /** Concerns only packets that arrive on, leave by, one of these; null: all. */
  readonly in: readonly string[] | null
  readonly out: readonly string[] | null
}

export interface Step {
  /** First and last line of the rule in the file, from 1. */
  readonly line: number
  readonly lastLine: number
  /** As written, spaces joined, at most 500 characters. */
  readonly text: string
  /** A number or name under which its owner knows it (policy id, sequence number, remark above it). */
  readonly label: string | null
  readonly match: Match
  readonly action: Action
  /** Switched off: kept for the account of lines, never matches. */
  readonly isDisabled: boolean
  /** How often it was hit, where the file tells (iptables-save -c, nft counters). */
  readonly hits: number | null
}

/** `continue`: counts or logs only. */
export type Action =
  | { readonly do: 'accept' | 'drop' | 'return' | 'continue' }
  | { readonly do: 'jump' | 'goto'; readonly chain: string }
  /** Decides, and nobody knows what (a queue to a program, an unknown target). */
  | { readonly do: 'unknown'; readonly why: string }

/** All of it holds. Source and target are of one family: a set with IPv4 alone matches no IPv6 packet. */
export interface Match {
  /** Names of interfaces (of zones, where the language filters between zones); null: any. `not`: any but these. */
  readonly in: Names | null
  readonly out: Names | null
  readonly source: AddressSet
  readonly target: AddressSet
  /** One of these; null: any protocol. */
  readonly services: readonly Service[] | null
  /** States of the connection of which it matches packets; null: any. A conversation begins with `new`. */
  readonly states: readonly ConnectionState[] | null
  /**
   * What was not understood, or depends on what no configuration tells (a schedule, a user, a string in the payload), in
   * plain English: the step may match any part of what the rest describes. Empty: exact.
   */
  readonly unknown: readonly string[]
}

/** Names as the rules write them, case as written; one that ends in `*` stands for all that begin so (`eth+` becomes `eth*`). */
export interface Names {
  readonly names: readonly string[]
  readonly not: boolean
}

export const connectionStates = ['new', 'established', 'related', 'invalid', 'untracked'] as const
export type ConnectionState = (typeof connectionStates)[number]

/**
 * Protocols by number (IANA). Ports (TCP, UDP, DCCP, SCTP, UDP-Lite) and ICMP types: null is any; else the packet must have
 * the field, so a service with both matches nothing (write two).
 */
export interface Service {
  readonly protocols: Ranges
  readonly sourcePorts: Ranges | null
  readonly targetPorts: Ranges | null
  /** ICMP messages as `type << 8 | code` (a type alone is all 256 of its codes); null: any. */
  readonly icmpTypes: Ranges | null
}

export interface FilterInterface {
  readonly name: string
  /** A second name by which rules call it (ASA's nameif, FortiGate's zone). */
  readonly alias: string | null
  /**
   * Networks that lie behind it by its own address and the static routes, where the configuration tells; the longest prefix
   * wins (`routedNetworks` does that), so only equal routes lie behind two.
   */
  readonly networks: AddressSet
}

export interface Translation {
  readonly kind: 'source' | 'target' | 'both'
  readonly line: number
  readonly text: string
  readonly match: Match
  /** What addresses become, where that is written. */
  readonly to: AddressSet | null
}

/** `comment`: blank lines too. `context`: understood, and no rule (host name, counters, routes, tables that do not filter). */
export interface LineAccount {
  readonly as: 'rule' | 'object' | 'interface' | 'translation' | 'context' | 'comment' | 'notUnderstood'
}

export interface RuleFault {
  readonly line: number
  /** English; no values in it that only the file has. */
  readonly reason: string
}
