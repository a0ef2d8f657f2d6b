import type { z } from 'zod'

/**
 * One door of the HTTP interface: its schemas are checked on the way in and on the way out, and the OpenAPI document and
 * the typed client are made from them. `path` is below `/api/v1`, with `:name` parameters.
 */
export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly summary: string
  readonly area: string
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly response: Response
  /** What travels where it is not JSON: `upload` takes raw bytes as the body, `download` answers with a file. */
  readonly bytes?: 'upload' | 'download'
  readonly status?: number
}

/** Declares a route; keeps the literal types of its schemas. */
export function route<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Response extends z.ZodType,
>(declared: Route<Params, Query, Body, Response>): Route<Params, Query, Body, Response> {
  return declared
}
