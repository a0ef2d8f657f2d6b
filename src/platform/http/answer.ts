import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Broken } from '#platform/errors.ts'
import { names, tagOfBytes } from './etag.ts'
import type { KeptAnswer } from './idempotency.ts'
import type { FileAnswer } from './implement.ts'
import type { Route } from './route.ts'
import { filePolicy } from './security-headers.ts'

const json = 'application/json; charset=utf-8'

/**
 * The JSON answer of a route, checked on its way out: what the contract does not name is left out, and what breaks it is
 * our bug and not sent.
 */
export function jsonAnswer(route: Route, value: unknown, etag: string | undefined): KeptAnswer {
  const status = route.status ?? 200
  const checked = route.response.safeParse(value)
  if (!checked.success) {
    throw new Broken(`${route.method} ${route.path} answered what its contract does not allow`, {
      cause: checked.error,
    })
  }
  if (status === 204) return { status, headers: {}, body: '' }
  const body = JSON.stringify(checked.data)
  const tag = etag ?? (route.method === 'GET' ? tagOfBytes(body) : undefined)
  return { status, headers: { 'content-type': json, ...(tag ? { etag: tag } : {}) }, body }
}

/** Sends a JSON answer, or 304 where the caller has it already. */
export function sendJson(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, headers, body }: KeptAnswer,
): FastifyReply {
  reply.code(status).headers(headers).header('cache-control', 'private, no-cache')
  const known = request.headers['if-none-match']
  if (request.method === 'GET' && known && headers.etag && names(known, headers.etag)) {
    return reply.code(304).removeHeader('content-type').send()
  }
  return reply.send(body)
}

export function isFileAnswer(value: unknown): value is FileAnswer {
  return typeof value === 'object' && value !== null && 'content' in value && 'fileName' in value && 'type' in value
}

export function sendFile(
  route: Route,
  reply: FastifyReply,
  { content, type, fileName, length }: FileAnswer,
): FastifyReply {
  const size = content instanceof Readable ? length : content.length
  if (size !== undefined) reply.header('content-length', size)
  return reply
    .code(route.status ?? 200)
    .headers({
      'content-type': type,
      'content-disposition': attachment(fileName),
      'content-security-policy': filePolicy,
      'cache-control': 'private, no-cache',
    })
    .send(content instanceof Readable ? content : Buffer.from(content.buffer, content.byteOffset, content.length))
}

/** RFC 6266: the name in ASCII for the old, and in full in UTF-8. Never a path. */
function attachment(fileName: string): string {
  const name = fileName.toWellFormed().replace(/[/\\\p{Cc}]/gu, '_')
  const ascii = name.replace(/[^\x20-\x7e]|["%]/g, '_')
  const full = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${full}`
}
