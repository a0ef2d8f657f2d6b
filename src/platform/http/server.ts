import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify'
import { newId } from '#platform/id.ts'
import type { Log } from '#platform/log.ts'
import { guard } from './guard.ts'
import type { IdempotencyStore } from './idempotency.ts'
import type { Implemented } from './implement.ts'
import { metrics } from './metrics.ts'
import { type ApiDescription, apiPrefix, describeApi } from './openapi.ts'
import { HttpRefusal, type Problem, problemOf } from './problem.ts'
import { securityHeaders } from './security-headers.ts'
import { serveRoute } from './serve-route.ts'
import { wantsPage, webFiles } from './web-files.ts'

export interface ServerOptions extends ApiDescription {
  readonly routes: readonly Implemented[]
  readonly log: Log
  /** The folder of the built web app. */
  readonly webDir?: string
  /** Host names beside the loopback ones under which the server is reached. */
  readonly names?: readonly string[]
  /** Whether it will be offered to a network: then it is also reached by its addresses. */
  readonly remote?: boolean
  /** The header that names the acting person. */
  readonly personHeader?: string
  /** The largest upload in bytes; 2 GiB where it is not given. */
  readonly uploadLimit?: number
  /** Where answers to POST are kept by Idempotency-Key; without it the key is ignored. */
  readonly idempotency?: IdempotencyStore
  /** Rejects while the server cannot do its work; then `/readyz` answers 503. */
  readonly ready?: () => Promise<void>
}

const jsonLimit = 8 * 1024 * 1024
const gibibyte = 1024 ** 3

/**
 * The HTTP server of these routes: `/api/v1/…` with the contract checked in both directions, `/api/openapi.json`,
 * `/healthz`, `/readyz`, `/metrics`, and the web app. It does not listen yet: see `listen`.
 */
export function buildServer(options: ServerOptions): FastifyInstance {
  const { log, routes, personHeader = 'rung-person', idempotency } = options
  const server = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // A path that cannot be decoded never reaches a route; it is answered like every other fault.
    frameworkErrors: (error, request, reply) => void sendProblem(problemOf(error, request.id), reply as FastifyReply),
    genReqId: () => newId(),
    bodyLimit: jsonLimit,
    requestTimeout: 30 * 60_000,
    routerOptions: { maxParamLength: 500 },
  })
  // Only JSON is read into memory. A form's or a plain text's body would need no permission from the browser to be sent.
  server.removeContentTypeParser('text/plain')

  securityHeaders(server)
  guard(server, { names: options.names ?? [], remote: options.remote ?? false })
  metrics(server)
  answerErrors(server, Boolean(options.webDir))
  probes(server, options.ready)

  const description = describeApi(
    options,
    routes.map(({ route }) => route),
    personHeader,
  )
  server.get('/api/openapi.json', async () => description)

  const serving = {
    personHeader,
    uploadLimit: options.uploadLimit ?? 2 * gibibyte,
    ...(idempotency ? { idempotency } : {}),
  }
  const add = (scope: FastifyInstance, implemented: Implemented) => {
    const { method, path } = implemented.route
    scope.route({
      method,
      url: apiPrefix + path,
      handler: (request, reply) => serveRoute(implemented, request, reply, serving),
    })
  }
  server.register(async (scope) => {
    for (const implemented of routes) if (implemented.route.bytes !== 'upload') add(scope, implemented)
  })
  server.register(async (scope) => {
    // Whatever the caller calls them, the bytes are left on the stream for the handler.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    for (const implemented of routes) if (implemented.route.bytes === 'upload') add(scope, implemented)
  })
  if (options.webDir) webFiles(server, options.webDir)
  return server
}

function sendProblem(problem: Problem, reply: FastifyReply): FastifyReply {
  return reply.code(problem.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem))
}

function answerErrors(server: FastifyInstance, hasWeb: boolean): void {
  server.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, request.id)
    if (problem.status >= 500) request.log.error({ err: error, requestId: request.id, url: request.url }, 'broken')
    return sendProblem(problem, reply)
  })
  server.setNotFoundHandler((request, reply) => {
    if (hasWeb && 'sendFile' in reply && wantsPage(request.method, request.url, request.headers.accept)) {
      return reply.sendFile('index.html')
    }
    throw new HttpRefusal(404, 'not-found', `There is nothing at ${request.url.split('?', 1)[0]}.`)
  })
}

function probes(server: FastifyInstance, ready: () => Promise<void> = async () => {}): void {
  server.get('/healthz', async () => ({ status: 'ok' }))
  server.get('/readyz', async (request, reply) => {
    try {
      await ready()
      return { status: 'ready' }
    } catch (error) {
      request.log.warn({ err: error }, 'not ready')
      return reply.code(503).send({ status: 'not ready' })
    }
  })
}
