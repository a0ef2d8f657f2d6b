import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Route } from './route.ts'

/** What a handler is given. Params, query and body have passed the route's schemas. */
export interface Call<Params = unknown, Query = unknown, Body = unknown> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** The key of the acting person as the caller claims it; nobody has verified it. Null where no one is named. */
  readonly actor: string | null
  /** The raw body of an `upload` route; ends with an error beyond the size limit. */
  readonly upload: AsyncIterable<Uint8Array>
  /** The Content-Type that an upload came with. */
  readonly contentType: string | null
  /**
   * For callers that are machines: hands the key of `Authorization: Bearer …` (RFC 6750) to `known`, and answers 401 where
   * there is no key, or `known` tells null.
   */
  authenticate<Known>(known: (key: string) => Promise<Known | null>): Promise<Known>
  /** Aborted when the caller has gone away. */
  readonly signal: AbortSignal
  /**
   * Optimistic concurrency: compares the caller's If-Match with the version that the handler has just read, and answers
   * 428 where there is no If-Match and 412 where it names another version.
   */
  checkVersion(current: string | number): void
  /** Sets the answer's ETag to this version, which a later write names in If-Match. Otherwise a GET is tagged by its bytes. */
  tag(version: string | number): void
}

/** A file as the answer of a `download` route. */
export interface FileAnswer {
  readonly content: Uint8Array | Readable
  /** Its media type. */
  readonly type: string
  /** The name under which a browser saves it. Any characters. */
  readonly fileName: string
  /** Its length in bytes, where it is known and the content is a stream. */
  readonly length?: number
}

type AnswerOf<Response extends z.ZodType> = z.input<Response> | FileAnswer

export type Handler<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Response extends z.ZodType,
> = (call: Call<z.output<Params>, z.output<Query>, z.output<Body>>) => AnswerOf<Response> | Promise<AnswerOf<Response>>

/** A route with its handler. */
export interface Implemented {
  readonly route: Route
  readonly handle: (call: Call) => unknown
}

/** Joins a route of the contract with the code that answers it. The types of both come from the route's schemas. */
export function implement<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Response extends z.ZodType,
>(route: Route<Params, Query, Body, Response>, handler: Handler<Params, Query, Body, Response>): Implemented {
  return { route, handle: handler as (call: Call) => unknown }
}
