import { existsSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const year = 31_536_000

/**
 * Serves the built web app. Files below `assets/` carry a hash of their content in their names and may be kept for ever;
 * everything else is asked for again. A page asked for where there is no file, and not below the API, is the app's:
 * it gets `index.html`.
 * Files compressed beforehand (`.br`, `.gz`) are sent to those who accept them.
 */
export function webFiles(server: FastifyInstance, folder: string): void {
  const root = resolve(folder)
  if (!existsSync(join(root, 'index.html'))) return
  server.register(fastifyStatic, {
    root,
    preCompressed: true,
    cacheControl: false,
    setHeaders(reply, path) {
      const hashed = relative(root, path).startsWith(`assets${sep}`)
      reply.header('cache-control', hashed ? `public, max-age=${year}, immutable` : 'no-cache')
    },
  })
}

/** Whether an unknown path is one of the app's own addresses, for which a browser wants the page. */
export function wantsPage(method: string, url: string, accept: string | undefined): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  const path = url.split('?', 1)[0]!
  const isApi = path === '/api' || path.startsWith('/api/')
  return !isApi && (accept ?? '').includes('text/html')
}
