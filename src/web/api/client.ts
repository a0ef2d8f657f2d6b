import type { z } from 'zod'
import { actingHeader } from '#contract/acting.ts'
import type { Problem } from '#contract/common.ts'
import type { Route } from '#contract/route.ts'

/** What a door answers, takes as its body, and takes as its query: inferred from the contract, without its schemas. */
export type AnswerOf<R> = R extends Route<z.ZodType, z.ZodType, z.ZodType, infer S> ? z.output<S> : never
export type BodyOf<R> = R extends Route<z.ZodType, z.ZodType, infer B, z.ZodType> ? z.input<B> : never

/** A route as the browser knows it: its types from the contract, its method and path repeated (a test holds them to it). */
export interface Door<Answer, Body> {
  readonly method: Route['method']
  readonly path: string
  /** Never set; carries the types. */
  readonly types?: (body: Body) => Answer
}

export interface Call<Body = unknown> {
  readonly params?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string | number | undefined | null>>
  readonly body?: Body
  /** The ETag of what was read, for doors that refuse a change of another version. */
  readonly ifMatch?: string | undefined
}

/** A refusal or failure in the server's own words; `problems` says where the input is wrong. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.problem = problem
  }
}

/** The path and query of a call below the origin, for links and downloads as well. */
export function addressOf(path: string, call: Call = {}): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(call.params?.[name] ?? '')))
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(call.query ?? {}))
    if (value !== undefined && value !== null && value !== '') query.set(key, String(value))
  const asked = query.toString()
  return `/api/v1${filled}${asked ? `?${asked}` : ''}`
}

let acting: string | null = null

/** Names the person in whose name the following calls are made; null for nobody. */
export function actAs(person: string | null): void {
  acting = person
}

function headersOf(method: Route['method'], json: boolean, ifMatch?: string): Headers {
  const headers = new Headers({ accept: 'application/json' })
  if (json) headers.set('content-type', 'application/json')
  if (acting) headers.set(actingHeader, acting)
  if (ifMatch) headers.set('if-match', ifMatch)
  if (method === 'POST') headers.set('idempotency-key', crypto.randomUUID())
  return headers
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const told: unknown = await response.json()
    if (typeof told === 'object' && told !== null && 'title' in told) return told as Problem
  } catch {
    // Not JSON: a proxy or a crash answered; the status says what there is to say.
  }
  return { type: 'about:blank', title: `${response.status} ${response.statusText}`.trim(), status: response.status }
}

async function send(address: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(address, init)
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError({ type: 'unreachable', title: 'unreachable', status: 0 })
  }
  if (!response.ok) throw new ApiError(await problemOf(response))
  return response
}

/** Calls a door and answers its JSON. Throws {@link ApiError} for every refusal. */
export async function ask<Answer, Body>(
  door: Door<Answer, Body>,
  call: Call<Body> = {},
  signal?: AbortSignal,
): Promise<Answer> {
  return (await askTagged(door, call, signal)).answer
}

/** As {@link ask}, with the answer's ETag: the version that a later write names in `ifMatch`. */
export async function askTagged<Answer, Body>(
  door: Door<Answer, Body>,
  call: Call<Body> = {},
  signal?: AbortSignal,
): Promise<{ readonly answer: Answer; readonly tag: string | undefined }> {
  const body = door.method === 'GET' || door.method === 'DELETE' ? undefined : JSON.stringify(call.body ?? {})
  const response = await send(addressOf(door.path, call), {
    method: door.method,
    headers: headersOf(door.method, body !== undefined, call.ifMatch),
    ...(body === undefined ? {} : { body }),
    ...(signal ? { signal } : {}),
  })
  const answer = (response.status === 204 ? {} : await response.json()) as Answer
  return { answer, tag: response.headers.get('etag') ?? undefined }
}

/** Sends a file as raw bytes. */
export async function upload<Answer, Body>(door: Door<Answer, Body>, file: Blob, call: Call = {}): Promise<Answer> {
  const headers = headersOf('POST', false)
  headers.set('content-type', 'application/octet-stream')
  const response = await send(addressOf(door.path, call), { method: 'POST', headers, body: file })
  return (await response.json()) as Answer
}
