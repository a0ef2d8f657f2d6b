import { STATUS_CODES } from 'node:http'
import { BadInput, type InputProblem, NotFound, Refused } from '#platform/errors.ts'

/** RFC 9457 problem details. `type` is one of a handful of stable names; `problems` says where an input is wrong. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  /** The id of the request, by which the log is searched. */
  readonly instance?: string
  readonly problems?: readonly InputProblem[]
}

/** A refusal that HTTP itself knows: preconditions, guards, sizes. Thrown inside this kit only. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal'
  readonly status: number
  readonly kind: string
  constructor(status: number, kind: string, message: string) {
    super(message)
    this.status = status
    this.kind = kind
  }
}

/** What a thrown error says to the caller. Nothing of an unexpected error goes out but the id of the request. */
export function problemOf(error: unknown, requestId: string): Problem {
  const instance = `/requests/${requestId}`
  if (error instanceof HttpRefusal) {
    return {
      type: `/problems/${error.kind}`,
      title: titleOf(error.status),
      status: error.status,
      detail: error.message,
      instance,
    }
  }
  if (error instanceof BadInput) {
    const problems = error.problems.length > 0 ? { problems: error.problems } : {}
    return {
      type: '/problems/bad-input',
      title: 'The input is wrong',
      status: 422,
      detail: error.message,
      instance,
      ...problems,
    }
  }
  if (error instanceof NotFound) {
    return { type: '/problems/not-found', title: 'Not found', status: 404, detail: error.message, instance }
  }
  if (error instanceof Refused) {
    return { type: '/problems/refused', title: 'Refused', status: 409, detail: error.message, instance }
  }
  const status = clientFault(error)
  if (status) {
    const detail = (error as Error).message
    return { type: '/problems/bad-request', title: titleOf(status), status, detail, instance }
  }
  return {
    type: '/problems/broken',
    title: 'Something is broken here',
    status: 500,
    detail: 'The request could not be answered because of a fault of the server. Its log has the details.',
    instance,
  }
}

/** Fastify's own refusals: a body that is no JSON, too large, of another media type; a path that is no file's. */
function clientFault(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('code' in error) || !/^FST_(?:ERR|STATIC)_/.test(String(error.code)))
    return undefined
  const status = 'statusCode' in error ? Number(error.statusCode) : 500
  return status >= 400 && status < 500 ? status : undefined
}

const titleOf = (status: number) => STATUS_CODES[status] ?? String(status)
