import { request as overHttp } from 'node:http'
import { request as overTls } from 'node:https'
import { text } from 'node:stream/consumers'
import type { z } from 'zod'
import type { DescribedPacket } from '#areas/network/index.ts'
import type { Route } from '#contract/route.ts'
import { type SensorAnswer, type SensorHealth, sayHello, sendHealth, sendProof, sendSlice } from '#contract/sensors.ts'

/** What came of asking the server. */
export type Asked<Answer> =
  | { readonly is: 'answered'; readonly answer: Answer }
  /** It cannot be reached, or cannot work now: the same again later. */
  | { readonly is: 'away'; readonly reason: string; readonly isStillRunning?: boolean; readonly isBroken?: boolean }
  /** It does not know the key. */
  | { readonly is: 'unknown'; readonly reason: string }
  /** It will never take this. */
  | { readonly is: 'refused'; readonly reason: string }

export interface Link {
  hello(
    series: string,
  ): Promise<Asked<SensorAnswer & { readonly id: string; readonly name: string; readonly plant: string }>>
  slice(series: string, seq: number, bytes: Uint8Array): Promise<Asked<SensorAnswer>>
  health(series: string, health: SensorHealth): Promise<Asked<SensorAnswer>>
  proof(
    wanted: { readonly series: string; readonly seq: number; readonly number: number },
    described: DescribedPacket | null,
  ): Promise<Asked<SensorAnswer>>
  /** This clock minus the server's, in milliseconds; null before the first answer. */
  clockOffsetMs(): number | null
}

interface Sending {
  readonly query?: Record<string, string>
  readonly json?: unknown
  readonly bytes?: Uint8Array
  readonly key?: string
}

/** The way to the server: only ever outwards, with the sensor's key. */
export function linkTo(server: string, key: string, timeoutMs = 20_000): Link {
  let offset: number | null = null
  let tries = 0

  async function ask<Answer>(
    route: Route<z.ZodType, z.ZodType, z.ZodType, z.ZodType>,
    sending: Sending,
  ): Promise<Asked<Answer>> {
    const url = new URL(`${server.replace(/\/+$/, '')}/api/v1${route.path}`)
    for (const [name, value] of Object.entries(sending.query ?? {})) url.searchParams.set(name, value)
    const body = sending.bytes ?? (sending.json === undefined ? undefined : Buffer.from(JSON.stringify(sending.json)))
    const began = Date.now()
    let came: { status: number; body: string }
    try {
      came = await send(url, route.method, body, {
        authorization: `Bearer ${key}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-length': String(body.length) }),
        ...(sending.bytes
          ? { 'content-type': 'application/gzip' }
          : body
            ? { 'content-type': 'application/json' }
            : {}),
        ...(sending.key ? { 'idempotency-key': sending.key } : {}),
      })
    } catch (error) {
      return { is: 'away', reason: reasonOf(error) }
    }
    const told = parsed(came.body)
    if (came.status >= 200 && came.status < 300) {
      const read = route.response.safeParse(told)
      if (!read.success) return { is: 'away', reason: `${url.origin} answers, but is no server of this version` }
      const answer = read.data as Answer & SensorAnswer
      // Half of the way there and back.
      offset = Math.round((began + Date.now()) / 2 - Date.parse(answer.now))
      return { is: 'answered', answer }
    }
    const reason = `the server says ${came.status}: ${told?.detail ?? told?.title ?? ''}`.trim()
    if (came.status === 401) return { is: 'unknown', reason }
    // Too many at once, still running, or anything that is the server's own trouble, passes.
    const passes = came.status >= 500 || [404, 408, 409, 421, 425, 429].includes(came.status)
    const isStillRunning = told?.type === '/problems/still-running'
    return passes ? { is: 'away', reason, isStillRunning, isBroken: came.status === 500 } : { is: 'refused', reason }
  }

  function send(url: URL, method: string, body: Uint8Array | undefined, headers: Record<string, string>) {
    return new Promise<{ status: number; body: string }>((resolve, reject) => {
      const make = url.protocol === 'https:' ? overTls : overHttp
      // A connection of its own each time: one that the cut link has left half-open would swallow the next question.
      const asked = make(url, { method, headers, agent: false, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
        text(response).then((said) => resolve({ status: response.statusCode ?? 0, body: said }), reject)
      })
      asked.once('error', reject)
      asked.end(body)
    })
  }

  return {
    hello: (series) => ask(sayHello, { query: { series } }),
    async slice(series, seq, bytes) {
      const key = tries === 0 ? `${series}.${seq}` : `${series}.${seq}.${tries}`
      const asked = await ask<SensorAnswer>(sendSlice, { query: { series, seq: String(seq) }, bytes, key })
      // A server that died at work holds the key for a while. Another is safe: the slice's number counts once in any case.
      tries = asked.is === 'away' && asked.isStillRunning ? tries + 1 : 0
      return asked
    },
    health: (series, health) => ask(sendHealth, { json: { series, health } }),
    proof: (wanted, described) => ask(sendProof, { json: { ...wanted, described } }),
    clockOffsetMs: () => offset,
  }
}

function parsed(body: string): { type?: string; detail?: string; title?: string } | null {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

function reasonOf(error: unknown): string {
  const { name, code, message } = error as NodeJS.ErrnoException
  return name === 'TimeoutError' || name === 'AbortError'
    ? 'the server does not answer'
    : `the server cannot be reached (${code ?? message})`
}
