import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { BadInput, Broken } from '#platform/errors.ts'
import { isFileAnswer, jsonAnswer, sendFile, sendJson } from './answer.ts'
import { checkIfMatch, tagOfVersion } from './etag.ts'
import { type IdempotencyStore, type KeptAnswer, otherRequest, stillRunning } from './idempotency.ts'
import type { Call, FileAnswer, Implemented } from './implement.ts'
import { HttpRefusal } from './problem.ts'
import { type Upload, uploadOf } from './upload.ts'

export interface ServeOptions {
  readonly personHeader: string
  /** The largest upload, in bytes. */
  readonly uploadLimit: number
  readonly idempotency?: IdempotencyStore
}

/** The way of one request through a route: check in, handle once, check out. */
export async function serveRoute(
  implemented: Implemented,
  request: FastifyRequest,
  reply: FastifyReply,
  options: ServeOptions,
): Promise<FastifyReply> {
  const { route } = implemented
  const upload = route.bytes === 'upload' ? uploadOf(request.raw, reply.raw, options.uploadLimit) : undefined
  const answerTo = callOf(implemented, request, reply, upload, options)
  const key = route.method === 'POST' && route.bytes !== 'download' ? idempotencyKey(request) : undefined
  if (key === undefined || !options.idempotency) {
    const answer = await answerTo()
    return 'content' in answer ? sendFile(route, reply, answer) : sendJson(request, reply, answer)
  }
  const once = await answerOnce(options.idempotency, key, request, upload, personOf(request, options), answerTo)
  return sendJson(request, reply, once)
}

/** Checks the request and prepares the call; what is returned runs the handler and checks its answer. */
function callOf(
  { route, handle }: Implemented,
  request: FastifyRequest,
  reply: FastifyReply,
  upload: Upload | undefined,
  options: ServeOptions,
): () => Promise<KeptAnswer | FileAnswer> {
  const problems: { path: string; reason: string }[] = []
  const checked = (place: string, schema: z.ZodType | undefined, value: unknown) => {
    const result = schema?.safeParse(value)
    for (const issue of result?.error?.issues ?? []) {
      problems.push({ path: [place, ...issue.path.map(String)].join('.'), reason: issue.message })
    }
    return result?.data
  }
  const params = checked('path', route.params, request.params)
  const query = checked('query', route.query, request.query)
  const body = upload ? undefined : checked('body', route.body, request.body ?? undefined)
  if (problems.length > 0) throw new BadInput('The request does not fit its contract', problems)

  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  let etag: string | undefined
  const call: Call = {
    params,
    query,
    body,
    actor: personOf(request, options),
    get upload() {
      if (!upload) throw new Broken(`${route.method} ${route.path} takes no bytes`)
      return upload.bytes
    },
    contentType: request.headers['content-type'] ?? null,
    async authenticate(known) {
      const key = /^Bearer +([\x21-\x7e]{1,500})$/i.exec(request.headers.authorization ?? '')?.[1]
      const caller = key === undefined ? null : await known(key)
      if (caller !== null) return caller
      throw new HttpRefusal(401, 'unknown-key', key ? 'This key is not known, or was taken back.' : 'A key is wanted.')
    },
    signal: gone.signal,
    checkVersion: (current) => checkIfMatch(request.headers['if-match'], current),
    tag: (version) => {
      etag = tagOfVersion(version)
    },
  }
  return async () => {
    const value = await handle(call)
    if (route.bytes === 'download') {
      if (isFileAnswer(value)) return value
      throw new Broken(`${route.method} ${route.path} answers with a file, and its handler gave none`)
    }
    return jsonAnswer(route, value, etag)
  }
}

/** Runs the work unless the key has an answer already. */
async function answerOnce(
  store: IdempotencyStore,
  key: string,
  request: FastifyRequest,
  upload: Upload | undefined,
  actor: string | null,
  answerTo: () => Promise<KeptAnswer | FileAnswer>,
): Promise<KeptAnswer> {
  const who = actor ?? ''
  const asked = [request.method, request.url, JSON.stringify(request.body ?? null)].join('\n')
  const hashWith = (bytes: string) => createHash('sha256').update(`${asked}\n${bytes}`).digest('hex')
  // An upload's bytes are not known before they are read: its claim is made without them, and completed afterwards.
  const earlier = await store.claim(who, key, hashWith(''))
  if (earlier) {
    if (!earlier.answer) throw earlier.requestHash === hashWith('') ? stillRunning() : otherRequest()
    if (earlier.requestHash !== hashWith(upload ? await upload.finish() : '')) throw otherRequest()
    return { ...earlier.answer, headers: { ...earlier.answer.headers, 'idempotent-replay': 'true' } }
  }
  try {
    const answer = await answerTo()
    if ('content' in answer) throw new Broken('A file is no answer to keep')
    await store.keep(who, key, hashWith(upload ? await upload.finish() : ''), answer)
    return answer
  } catch (error) {
    await store.release(who, key)
    throw error
  }
}

function idempotencyKey(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)) return key
  throw new BadInput('The Idempotency-Key is no key', [
    { path: 'header.idempotency-key', reason: 'must be 1 to 255 printable ASCII characters without spaces' },
  ])
}

function personOf(request: FastifyRequest, { personHeader }: ServeOptions): string | null {
  const person = request.headers[personHeader]
  return typeof person === 'string' && person.trim() !== '' ? person.trim().slice(0, 200) : null
}
