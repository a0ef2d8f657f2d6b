import { type ChangeKind, changeKinds } from './change.ts'
import type { Window } from './maintenance-window.ts'
import type { Instant } from './sighting.ts'

/** A change that was approved beforehand: for what, of which kind, and when it may be done. */
export interface Approval {
  /** The record's id. */
  readonly id: string
  readonly workOrder: string | null
  readonly title: string
  readonly approvedBy: string | null
  /** Null where its times are not understood. */
  readonly windows: readonly Window[] | null
  /** Tags, addresses, networks and names of zones; `*` for the whole plant. Empty: it names nothing, and covers nothing. */
  readonly covers: readonly string[]
  /** Empty: every kind. */
  readonly kinds: readonly ChangeKind[]
}

/** What a change is about, as an approval may name it: tag, device, addresses, zone. */
export type Target = readonly string[]

/** A change as far as it is held against approvals. */
export interface Judged {
  readonly kind: ChangeKind
  readonly since: Instant | null
  readonly at: Instant | null
  readonly until: Instant | null
  readonly isExact: boolean
  readonly target: Target
  /** By so much the clock that dated it may be wrong. */
  readonly clockErrorMs: number
}

export const verdicts = ['authorised', 'outsideWindow', 'unauthorised', 'cannotDecide'] as const
export type AuthorisationVerdict = (typeof verdicts)[number]

/** `clock`: nobody knows when it happened; `time`: not exactly enough; `window`: an approval's times are not understood. */
export type Undecided = 'clock' | 'time' | 'window'

export interface Authorisation {
  readonly verdict: AuthorisationVerdict
  readonly undecided: Undecided | null
  /** The approval that covers it, or whose window it missed, or that is not understood. */
  readonly approval: string | null
  readonly window: Window | null
  /** What of the approval named the target. */
  readonly covering: string | null
}

/** Work that misses its window by more than this is another work. */
const near = 14 * 86_400_000

/** What happened at a moment must lie inside; of these it is only known that they happened between two looks. */
const isBetweenLooks: ReadonlySet<ChangeKind> = new Set(['firmware-change', 'gone-device'])

/** Holds a change against the approvals of its plant. Never a guess: where the clock may be wrong, nobody can tell. */
export function authorise(change: Judged, approvals: readonly Approval[]): Authorisation {
  const covering = approvals
    .filter(({ kinds }) => kinds.length === 0 || kinds.includes(change.kind))
    .flatMap((approval) => {
      const by = coveredBy(approval.covers, change.target)
      return by === null ? [] : [{ approval, by }]
    })
    .sort((a, b) => (a.approval.id < b.approval.id ? -1 : 1))
  const { at } = change
  if (at === null) {
    const one = covering[0]
    return {
      verdict: 'cannotDecide',
      undecided: 'clock',
      approval: one?.approval.id ?? null,
      window: null,
      covering: one?.by ?? null,
    }
  }
  const from = change.since ?? at
  // A piece of work counts up to its last call; what was found between two looks up to the second one.
  const to = isBetweenLooks.has(change.kind) || !isWork(change.kind) ? at : (change.until ?? at)
  let undecided: (Authorisation & { readonly rank: number }) | null = null
  let missed: (Authorisation & { readonly distance: number }) | null = null
  for (const { approval, by } of covering) {
    const told = { approval: approval.id, covering: by }
    if (approval.windows === null) {
      undecided ??= { ...told, verdict: 'cannotDecide', undecided: 'window', window: null, rank: 1 }
      continue
    }
    for (const window of approval.windows) {
      const fit = fitOf(change, from, to, window)
      if (fit === 'inside') return { ...told, verdict: 'authorised', undecided: null, window }
      if (fit === 'clock' || fit === 'time') {
        if (undecided === null || undecided.rank > 0) {
          undecided = { ...told, verdict: 'cannotDecide', undecided: fit, window, rank: 0 }
        }
        continue
      }
      const distance = Math.max(0, window.from - to, from - window.to)
      if (distance <= near && (missed === null || distance < missed.distance)) {
        missed = { ...told, verdict: 'outsideWindow', undecided: null, window, distance }
      }
    }
  }
  if (undecided !== null) return strip(undecided)
  if (missed !== null) return strip(missed)
  return { verdict: 'unauthorised', undecided: null, approval: null, window: null, covering: null }
}

const strip = ({ verdict, undecided, approval, window, covering }: Authorisation): Authorisation => ({
  verdict,
  undecided,
  approval,
  window,
  covering,
})

const isWork = (kind: ChangeKind) => kind === 'program-change' || kind === 'mode-change'

function fitOf(change: Judged, from: Instant, to: Instant, window: Window): 'inside' | 'outside' | 'clock' | 'time' {
  const error = Math.abs(change.clockErrorMs)
  if (isBetweenLooks.has(change.kind))
    return window.from <= to + error && window.to >= from - error ? 'inside' : 'outside'
  if (window.from <= from - error && to + error <= window.to) return 'inside'
  const touches = window.from <= to + error && window.to >= from - error
  if (!touches) return 'outside'
  // With an exact time, what lies before or behind the window lies outside it; else it may have been in or out.
  if (!change.isExact) return 'time'
  const isOut = from + error < window.from || to - error > window.to
  return isOut ? 'outside' : 'clock'
}

/** What of an approval names one of the things a change is about; null where nothing does. */
function coveredBy(covers: readonly string[], target: Target): string | null {
  const names = new Set(target.map(fold))
  for (const one of covers) {
    const name = fold(one)
    if (name === '*' || names.has(name)) return one
    if (name.includes('/') && target.some((address) => isWithin(address, name))) return one
  }
  return null
}

const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/** Whether an IPv4 address lies in a network in CIDR notation. */
function isWithin(address: string, network: string): boolean {
  const [base, length] = network.split('/')
  const [one, other] = [ipv4(address), ipv4(base ?? '')]
  const prefix = Number(length)
  if (one === null || other === null || !/^\d{1,2}$/.test(length ?? '') || prefix > 32) return false
  return prefix === 0 || one >>> (32 - prefix) === other >>> (32 - prefix)
}

function ipv4(text: string): number | null {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  const octets = found?.slice(1).map(Number) ?? []
  return octets.length === 4 && octets.every((octet) => octet < 256)
    ? octets.reduce((sum, octet) => sum * 256 + octet, 0) >>> 0
    : null
}

/** Words of a record that mean the whole plant. */
const everything = /^(\*|all|whole plant|entire plant|全体|全て|すべて|工場全体|全設備)$/i

/** `PLC-507; 10.11.12.0/24、安全計装` as a list; `all` and its like become `*`. */
export function coveredIn(...texts: readonly (string | null)[]): string[] {
  return texts
    .flatMap((text) => (text ?? '').normalize('NFKC').split(/[;,、\n]+/))
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => (everything.test(one) ? '*' : one))
    .slice(0, 1000)
}

export function kindsIn(values: readonly string[]): ChangeKind[] {
  return changeKinds.filter((kind) => values.includes(kind))
}
