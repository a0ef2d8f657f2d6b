import { z } from 'zod'
import { bilingual, instant, page, paging, plantKey, reading } from './common.ts'
import { operationClasses } from './relations.ts'
import { route } from './route.ts'

/**
 * How a conversation stands to the zones and conduits: `violation` means that no conduit leads there; the next three that
 * one does and it does not keep to it; `unknownMember` that an end belongs to no zone, or to several;
 * `undated` that no clock tells on which day it took place.
 */
export const boundaryVerdicts = [
  'allowed',
  'violation',
  'wrongOperation',
  'wrongDirection',
  'expired',
  'unknownMember',
  'undated',
] as const
export type BoundaryVerdict = (typeof boundaryVerdicts)[number]

const verdictCounts = z.object({
  allowed: z.number().int(),
  violation: z.number().int(),
  wrongOperation: z.number().int(),
  wrongDirection: z.number().int(),
  expired: z.number().int(),
  unknownMember: z.number().int(),
  undated: z.number().int(),
})

/** A conversation by its place, and the first packet of it. */
const witness = z.object({
  conversation: z.string(),
  capture: z.string(),
  captureName: z.string(),
  packet: z.number().int().nullable(),
  /** `conn.log:12`, where the source is no capture. */
  place: z.string().nullable(),
})

/**
 * Whether a source sees what would pass there, within ninety days: `observed` where it has seen this very boundary crossed,
 * `presumed` where it sees both sides and never between them. Silence is not compliance.
 */
const observed = z.object({
  state: z.enum(['observed', 'presumed', 'notObservable']),
  /** Days on which such a source was looking. */
  since: z.string().nullable(),
  until: z.string().nullable(),
  days: z.number().int(),
  /** Captures and sensors that see it, the latest first, a few of them. */
  sources: z.array(z.object({ capture: z.string(), name: z.string() })),
  because: bilingual,
})

export const boundaryZone = z.object({
  name: z.string(),
  /** The dated records that describe it. */
  records: z.array(z.string()),
  purpose: z.string().nullable(),
  level: z.string().nullable(),
  targetLevel: z.number().int().nullable(),
  safety: z.boolean(),
  owner: z.string().nullable(),
  addresses: z.array(z.string()),
  vlans: z.array(z.number().int()),
  macs: z.array(z.string()),
  assets: z.array(z.string()),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  /** Observed devices that belong to it, and those of them that no registry knows. */
  devices: z.number().int(),
  unregistered: z.number().int(),
  counts: verdictCounts,
})
export type BoundaryZone = z.infer<typeof boundaryZone>

export const boundaryConduit = z.object({
  name: z.string(),
  record: z.string(),
  from: z.string(),
  to: z.string(),
  /** `modbus; tcp/443`; `any`. */
  services: z.string(),
  /** Null: all of them. */
  operations: z.array(z.enum(operationClasses)).nullable(),
  initiator: z.enum(['from', 'to', 'either']),
  dataFlow: z.enum(['forward', 'backward', 'both']),
  owner: z.string().nullable(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  exception: z.boolean(),
  reason: z.string().nullable(),
  state: z.enum(['inForce', 'ended', 'notYet']),
  /** `unused` only where a source watches it. */
  use: z.enum(['used', 'unused', 'notObservable']),
  /** Conversations that it allows, and the last day of one. */
  conversations: z.number().int(),
  lastUsed: z.string().nullable(),
  observed,
  /** What it allows and nobody used while it was watched: services and operations. Null: not observable. */
  unusedServices: z.array(z.string()).nullable(),
  unusedOperations: z.array(z.enum(operationClasses)).nullable(),
})
export type BoundaryConduit = z.infer<typeof boundaryConduit>

/** Everything between two zones, either way. */
export const boundaryPair = z.object({
  /** Names of zones; null: outside of all zones. */
  a: z.string().nullable(),
  b: z.string().nullable(),
  conduits: z.number().int(),
  counts: verdictCounts,
  /** Of those that are not allowed: nobody answered. */
  attempts: z.number().int(),
  /** Passes the DMZ by: one end on level 4 or 5, the other on 3 or below. */
  crosses: z.boolean(),
  observed,
  /** The first conversation that is not allowed. */
  witness: witness.nullable(),
})
export type BoundaryPair = z.infer<typeof boundaryPair>

export const policyProblem = z.object({
  severity: z.enum(['error', 'warning']),
  /** The zone or conduit, and its record. */
  name: z.string(),
  record: z.string(),
  text: bilingual,
  /** File, sheet and row, where the record was imported. */
  place: bilingual.nullable(),
})
export type PolicyProblem = z.infer<typeof policyProblem>

export const getBoundary = route({
  method: 'GET',
  path: '/plants/:plant/boundary',
  area: 'network',
  summary: 'Zones and conduits of a plant against everything that was observed',
  params: z.object({ plant: plantKey }),
  query: reading,
  response: z.object({
    zones: z.array(boundaryZone),
    conduits: z.array(boundaryConduit),
    /** Pairs with a conduit or with traffic, the worst first. */
    pairs: z.array(boundaryPair),
    problems: z.array(policyProblem),
    /** Conversations by verdict; attempts are counted beside them. */
    counts: verdictCounts,
    attempts: z.number().int(),
    /** Conduits and pairs of zones that no source sees. */
    notObservable: z.number().int(),
    /** Addresses that belong to no zone, or to several. */
    unknownMembers: z.number().int(),
    rulesets: z.number().int(),
  }),
})
export type Boundary = z.output<typeof getBoundary.response>

/** The line that a policy would need: as it would be entered. */
export const conduitLine = z.object({
  name: z.string(),
  from: z.string(),
  to: z.string(),
  services: z.string(),
  operations: z.array(z.enum(operationClasses)).nullable(),
  initiator: z.enum(['from', 'to', 'either']),
  dataFlow: z.enum(['forward', 'backward', 'both']),
})
export type ConduitLine = z.infer<typeof conduitLine>

/** What a packet filter does with a conversation, and the line that says so. */
export const ruleDecision = z.object({
  ruleset: z.string(),
  filter: z.string(),
  decision: z.enum(['accepted', 'refused', 'undecided']),
  /** From 1; null: the filter's default. */
  line: z.number().int().nullable(),
  text: z.string().nullable(),
  why: bilingual,
})
export type RuleDecision = z.infer<typeof ruleDecision>

export const judgedConversation = z.object({
  /** As in `/conversations`. */
  id: z.string(),
  plant: plantKey,
  client: z.string(),
  server: z.string(),
  clientAsset: z.string().nullable(),
  serverAsset: z.string().nullable(),
  clientZone: z.string().nullable(),
  serverZone: z.string().nullable(),
  transport: z.string(),
  serverPort: z.number().int().nullable(),
  protocol: z.string().nullable(),
  answered: z.boolean().nullable(),
  verdict: z.enum(boundaryVerdicts),
  because: bilingual,
  conduits: z.array(z.object({ name: z.string(), record: z.string() })),
  /** Operations that no conduit allows. */
  operations: z.array(z.enum(operationClasses)),
  /** On which it was so; empty where no clock can be believed. */
  days: z.array(z.string()),
  /** The smallest line that would allow it; null where it is allowed, or nothing should. */
  missing: conduitLine.nullable(),
  /** A safety system is at the other end. */
  safety: z.boolean(),
  crosses: z.boolean(),
  witness,
})
export type JudgedConversation = z.infer<typeof judgedConversation>

export const listJudged = route({
  method: 'GET',
  path: '/plants/:plant/boundary/conversations',
  area: 'network',
  summary: 'Conversations with their verdict, those not allowed first',
  params: z.object({ plant: plantKey }),
  query: reading.extend(paging.shape).extend({
    verdict: z.enum(boundaryVerdicts).optional(),
    /** Only those that are not allowed. */
    open: z.enum(['true']).optional(),
    /** Names of zones of a pair, in either order; `-` for outside of all zones. */
    a: z.string().optional(),
    b: z.string().optional(),
    /** Name of a zone at either end; `-` as above. */
    zone: z.string().optional(),
    /** Record of a conduit. */
    conduit: z.string().optional(),
    q: z.string().optional(),
  }),
  response: page(judgedConversation),
})

export const getJudged = route({
  method: 'GET',
  path: '/plants/:plant/boundary/conversations/:capture/:n',
  area: 'network',
  summary: 'One conversation: its verdict, the policy line that is missing, and the rule that let it pass',
  params: z.object({ plant: plantKey, capture: z.string(), n: z.coerce.number().int() }),
  query: reading,
  response: judgedConversation.extend({ rules: z.array(ruleDecision) }),
})
export type JudgedDetail = z.output<typeof getJudged.response>

/** A zone or a conduit that what was observed suggests; entered only when a person accepts it, line by line. */
const proposedZone = z.object({
  name: z.string(),
  purpose: z.string().nullable(),
  level: z.string().nullable(),
  safety: z.boolean(),
  addresses: z.array(z.string()),
  vlans: z.array(z.number().int()),
  macs: z.array(z.string()),
  devices: z.number().int(),
  because: z.array(bilingual),
})

const proposedConduit = conduitLine.extend({
  conversations: z.number().int(),
  firstSeen: z.string(),
  lastSeen: z.string(),
  /** A few of them, as `<capture>/<n>`. */
  examples: z.array(z.string()),
  because: z.array(bilingual),
  /** Why it must not simply be entered: it passes the DMZ by, programs a safety system, or needs a zone that is only proposed. */
  doubt: bilingual.nullable(),
  why: z.enum(['passesDmzBy', 'programsSafety', 'needsZone']).nullable(),
})

export const getProposals = route({
  method: 'GET',
  path: '/plants/:plant/boundary/proposals',
  area: 'network',
  summary: 'Zones proposed from what was observed, and the smallest policy that covers it',
  params: z.object({ plant: plantKey }),
  query: reading,
  response: z.object({ zones: z.array(proposedZone), conduits: z.array(proposedConduit) }),
})
export type Proposals = z.output<typeof getProposals.response>

export const policyFormats = ['json', 'netbox-ot-zones', 'netbox-ot-flows', 'nftables', 'rfc8519'] as const

export const exportPolicy = route({
  method: 'GET',
  path: '/plants/:plant/boundary/policy',
  area: 'network',
  summary: 'Zones and conduits in force as a file; what the format cannot say is listed beside it',
  params: z.object({ plant: plantKey }),
  query: reading.extend({ format: z.enum(policyFormats) }),
  response: z.unknown(),
  bytes: 'download',
})

export const listUnsaid = route({
  method: 'GET',
  path: '/plants/:plant/boundary/policy/unsaid',
  area: 'network',
  summary: 'What the policy says and a file of this format cannot',
  params: z.object({ plant: plantKey }),
  query: reading.extend({ format: z.enum(policyFormats) }),
  response: z.object({ unsaid: z.array(z.object({ name: z.string(), record: z.string(), what: bilingual })) }),
})

export const ruleset = z.object({
  id: z.string(),
  plant: plantKey,
  importId: z.string(),
  /** The filter's own name, else its file's. */
  name: z.string(),
  language: z.enum(['iptables', 'nftables', 'cisco-asa', 'cisco-ios', 'fortigate']),
  fileName: z.string(),
  takenOn: z.string(),
  recordedAt: instant,
  /** The newest of its filter. */
  current: z.boolean(),
  lines: z.object({
    rule: z.number().int(),
    object: z.number().int(),
    interface: z.number().int(),
    translation: z.number().int(),
    context: z.number().int(),
    comment: z.number().int(),
    notUnderstood: z.number().int(),
  }),
  faults: z.array(z.object({ line: z.number().int(), reason: bilingual })),
})
export type FilterRuleset = z.infer<typeof ruleset>

export const listRulesets = route({
  method: 'GET',
  path: '/rulesets',
  area: 'network',
  summary: 'Rules of packet filters, the newest first',
  query: reading.extend({ plant: plantKey.optional() }),
  response: page(ruleset),
})

export const findingKinds = [
  'excess',
  'missing',
  'seenInSpite',
  'seenBeyondPolicy',
  'undecided',
  'shadowed',
  'redundant',
  'unused',
  'translation',
] as const
export type FindingKind = (typeof findingKinds)[number]

/** One difference between rules, policy and traffic, with a packet that shows it. */
export const ruleFinding = z.object({
  kind: z.enum(findingKinds),
  /** Not surely so: it touches what the rules leave undecided. */
  possible: z.boolean(),
  text: bilingual,
  rules: z.array(
    z.object({ line: z.number().int(), lastLine: z.number().int(), text: z.string(), label: z.string().nullable() }),
  ),
  conduits: z.array(z.object({ name: z.string(), record: z.string() })),
  clientZone: z.string().nullable(),
  serverZone: z.string().nullable(),
  /** The packet that shows it: made up, or the first of a conversation that was seen. */
  packet: z
    .object({
      from: z.string(),
      to: z.string(),
      /** `tcp/502`. */
      service: z.string(),
    })
    .nullable(),
  witness: witness.nullable(),
})
export type RuleFinding = z.infer<typeof ruleFinding>

/** How a packet from level 4 or 5 gets to 3 or below without ending in the DMZ. */
export const dmzPath = z.object({
  zones: z.array(z.string()),
  decided: z.boolean(),
  text: bilingual,
  steps: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      filter: z.string().nullable(),
      line: z.number().int().nullable(),
      rule: z.string().nullable(),
      packet: z.object({ from: z.string(), to: z.string(), service: z.string() }).nullable(),
    }),
  ),
})
export type DmzPath = z.infer<typeof dmzPath>

export const filterInterface = z.object({
  name: z.string(),
  alias: z.string().nullable(),
  /** As the configuration tells: `10.1.2.0/24`. */
  networks: z.array(z.string()),
  /** Zones behind it, and who says so. */
  zones: z.array(z.string()),
  by: z.enum(['configuration', 'person']).nullable(),
})

export const getRuleset = route({
  method: 'GET',
  path: '/rulesets/:id',
  area: 'network',
  summary: 'One ruleset against policy and traffic: what differs, with a witness',
  params: z.object({ id: z.string() }),
  query: reading,
  response: ruleset.extend({
    interfaces: z.array(filterInterface),
    counts: z.record(z.enum(findingKinds), z.number().int()),
    findings: z.array(ruleFinding),
    /** More than are listed. */
    more: z.boolean(),
    dmz: z.array(dmzPath),
    /** What the comparison cannot see, in words. */
    limits: z.array(bilingual),
  }),
})
export type RulesetDetail = z.output<typeof getRuleset.response>

/** What a line of rules was read as. */
const lineKinds = ['rule', 'object', 'interface', 'translation', 'context', 'comment', 'notUnderstood'] as const

export const listRulesetLines = route({
  method: 'GET',
  path: '/rulesets/:id/lines',
  area: 'network',
  summary: 'The rules as they were imported, line by line, with what became of each',
  params: z.object({ id: z.string() }),
  query: z.object({
    from: z.coerce.number().int().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(2000).optional(),
  }),
  response: z.object({
    lines: z.array(
      z.object({ line: z.number().int(), text: z.string(), as: z.enum(lineKinds), reasons: z.array(bilingual) }),
    ),
    total: z.number().int(),
  }),
})

export const placeInterfaces = route({
  method: 'PUT',
  path: '/rulesets/:id/interfaces',
  area: 'network',
  summary: 'Says which zones lie behind the interfaces of a filter, where its configuration does not',
  params: z.object({ id: z.string() }),
  body: z.object({ interfaces: z.record(z.string(), z.array(z.string())) }),
  response: z.object({ interfaces: z.array(filterInterface) }),
})

export const boundaryRoutes = [
  getBoundary,
  listJudged,
  getJudged,
  getProposals,
  exportPolicy,
  listUnsaid,
  listRulesets,
  getRuleset,
  listRulesetLines,
  placeInterfaces,
]
