import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { BadInput, Refused } from '#platform/errors.ts'
import { createLog } from '#platform/log.ts'
import { implement } from './implement.ts'
import { listen } from './listen.ts'
import { buildServer, type ServerOptions } from './server.ts'

const servers: FastifyInstance[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())))

function server(more: Partial<ServerOptions> = {}): FastifyInstance {
  const built = buildServer({ title: 'Test', version: '1', routes: [], log: createLog('silent'), ...more })
  servers.push(built)
  return built
}

describe('the server', () => {
  it.each(['0.0.0.0', '::', '192.0.2.1', 'plant.example', '127.0.0.1.evil.example'])(
    'refuses to listen on %s without being told',
    async (host) => {
      const listening = listen(server(), { host, port: 0 })
      await expect(listening).rejects.toThrow(Refused)
      await expect(listening).rejects.toThrow(/no sign-in.*--allow-remote/s)
    },
  )

  it('listens beyond this machine when told', async () => {
    const { loopback, port } = await listen(server({ remote: true }), { host: '0.0.0.0', port: 0, allowRemote: true })
    expect(loopback).toBe(false)
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
  })

  it('listens on this machine and says where', async () => {
    const { url, loopback } = await listen(server(), { host: '127.0.0.1', port: 0 })
    expect(loopback).toBe(true)
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' })
  })

  it('says which port is taken', async () => {
    const { port } = await listen(server(), { host: '127.0.0.1', port: 0 })
    const second = listen(server(), { host: '127.0.0.1', port })
    await expect(second).rejects.toThrow(Refused)
    await expect(second).rejects.toThrow(`port ${port}`)
  })
})

const upload = {
  method: 'POST',
  path: '/files',
  summary: 'A file',
  area: 'files',
  response: z.object({ bytes: z.number() }),
  bytes: 'upload',
} as const

describe('an upload over a real connection', () => {
  it('that the handler gives up early still gets its answer', async () => {
    const refuses = implement(upload, async (call) => {
      for await (const chunk of call.upload) throw new BadInput(`not after ${chunk.length > 0 ? 'these' : 'no'} bytes`)
      return { bytes: 0 }
    })
    const { url } = await listen(server({ routes: [refuses] }), { host: '127.0.0.1', port: 0 })
    const answer = await fetch(`${url}/api/v1/files`, { method: 'POST', body: new Uint8Array(8_000_000) })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ detail: 'not after these bytes' })
  })

  it('whose sender goes away is an error for the handler, and the call is aborted', async () => {
    const outcome = Promise.withResolvers<string>()
    const begun = Promise.withResolvers<void>()
    const reads = implement(upload, async (call) => {
      try {
        for await (const _ of call.upload) begun.resolve()
        outcome.resolve('complete')
      } catch {
        await new Promise((resolve) => setImmediate(resolve))
        outcome.resolve(call.signal.aborted ? 'aborted' : 'error')
      }
      return { bytes: 0 }
    })
    const { url } = await listen(server({ routes: [reads] }), { host: '127.0.0.1', port: 0 })
    const sender = request(`${url}/api/v1/files`, { method: 'POST', headers: { 'content-length': 1000 } })
    sender.on('error', () => {})
    sender.write('only this')
    await begun.promise
    sender.destroy()
    expect(await outcome.promise).toBe('aborted')
  })

  it('is answered 413 when it does not end where it may', async () => {
    const counts = implement(upload, async (call) => {
      let bytes = 0
      for await (const chunk of call.upload) bytes += chunk.length
      return { bytes }
    })
    const { port } = await listen(server({ routes: [counts], uploadLimit: 100_000 }), { host: '127.0.0.1', port: 0 })
    const sender = request({ port, host: '127.0.0.1', path: '/api/v1/files', method: 'POST' })
    const answered = new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      sender.on('error', reject)
      sender.on('response', async (response) => resolve({ status: response.statusCode, body: await text(response) }))
    })
    for (let sent = 0; sent < 10; sent++) sender.write(Buffer.alloc(50_000))
    sender.end()
    expect((await answered).status).toBe(413)
  })
})
