import { isIP } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { HttpRefusal } from './problem.ts'

/** Who may speak to this server, by the names in their request. */
export interface GuardOptions {
  /** Host names beside the loopback ones under which this server is reached. */
  readonly names: readonly string[]
  /** Whether it is offered to a network, and thus reached by its addresses as well. */
  readonly remote: boolean
}

/** Probes that orchestrators send to an address they know, not to a name. They tell nothing. */
const open = new Set(['/healthz', '/readyz'])
const reads = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A page of another site, open in the same browser, must not reach a server that has no sign-in.
 * - The Host must be a name of this server: that stops DNS rebinding, where a foreign name is made to point here.
 * - A write that comes with an Origin must come from this very server; the browser cannot be made to leave it out.
 */
export function guard(server: FastifyInstance, options: GuardOptions): void {
  server.addHook('onRequest', async (request) => {
    if (open.has(request.url.split('?', 1)[0]!)) return
    if (!knownHost(request.headers.host, options)) {
      throw new HttpRefusal(421, 'unknown-host', `This server is not called ${request.headers.host ?? '(no Host)'}.`)
    }
    if (!reads.has(request.method) && isForeign(request)) {
      throw new HttpRefusal(403, 'foreign-origin', 'A page of another site may not write here.')
    }
  })
}

function knownHost(host: string | undefined, { names, remote }: GuardOptions): boolean {
  const name = hostName(host)
  if (name === undefined) return false
  if (isLoopback(name) || names.some((known) => known.toLowerCase() === name)) return true
  // An address cannot be rebound: only names can.
  return remote && isIP(name) !== 0
}

/** The name in `name:port` or `[address]:port`, in lower case. */
function hostName(host: string | undefined): string | undefined {
  const parts = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host ?? '')
  return (parts?.[1] ?? parts?.[2])?.toLowerCase()
}

/** Whether a host to listen on, or a name in a request, is this machine and nothing else. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function isForeign(request: FastifyRequest): boolean {
  const { origin, host } = request.headers
  if (request.headers['sec-fetch-site'] === 'cross-site') return true
  if (origin === undefined) return false
  try {
    return new URL(origin).host !== new URL(`http://${host}`).host
  } catch {
    return true
  }
}
