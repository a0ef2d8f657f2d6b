import type { Database } from '../database/database.ts'
import { HttpRefusal } from './problem.ts'

/** The answer to a write, as it is kept to be given again. */
export interface KeptAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What a repeated key meets. */
export interface Earlier {
  readonly requestHash: string
  /** Null while the first request still runs. */
  readonly answer: KeptAnswer | null
}

/** Where answers are kept by the caller's Idempotency-Key. */
export interface IdempotencyStore {
  /** Claims the key for a request; answers what it was claimed by before, if it was. */
  claim(actor: string, key: string, requestHash: string): Promise<Earlier | undefined>
  keep(actor: string, key: string, requestHash: string, answer: KeptAnswer): Promise<void>
  /** Gives the key up again: the request failed, and may be tried again. */
  release(actor: string, key: string): Promise<void>
}

/**
 * Keeps answers in `platform.idempotency` for a day. A claim whose process died before it could answer is given up after a
 * quarter of an hour; until then the key answers 409, since nobody knows whether the work was done.
 */
export function databaseIdempotency(database: Database): IdempotencyStore {
  const rows = <Row>(statement: string, parameters: readonly unknown[]) =>
    database.transaction((session) => session.rows<Row>(statement, parameters))
  return {
    claim: (actor, key, requestHash) =>
      database.transaction(async (session) => {
        await session.script(`DELETE FROM platform.idempotency WHERE created_at < now() - interval '1 day'
          OR status IS NULL AND created_at < now() - interval '15 minutes'`)
        const claimed = await session.rows(
          `INSERT INTO platform.idempotency (actor, key, request_hash) VALUES ($1, $2, $3)
           ON CONFLICT DO NOTHING RETURNING key`,
          [actor, key, requestHash],
        )
        if (claimed.length > 0) return undefined
        const [earlier] = await session.rows<{ request_hash: string } & NullableAnswer>(
          'SELECT request_hash, status, headers, body FROM platform.idempotency WHERE actor = $1 AND key = $2',
          [actor, key],
        )
        // Released by the other request in this very moment.
        if (!earlier) throw stillRunning()
        return { requestHash: earlier.request_hash, answer: answerOf(earlier) }
      }),
    async keep(actor, key, requestHash, { status, headers, body }) {
      await rows(
        `UPDATE platform.idempotency SET request_hash = $3, status = $4, headers = $5, body = $6
         WHERE actor = $1 AND key = $2`,
        [actor, key, requestHash, status, JSON.stringify(headers), body],
      )
    },
    async release(actor, key) {
      await rows('DELETE FROM platform.idempotency WHERE actor = $1 AND key = $2 AND status IS NULL', [actor, key])
    },
  }
}

interface NullableAnswer {
  readonly status: number | null
  readonly headers: Record<string, string> | null
  readonly body: string | null
}

function answerOf({ status, headers, body }: NullableAnswer): KeptAnswer | null {
  return status === null ? null : { status, headers: headers ?? {}, body: body ?? '' }
}

export const stillRunning = () =>
  new HttpRefusal(
    409,
    'still-running',
    'The first request with this Idempotency-Key is still running. Ask again later.',
  )

export const otherRequest = () =>
  new HttpRefusal(422, 'key-reused', 'This Idempotency-Key was used for another request. Use a new key.')
