import { z } from 'zod'
import { bilingual, day, instant, page, paging, plantKey, reading } from './common.ts'
import { route } from './route.ts'

/**
 * `named`: a person, or an account of one's own; `shared`: an account of several; `nobody`: the log of this path tells of no
 * one; `several`: any of several who were on the jump host; `notLogged`: no log of this path covers the day, which says
 * nothing either way.
 */
export const accessVerdicts = ['named', 'shared', 'nobody', 'several', 'notLogged'] as const
const verdict = z.enum(accessVerdicts)
/** `engineering`: something was programmed; `assistance`: TeamViewer and its like; `gateway`: a portal before the plant. */
export const accessServices = ['ssh', 'rdp', 'vnc', 'telnet', 'vpn', 'gateway', 'engineering', 'assistance'] as const
const service = z.enum(accessServices)

const end = z.object({
  /** The device's id, else the address. */
  device: z.string(),
  name: z.string().nullable(),
  asset: z.string().nullable(),
  level: z.string().nullable(),
})

/** A session as a log tells it, with its clock put right. */
const loggedSession = z.object({
  log: z.string(),
  /** `auth.log:412`. */
  place: z.string(),
  service,
  /** As the log writes it. */
  account: z.string().nullable(),
  /** The name of the person: of the log's own column, or whose account it is; null where it is not known, or was erased. */
  person: z.string().nullable(),
  personKey: z.string().nullable(),
  shared: z.boolean(),
  source: z.string().nullable(),
  assigned: z.string().nullable(),
  target: z.string().nullable(),
  from: instant,
  to: instant.nullable(),
  reason: z.string().nullable(),
})

/** Somebody was seen at an address, on one day. */
export const access = z.object({
  id: z.string(),
  plant: plantKey,
  day,
  from: instant,
  to: instant,
  client: end,
  server: end,
  service,
  protocol: z.string().nullable(),
  port: z.number().int().nullable(),
  verdict,
  /**
   * How the log explains it. `direct`: the same address and target; `assigned`: the address that the VPN gave; `tunnel`: the
   * tunnel itself; `onward`: from the jump host; `target`: target and time, as the log has no source.
   */
  rule: z.enum(['direct', 'assigned', 'tunnel', 'onward', 'target']).nullable(),
  sessions: z.array(loggedSession),
  /** Files of the logs that cover this path on that day. */
  logs: z.array(z.string()),
  /** Messages that programmed or wrote, and the names of the functions that programmed. */
  programs: z.number().int(),
  writes: z.number().int(),
  deeds: z.array(z.string()),
  conversation: z.string(),
  proof: z.object({ capture: z.string(), captureName: z.string(), packet: z.number().int() }).nullable(),
})
export type Access = z.infer<typeof access>

const accessFilters = z.object({
  plant: plantKey.optional(),
  verdict: verdict.optional(),
  service: service.optional(),
  /** Only where something was programmed. */
  programs: z.enum(['true', 'false']).optional(),
  /** Either end. */
  device: z.string().optional(),
  /** Only from this day on. */
  since: day.optional(),
  /** Part of an address, name, asset, account, person. */
  q: z.string().optional(),
})

export const listAccess = route({
  method: 'GET',
  path: '/access/sessions',
  area: 'network',
  summary: 'Remote and engineering access seen on the wire, day by day, and who it was by the logs; the newest first',
  query: reading.extend(paging.shape).extend(accessFilters.shape),
  response: page(access),
})

const verdictCounts = z.object({
  named: z.number().int(),
  shared: z.number().int(),
  nobody: z.number().int(),
  several: z.number().int(),
  notLogged: z.number().int(),
})

export const getAccessSummary = route({
  method: 'GET',
  path: '/access',
  area: 'network',
  summary: 'How much access was seen, and how much of it has a person behind it',
  query: reading.extend({ plant: plantKey.optional(), since: day.optional() }),
  response: z.object({
    /** Of the accesses seen on the wire. */
    verdicts: verdictCounts,
    programming: z.number().int(),
    services: z.array(z.object({ service, count: z.number().int() })),
    /** By week (its Monday), the oldest first. */
    weeks: z.array(verdictCounts.extend({ week: day })),
    /** Of the logs: sessions, those with a person or an account of one's own, and those who were turned away. */
    logged: z.object({
      logs: z.number().int(),
      sessions: z.number().int(),
      named: z.number().int(),
      refusals: z.number().int(),
      from: day.nullable(),
      to: day.nullable(),
    }),
    accounts: z.object({ all: z.number().int(), shared: z.number().int() }),
    /** Logs whose clock is another. */
    clocks: z.number().int(),
  }),
})
export type AccessSummary = z.output<typeof getAccessSummary.response>

const decision = z.object({
  id: z.string(),
  plant: plantKey,
  account: z.string(),
  kind: z.enum(['shared', 'personal']),
  person: z.string().nullable(),
  personKey: z.string().nullable(),
  reason: z.string(),
  at: instant,
  by: z.string().nullable(),
  undone: z.object({ reason: z.string(), at: instant, by: z.string().nullable() }).nullable(),
})
export type AccountDecision = z.infer<typeof decision>

/** An account, over all logs of its plant. */
const account = z.object({
  plant: plantKey,
  /** Without domain and realm, in small letters. */
  account: z.string(),
  /** Why several may stand behind it; null: it is one person's, as far as the logs tell. */
  shared: z.enum(['decided', 'generic', 'simultaneous', 'severalPeople']).nullable(),
  /** Lines that show it. */
  witnesses: z.array(z.string()),
  people: z.array(z.string()),
  sources: z.array(z.string()),
  sessions: z.number().int(),
  lastUsed: instant.nullable(),
  /** What people said of it, the newest first. */
  decisions: z.array(decision),
})
export type Account = z.infer<typeof account>

export const listAccounts = route({
  method: 'GET',
  path: '/access/accounts',
  area: 'network',
  summary: 'Accounts by which people came, shared ones first',
  query: reading.extend(paging.shape).extend({ plant: plantKey.optional(), q: z.string().optional() }),
  response: page(account),
})

const reason = z.string().trim().min(1).max(2000)

export const decideAccount = route({
  method: 'POST',
  path: '/access/accounts/:plant/decisions',
  area: 'network',
  summary: 'Say that an account is used by several, or whose it is',
  params: z.object({ plant: plantKey }),
  body: z.object({
    account: z.string().trim().min(1).max(256),
    kind: z.enum(['shared', 'personal']),
    /** The key of the person whose it is. */
    person: z.string().nullable(),
    reason,
  }),
  response: decision,
})

export const undoAccountDecision = route({
  method: 'POST',
  path: '/access/account-decisions/:id/undo',
  area: 'network',
  summary: 'Take a word on an account back',
  params: z.object({ id: z.string() }),
  body: z.object({ reason }),
  response: decision,
})

const accessLog = z.object({
  id: z.string(),
  plant: plantKey,
  name: z.string(),
  /** The zone in which times without one were read. */
  timeZone: z.string(),
  from: instant.nullable(),
  to: instant.nullable(),
  lines: z.number().int(),
  read: z.number().int(),
  ignored: z.number().int(),
  faulty: z.number().int(),
  sessions: z.number().int(),
  refusals: z.number().int(),
  /** What speaks against its clock, in words; `seconds` to add that would put it right, where that can be told. */
  doubts: z.array(
    z.object({ kind: z.enum(['future', 'disorder', 'offset']), told: bilingual, seconds: z.number().int().nullable() }),
  ),
  /** A person's correction. */
  addSeconds: z.number().int().nullable(),
  hostAddress: z.string().nullable(),
  correctionReason: z.string().nullable(),
  correctedBy: z.string().nullable(),
  recordedAt: instant,
})
export type AccessLogEntry = z.infer<typeof accessLog>

export const listAccessLogs = route({
  method: 'GET',
  path: '/access/logs',
  area: 'network',
  summary: 'Logs of jump hosts, VPNs and gateways that were imported, the newest first',
  query: reading.extend(paging.shape).extend({ plant: plantKey.optional() }),
  response: page(accessLog),
})

export const correctAccessLog = route({
  method: 'POST',
  path: '/access/logs/:id/correction',
  area: 'network',
  summary: 'Say by how much the clock of a log was off, and which host wrote it',
  params: z.object({ id: z.string() }),
  body: z.object({
    addSeconds: z.number().int().min(-63_072_000).max(63_072_000),
    /** Address of the host that wrote the log, where its name leads to no device. */
    hostAddress: z.string().trim().max(64).nullable(),
    reason,
  }),
  response: accessLog,
})

export const accessRoutes = [
  getAccessSummary,
  listAccess,
  listAccounts,
  decideAccount,
  undoAccountDecision,
  listAccessLogs,
  correctAccessLog,
]
