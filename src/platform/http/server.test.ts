import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { BadInput, NotFound, Refused } from '#platform/errors.ts'
import { createLog } from '#platform/log.ts'
import { implement } from './implement.ts'
import type { Route } from './route.ts'
import { buildServer, type ServerOptions } from './server.ts'

let server: FastifyInstance
afterEach(() => server?.close())

function start(routes: ServerOptions['routes'], more: Partial<ServerOptions> = {}): void {
  server = buildServer({ title: 'Test', version: '1.2.3', log: createLog('silent'), routes, ...more })
}

const ask = (options: InjectOptions) =>
  server.inject({ ...options, headers: { host: 'localhost:4000', ...options.headers } })

const thing = z.object({ name: z.string(), count: z.number().int() })
const route = <R extends Route>(more: R) => more
const getThing = route({
  method: 'GET',
  path: '/things/:id',
  summary: 'One thing',
  area: 'things',
  params: z.object({ id: z.string().regex(/^[a-z]+$/) }),
  query: z.object({ limit: z.coerce.number().int().max(10).optional() }),
  response: thing,
} as const)
const addThing = route({
  method: 'POST',
  path: '/things',
  summary: 'A new thing',
  area: 'things',
  body: thing,
  response: thing,
  status: 201,
} as const)

describe('a route', () => {
  it('gives its handler what the schemas have read, and the caller what the contract names', async () => {
    start([
      implement(getThing, ({ params, query, actor }) => {
        const answer = { name: `${params.id} ${typeof query.limit} ${actor}`, count: 1, secret: 'not in the contract' }
        return answer
      }),
    ])
    const answer = await ask({ url: '/api/v1/things/abc?limit=7', headers: { 'rung-person': 'tanaka' } })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toContain('application/json')
    expect(answer.json()).toEqual({ name: 'abc number tanaka', count: 1 })
  })

  it('refuses what does not fit its schemas, and says every place', async () => {
    start([implement(getThing, () => ({ name: '', count: 0 })), implement(addThing, ({ body }) => body)])
    const bad = await ask({ url: '/api/v1/things/ABC?limit=99' })
    expect(bad.statusCode).toBe(422)
    expect(bad.headers['content-type']).toContain('application/problem+json')
    expect(bad.json()).toMatchObject({ type: '/problems/bad-input', status: 422 })
    expect(bad.json().problems.map((one: { path: string }) => one.path)).toEqual(['path.id', 'query.limit'])
    const badBody = await ask({ method: 'POST', url: '/api/v1/things', payload: { name: 'x', count: 1.5 } })
    expect(badBody.json().problems[0].path).toBe('body.count')
    const noBody = await ask({ method: 'POST', url: '/api/v1/things' })
    expect(noBody.statusCode).toBe(422)
  })

  it('answers with its own status', async () => {
    start([implement(addThing, ({ body }) => body)])
    expect((await ask({ method: 'POST', url: '/api/v1/things', payload: { name: 'x', count: 1 } })).statusCode).toBe(
      201,
    )
  })

  it('never sends an answer that breaks its contract', async () => {
    start([implement(getThing, () => ({ name: 'x', count: 'many' }) as unknown as z.infer<typeof thing>)])
    const answer = await ask({ url: '/api/v1/things/abc' })
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain('many')
  })

  it.each([
    [new Refused('not now'), 409, 'refused', 'not now'],
    [new NotFound('no such thing'), 404, 'not-found', 'no such thing'],
    [new BadInput('wrong', [{ path: 'Sheet1!4', reason: 'no day' }]), 422, 'bad-input', 'Sheet1!4'],
  ])('says %s to the caller', async (error, status, kind, words) => {
    start([implement(getThing, () => Promise.reject(error))])
    const answer = await ask({ url: '/api/v1/things/abc' })
    expect(answer.statusCode).toBe(status)
    expect(answer.json().type).toBe(`/problems/${kind}`)
    expect(answer.body).toContain(words)
  })

  it('tells nothing of a fault of its own but the id to find it in the log', async () => {
    start([implement(getThing, () => Promise.reject(new Error('password=hunter2')))])
    const answer = await ask({ url: '/api/v1/things/abc' })
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain('hunter2')
    expect(answer.json().instance).toMatch(/^\/requests\/[0-9a-f-]{36}$/)
  })

  it.each([
    ['text that is no JSON', '{', 'application/json', 400],
    ['a form', 'a=1', 'application/x-www-form-urlencoded', 415],
    ['plain text', '{}', 'text/plain', 415],
  ])('refuses %s as a body', async (_, payload, type, status) => {
    start([implement(addThing, ({ body }) => body)])
    const answer = await ask({ method: 'POST', url: '/api/v1/things', payload, headers: { 'content-type': type } })
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toContain('application/problem+json')
  })
})

describe('an ETag', () => {
  it('spares the bytes of an answer that has not changed', async () => {
    let count = 1
    start([implement(getThing, () => ({ name: 'x', count }))])
    const first = await ask({ url: '/api/v1/things/abc' })
    const headers = { 'if-none-match': `W/${first.headers.etag}, "other"` }
    const again = await ask({ url: '/api/v1/things/abc', headers })
    expect([again.statusCode, again.body]).toEqual([304, ''])
    count = 2
    const changed = await ask({ url: '/api/v1/things/abc', headers })
    expect(changed.statusCode).toBe(200)
    expect(changed.headers.etag).not.toBe(first.headers.etag)
  })

  it('guards a write against a change meanwhile', async () => {
    const put = route({ ...getThing, method: 'PUT', body: thing } as const)
    start([
      implement(getThing, (call) => {
        call.tag(7)
        return { name: 'x', count: 7 }
      }),
      implement(put, (call) => {
        call.checkVersion(7)
        call.tag(8)
        return call.body
      }),
    ])
    const write = (headers: Record<string, string>) =>
      ask({ method: 'PUT', url: '/api/v1/things/abc', payload: { name: 'y', count: 8 }, headers })
    const { etag } = (await ask({ url: '/api/v1/things/abc' })).headers
    expect((await write({})).statusCode).toBe(428)
    expect((await write({ 'if-match': '"v6"' })).statusCode).toBe(412)
    const written = await write({ 'if-match': String(etag) })
    expect(written.statusCode).toBe(200)
    expect(written.headers.etag).toBe('"v8"')
  })
})

describe('files over HTTP', () => {
  const upload = route({
    method: 'POST',
    path: '/files',
    summary: 'A file',
    area: 'files',
    query: z.object({ name: z.string() }),
    response: z.object({ bytes: z.number(), first: z.number() }),
    bytes: 'upload',
  } as const)
  const download = route({
    method: 'GET',
    path: '/files/:name',
    summary: 'The file',
    area: 'files',
    params: z.object({ name: z.string() }),
    response: z.unknown(),
    bytes: 'download',
  } as const)

  it('arrive as raw bytes under any media type', async () => {
    start([
      implement(upload, async (call) => {
        const chunks = []
        for await (const chunk of call.upload) chunks.push(chunk)
        const all = Buffer.concat(chunks)
        return { bytes: all.length, first: all[0]! }
      }),
    ])
    for (const type of [
      'application/json',
      'text/plain',
      'application/vnd.ms-excel',
      'multipart/form-data',
      undefined,
    ]) {
      const headers = type ? { 'content-type': type } : {}
      const payload = Readable.from([Buffer.from([0xd0, 1, 2]), Buffer.from([3])])
      const answer = await ask({ method: 'POST', url: '/api/v1/files?name=a.xlsx', payload, headers })
      expect([type, answer.json()]).toEqual([type, { bytes: 4, first: 0xd0 }])
    }
  })

  it('beyond the limit are refused, announced or not', async () => {
    start(
      [
        implement(upload, async (call) => {
          let bytes = 0
          for await (const chunk of call.upload) bytes += chunk.length
          return { bytes, first: 0 }
        }),
      ],
      { uploadLimit: 10 },
    )
    const send = (payload: Buffer | Readable) => ask({ method: 'POST', url: '/api/v1/files?name=a', payload })
    expect((await send(Buffer.alloc(10))).statusCode).toBe(200)
    expect((await send(Buffer.alloc(11))).statusCode).toBe(413)
    expect((await send(Readable.from([Buffer.alloc(6), Buffer.alloc(6)]))).statusCode).toBe(413)
  })

  it('leave as attachments that run nothing, under any name', async () => {
    start([
      implement(download, ({ params }) => ({
        content: new TextEncoder().encode('<script>'),
        type: 'text/html',
        fileName: `${params.name}/"台帳" 2026%.html`,
      })),
    ])
    const answer = await ask({ url: '/api/v1/files/plant' })
    expect(answer.body).toBe('<script>')
    expect(answer.headers['content-security-policy']).toContain('sandbox')
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="plant_____ 2026_.html"; filename*=UTF-8''plant_%22%E5%8F%B0%E5%B8%B3%22%202026%25.html`,
    )
  })

  it('may be streams', async () => {
    start([
      implement(download, () => ({ content: Readable.from(['one ', 'two']), type: 'text/csv', fileName: 'a.csv' })),
    ])
    expect((await ask({ url: '/api/v1/files/a' })).body).toBe('one two')
  })
})

describe('the guard', () => {
  const reads = implement(getThing, () => ({ name: 'x', count: 1 }))
  const writes = implement(addThing, ({ body }) => body)

  it.each([
    ['localhost:4000', 200],
    ['127.0.0.1:4000', 200],
    ['[::1]:4000', 200],
    ['LOCALHOST', 200],
    ['plant.example:4000', 200],
    ['evil.example:4000', 421],
    ['127.0.0.1.evil.example', 421],
    ['192.168.1.5:4000', 421],
    ['localhost:4000@evil.example', 421],
    ['[::1', 421],
  ])('answers a request for the host %j with %i', async (host, status) => {
    start([reads], { names: ['plant.example'] })
    expect((await ask({ url: '/api/v1/things/abc', headers: { host } })).statusCode).toBe(status)
  })

  it('knows addresses, but not foreign names, when it is offered to a network', async () => {
    start([reads], { remote: true })
    const status = async (host: string) => (await ask({ url: '/api/v1/things/abc', headers: { host } })).statusCode
    expect(await status('192.168.1.5:4000')).toBe(200)
    expect(await status('[fd00::5]:4000')).toBe(200)
    expect(await status('evil.example')).toBe(421)
  })

  it.each([
    [{ origin: 'http://localhost:4000' }, 201],
    [{}, 201],
    [{ origin: 'http://evil.example' }, 403],
    [{ origin: 'http://localhost:5000' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
  ])('answers a write with %j with %i', async (headers, status) => {
    start([writes])
    const answer = await ask({ method: 'POST', url: '/api/v1/things', payload: { name: 'x', count: 1 }, headers })
    expect(answer.statusCode).toBe(status)
  })

  it('sends its headers with every answer', async () => {
    start([reads])
    for (const url of ['/api/v1/things/abc', '/api/v1/nowhere', '/healthz']) {
      const { headers } = await ask({ url })
      expect(headers['content-security-policy']).toContain("script-src 'self';")
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
    }
  })
})

describe('the web app', () => {
  let folder: string
  afterEach(() => rm(folder, { recursive: true, force: true }))
  async function build() {
    folder = await mkdtemp(join(tmpdir(), 'rung-web-'))
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<title>app</title>')
    await writeFile(join(folder, 'assets', 'app-1a2b.js'), 'let a = 1')
    await writeFile(join(folder, 'assets', 'app-1a2b.js.gz'), gzipSync('let a = 1'))
    start([implement(getThing, () => ({ name: 'x', count: 1 }))], { webDir: folder })
  }
  const page = { accept: 'text/html,*/*' }

  it('answers its own addresses with the page, which is asked for again each time', async () => {
    await build()
    for (const url of ['/', '/plants/kashima?asOf=2026-01-01', '/assets', '/assets/kashima/PT-1.2']) {
      const answer = await ask({ url, headers: page })
      expect([answer.statusCode, answer.body]).toEqual([200, '<title>app</title>'])
      expect(answer.headers['cache-control']).toBe('no-cache')
    }
  })

  it('keeps files named by their content for ever, compressed where that is accepted', async () => {
    await build()
    const plain = await ask({ url: '/assets/app-1a2b.js' })
    expect(plain.headers['cache-control']).toContain('immutable')
    const compressed = await ask({ url: '/assets/app-1a2b.js', headers: { 'accept-encoding': 'gzip' } })
    expect(compressed.headers['content-encoding']).toBe('gzip')
    expect(compressed.headers['cache-control']).toContain('immutable')
  })

  it.each(['/api/v1/nowhere', '/api', '/assets/gone.js', '/../../etc/passwd', '/%2e%2e/package.json', '/%zz'])(
    'is no answer to %s',
    async (url) => {
      await build()
      const answer = await ask({ url, headers: url.startsWith('/api') ? page : {} })
      expect(answer.statusCode).toBeGreaterThanOrEqual(400)
      expect(answer.body).not.toContain('<title>')
    },
  )
})

describe('operation', () => {
  it('is healthy always, and ready when it can work', async () => {
    let broken = false
    start([], {
      ready: async () => {
        if (broken) throw new Error('database gone')
      },
    })
    expect((await ask({ url: '/readyz' })).statusCode).toBe(200)
    broken = true
    const answer = await ask({ url: '/readyz', headers: { host: '10.0.0.7:4000' } })
    expect(answer.statusCode).toBe(503)
    expect(answer.body).not.toContain('database')
    expect((await ask({ url: '/healthz' })).json()).toEqual({ status: 'ok' })
  })

  it('is counted by route and status, never by address', async () => {
    start([implement(getThing, () => ({ name: 'x', count: 1 }))])
    await ask({ url: '/api/v1/things/abc' })
    await ask({ url: '/api/v1/things/def' })
    await ask({ url: '/api/v1/things/ABC' })
    await ask({ url: '/nowhere/"\n' })
    const { body, headers } = await ask({ url: '/metrics' })
    expect(headers['content-type']).toContain('version=0.0.4')
    expect(body).toContain('http_requests_total{method="GET",route="/api/v1/things/:id",status="200"} 2\n')
    expect(body).toContain('http_requests_total{method="GET",route="/api/v1/things/:id",status="422"} 1\n')
    expect(body).toContain('http_request_duration_seconds_count{method="GET",route="/api/v1/things/:id"} 3\n')
    expect(body).not.toContain('abc')
    for (const line of body.trimEnd().split('\n')) {
      expect(line).toMatch(/^(# (HELP|TYPE) [a-z0-9_]+ .+|[a-z0-9_]+(\{[^\n]*\})? [0-9.e+-]+)$/)
    }
  })
})
