import { createHash, type Hash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { HttpRefusal } from './problem.ts'

/** The raw body of a request: counted against its limit, and hashed as it passes. */
export interface Upload {
  readonly bytes: AsyncIterable<Uint8Array>
  /** Reads what the handler has left. @returns the SHA-256 of all of it */
  finish(): Promise<string>
}

/**
 * @param response when it has been sent, what is left of the body is read and dropped: a sender that still sends would
 * otherwise never look at it
 * @throws HttpRefusal 413 as soon as the body, announced or arrived, is larger than `limit` bytes
 */
export function uploadOf(request: IncomingMessage, response: ServerResponse, limit: number): Upload {
  response.once('finish', () => {
    if (!request.complete) request.resume()
  })
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit)
  const hash: Hash = createHash('sha256')
  const bytes = counted(request, limit, hash)
  return {
    bytes,
    async finish() {
      for await (const _ of bytes);
      return hash.digest('hex')
    },
  }
}

async function* counted(request: IncomingMessage, limit: number, hash: Hash): AsyncGenerator<Uint8Array> {
  let count = 0
  // A reader that stops early must not tear down the connection: its answer still has to travel.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    count += chunk.length
    if (count > limit) throw tooLarge(limit)
    hash.update(chunk)
    yield chunk
  }
}

const tooLarge = (limit: number) =>
  new HttpRefusal(413, 'too-large', `The body is larger than the ${limit} bytes allowed.`)
