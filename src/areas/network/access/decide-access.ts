import { randomUUID } from 'node:crypto'
import { accountKey } from '#core/access/shared-accounts.ts'
import { BadInput, NotFound, Refused } from '#platform/errors.ts'
import type { NetworkContext } from '../context.ts'
import { insertAccessCorrection, loadAccessLogs, type StoredAccessLog } from './access-store.ts'
import {
  type AccountDecision,
  insertAccountDecision,
  insertAccountUndo,
  loadAccountDecisions,
} from './account-store.ts'

/** A person says that an account is used by several, or whose it is. Throws `BadInput`, `NotFound`. */
export async function decideAccount(
  context: NetworkContext,
  said: Pick<AccountDecision, 'plant' | 'account' | 'kind' | 'person' | 'reason' | 'by'>,
): Promise<AccountDecision> {
  await context.plants.get(said.plant)
  const account = accountKey(said.account)
  if (account === '')
    throw new BadInput('Name the account', [{ path: 'account', reason: 'is empty' }], 'アカウントを指定してください')
  if (said.kind === 'shared' && said.person !== null) {
    throw new BadInput(
      'A shared account is nobody’s own',
      [{ path: 'person', reason: 'is for an account of one person' }],
      '共有アカウントに個人は割り当てられません',
    )
  }
  if (said.person !== null && (await context.personName?.(said.person)) == null) {
    throw new BadInput(
      'There is no such person',
      [{ path: 'person', reason: 'is nobody known' }],
      '該当する担当者が登録されていません',
    )
  }
  const decision = { ...said, account, id: randomUUID(), at: context.clock.now().toISOString() }
  await insertAccountDecision(context.db, decision)
  return { ...decision, undone: null }
}

/** Takes a word back. Throws `NotFound`, and `Refused` where somebody did before. */
export async function undoAccountDecision(
  context: NetworkContext,
  said: { readonly id: string; readonly reason: string; readonly by: string | null },
): Promise<AccountDecision> {
  const [decision] = await loadAccountDecisions(context.db, { id: said.id })
  if (decision === undefined) throw new NotFound(`there is no decision ${said.id}`)
  const at = context.clock.now().toISOString()
  const isDone = await insertAccountUndo(context.db, {
    plant: decision.plant,
    decisionId: said.id,
    reason: said.reason,
    at,
    by: said.by,
  })
  if (!isDone) throw new Refused('this decision was taken back already')
  return { ...decision, undone: { reason: said.reason, at, by: said.by } }
}

/** A person says by how much the clock of a log was off, and which host wrote it. Throws `NotFound`. */
export async function correctAccessLog(
  context: NetworkContext,
  said: {
    readonly id: string
    readonly addSeconds: number
    readonly hostAddress: string | null
    readonly reason: string
    readonly by: string | null
  },
): Promise<StoredAccessLog> {
  const [log] = await loadAccessLogs(context.db, { id: said.id })
  if (log === undefined) throw new NotFound(`there is no log ${said.id}`)
  const { id: logId, ...rest } = said
  await insertAccessCorrection(context.db, { ...rest, plant: log.plant, logId, at: context.clock.now().toISOString() })
  return (await loadAccessLogs(context.db, { id: said.id }))[0] ?? log
}
