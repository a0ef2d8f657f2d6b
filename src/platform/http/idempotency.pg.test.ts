import type { FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Refused } from '#platform/errors.ts'
import { createLog } from '#platform/log.ts'
import type { Database } from '../database/database.ts'
import { migrate } from '../database/migrate.ts'
import { testDatabases } from '../database/testing.ts'
import { databaseIdempotency } from './idempotency.ts'
import { implement } from './implement.ts'
import { buildServer } from './server.ts'

const add = {
  method: 'POST',
  path: '/numbers',
  summary: 'A number',
  area: 'numbers',
  body: z.object({ number: z.number() }),
  response: z.object({ number: z.number(), calls: z.number() }),
  status: 201,
} as const
const upload = {
  method: 'POST',
  path: '/files',
  summary: 'A file',
  area: 'files',
  response: z.object({ bytes: z.number(), calls: z.number() }),
  bytes: 'upload',
} as const

describe.each(testDatabases())('an Idempotency-Key on $name', ({ open }) => {
  let database: Database
  let server: FastifyInstance
  let calls = 0
  let refuse = false
  let wait: Promise<void> = Promise.resolve()
  beforeAll(async () => {
    database = await open()
    await migrate(database, [])
  })
  afterAll(() => database.close())
  beforeEach(() => {
    calls = 0
    refuse = false
    wait = Promise.resolve()
    server = buildServer({
      title: 'Test',
      version: '1',
      log: createLog('silent'),
      idempotency: databaseIdempotency(database),
      routes: [
        implement(add, async ({ body }) => {
          calls++
          await wait
          if (refuse) throw new Refused('not now')
          return { number: body.number, calls }
        }),
        implement(upload, async (call) => {
          calls++
          let bytes = 0
          for await (const chunk of call.upload) bytes += chunk.length
          return { bytes, calls }
        }),
      ],
    })
  })
  afterEach(() => server.close())

  const send = (key: string | undefined, number: number, person = 'tanaka') =>
    server.inject({
      method: 'POST',
      url: '/api/v1/numbers',
      payload: { number },
      headers: { host: 'localhost', 'rung-person': person, ...(key ? { 'idempotency-key': key } : {}) },
    })
  const sendFile = (key: string, content: string) =>
    server.inject({
      method: 'POST',
      url: '/api/v1/files',
      payload: Buffer.from(content),
      headers: { host: 'localhost', 'idempotency-key': key },
    })

  it('does the work once and gives the first answer again', async () => {
    const first = await send('one', 5)
    const again = await send('one', 5)
    expect([again.statusCode, again.json()]).toEqual([201, { number: 5, calls: 1 }])
    expect(again.headers['content-type']).toBe(first.headers['content-type'])
    expect([first.headers['idempotent-replay'], again.headers['idempotent-replay']]).toEqual([undefined, 'true'])
    expect(calls).toBe(1)
  })

  it('belongs to one person; without it each request is its own', async () => {
    await send('two', 1)
    await send('two', 1, 'sato')
    await send(undefined, 1)
    await send(undefined, 1)
    expect(calls).toBe(4)
  })

  it('is refused for another request', async () => {
    await send('three', 1)
    const other = await send('three', 2)
    expect([other.statusCode, other.json().type]).toEqual([422, '/problems/key-reused'])
    expect(calls).toBe(1)
  })

  it('says when the first request still runs', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    wait = promise
    const first = send('four', 1)
    while (calls === 0) await new Promise((turn) => setTimeout(turn, 5))
    const second = await send('four', 1)
    expect([second.statusCode, second.json().type]).toEqual([409, '/problems/still-running'])
    resolve()
    expect((await first).statusCode).toBe(201)
    expect(calls).toBe(1)
  })

  it('may be used again after the request was refused', async () => {
    refuse = true
    expect((await send('five', 1)).statusCode).toBe(409)
    refuse = false
    expect((await send('five', 1)).statusCode).toBe(201)
    expect(calls).toBe(2)
  })

  it('holds for uploads, by their bytes', async () => {
    expect((await sendFile('six', 'content')).json()).toEqual({ bytes: 7, calls: 1 })
    const again = await sendFile('six', 'content')
    expect([again.statusCode, again.json()]).toEqual([200, { bytes: 7, calls: 1 }])
    expect((await sendFile('six', 'CONTENT')).statusCode).toBe(422)
    expect(calls).toBe(1)
  })

  it.each(['', 'with space', 'x'.repeat(256)])('%j is no key', async (key) => {
    const answer = await server.inject({
      method: 'POST',
      url: '/api/v1/numbers',
      payload: { number: 1 },
      headers: { host: 'localhost', 'idempotency-key': key },
    })
    expect(answer.statusCode).toBe(422)
  })
})
