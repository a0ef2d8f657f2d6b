import type { LogSession } from './log-session.ts'

/**
 * Why nobody can say who stands behind an account. `decided`: a person said so; `generic`: its name is a job or a machine;
 * `simultaneous`: it was used from two addresses at once; `severalPeople`: the log names several people for it.
 */
export type SharedBecause = 'decided' | 'generic' | 'simultaneous' | 'severalPeople'

export interface SharedAccount {
  readonly account: string
  readonly because: SharedBecause
  /** Lines of the log that show it, two of them; none for its name alone. */
  readonly witnesses: readonly { readonly log: string; readonly line: number }[]
}

/** A session with the log that tells of it. */
export interface KeptSession extends LogSession {
  readonly log: string
}

/** Domain, realm and letter case set aside: `OT\\Sato`, `sato@example.com` and `sato` are one. */
export function accountKey(account: string): string {
  const folded = account.normalize('NFKC').trim().toLowerCase()
  const behind = folded.slice(folded.lastIndexOf('\\') + 1)
  return behind.includes('@') ? behind.slice(0, behind.indexOf('@')) || behind : behind
}

/** Names of jobs, machines and vendors; people add their own. Digits behind them change nothing: `operator2`. */
const generic = new Set([
  ...[
    'admin',
    'administrator',
    'root',
    'user',
    'guest',
    'operator',
    'oper',
    'ope',
    'engineer',
    'eng',
    'maint',
    'maintenance',
  ],
  ...[
    'service',
    'support',
    'vendor',
    'remote',
    'remoteuser',
    'vpn',
    'vpnuser',
    'test',
    'temp',
    'common',
    'shared',
    'default',
  ],
  ...[
    'plc',
    'scada',
    'hmi',
    'dcs',
    'ews',
    'supervisor',
    'super',
    'control',
    'plant',
    'shift',
    'system',
    'master',
    'public',
  ],
  ...['hozen', 'hozan', 'unten', 'kyoyu', 'kyotsu', 'kanri', 'keiki', 'densou', 'denki', 'seizo'],
  ...[
    '保全',
    '運転',
    '計装',
    '電気',
    '製造',
    '管理者',
    '管理',
    '作業員',
    '作業者',
    '共通',
    '共用',
    '共有',
    '業者',
    '協力会社',
    '当直',
    '係',
    '班',
    '担当',
  ],
])

export function isGeneric(account: string, grown: readonly string[] = []): boolean {
  const key = accountKey(account)
  if (grown.some((one) => accountKey(one) === key)) return true
  const bare = key.replace(/[\d_.-]+$/, '').replace(/^[\d_.-]+/, '')
  const parts = bare.split(/[_.\s-]+/)
  return generic.has(bare) || (parts.length > 1 && parts.every((part) => generic.has(part) || /^\d*$/.test(part)))
}

/** For less than this two sessions overlap because a log rounds, or a line was dropped and dialled anew. */
const OVERLAP_MS = 120_000

export interface AccountWords {
  /** Accounts that people said are shared; and those of which they said whose they are. */
  readonly shared: readonly string[]
  readonly personal: readonly string[]
}

/** Accounts behind which several people stand, or nobody knows who; free of order. A person's word goes before all signs. */
export function sharedAccounts(sessions: readonly KeptSession[], words: AccountWords): SharedAccount[] {
  const personal = new Set(words.personal.map(accountKey))
  const decided = new Set(words.shared.map(accountKey))
  const found: SharedAccount[] = []
  const byAccount = Map.groupBy(
    sessions.filter(({ account }) => account !== null),
    ({ account }) => accountKey(account as string),
  )
  for (const account of decided) if (!byAccount.has(account)) found.push({ account, because: 'decided', witnesses: [] })
  for (const [account, mine] of byAccount) {
    if (decided.has(account)) found.push({ account, because: 'decided', witnesses: [] })
    else if (personal.has(account)) continue
    else {
      const people = severalPeople(mine)
      const both = people ?? simultaneous(mine)
      if (both !== null) {
        const because = people === null ? 'simultaneous' : 'severalPeople'
        found.push({ account, because, witnesses: both.map(({ log, line }) => ({ log, line })) })
      } else if (isGeneric(account)) found.push({ account, because: 'generic', witnesses: [] })
    }
  }
  return found.sort((a, b) => (a.account < b.account ? -1 : 1))
}

const inOrder = (a: KeptSession, b: KeptSession): number =>
  a.from === b.from ? (a.log === b.log ? a.line - b.line : a.log < b.log ? -1 : 1) : a.from < b.from ? -1 : 1

function severalPeople(sessions: readonly KeptSession[]): [KeptSession, KeptSession] | null {
  const named = sessions.filter(({ person }) => person !== null).toSorted(inOrder)
  const spelled = (person: string | null) => (person ?? '').normalize('NFKC').replace(/\s+/g, '').toLowerCase()
  const other = named.find((one) => spelled(one.person) !== spelled(named[0]!.person))
  return other === undefined ? null : [named[0]!, other]
}

/** Two that overlap, from different addresses. Of each address the one that lasts longest is held: one pass is enough. */
function simultaneous(sessions: readonly KeptSession[]): [KeptSession, KeptSession] | null {
  const held = new Map<string, KeptSession>()
  const ends = sessions.filter(({ source, to }) => source !== null && to !== null).toSorted(inOrder)
  for (const one of ends) {
    for (const [source, other] of held) {
      if (Date.parse(other.to as string) <= Date.parse(one.from)) held.delete(source)
      else if (source !== one.source && overlap(one, other) > OVERLAP_MS) return [other, one]
    }
    const known = held.get(one.source as string)
    if (known === undefined || (known.to as string) < (one.to as string)) held.set(one.source as string, one)
  }
  return null
}

const overlap = (a: KeptSession, b: KeptSession): number =>
  Math.min(Date.parse(a.to as string), Date.parse(b.to as string)) - Math.max(Date.parse(a.from), Date.parse(b.from))
