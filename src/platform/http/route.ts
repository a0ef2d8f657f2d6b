import type { z } from 'zod'

/** One door of the HTTP interface, as the contract declares it; told apart by shape, because this kit knows no contract. */
export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the API's prefix, with `:name` parameters. */
  readonly path: string
  readonly summary: string
  readonly area: string
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly response: Response
  /** What travels where it is not JSON: `upload` takes raw bytes as the body, `download` answers with a file. */
  readonly bytes?: 'upload' | 'download'
  /** The status of success; 200 where it is not given. */
  readonly status?: number
}
