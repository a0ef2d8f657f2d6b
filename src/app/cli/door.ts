import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { actingHeader } from '#contract/common.ts'
import type { Route } from '#contract/route.ts'
import { lockHolder } from '#platform/database/lock.ts'
import { BadInput, Broken, NotFound, Refused } from '#platform/errors.ts'
import { databaseFolder, openProduct } from '../open-product.ts'
import { serverOf } from '../serve.ts'
import { dataFolder } from './data-folder.ts'

/** What a command line says about where the data are and who acts. */
export interface DoorOptions {
  readonly data?: string | undefined
  readonly databaseUrl?: string | undefined
  readonly as?: string | undefined
}

/** The product as the command line sees it: the contract, spoken to a running server or to one in this process. */
export interface Door {
  call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    route: Route<P, Q, B, R>,
    ask?: {
      params?: Record<string, string>
      query?: Record<string, string | undefined>
      body?: unknown
      file?: string
    },
  ): Promise<z.output<R>>
  /** The address of the server that was spoken to; null where the product runs in this process. */
  readonly server: string | null
  close(): Promise<void>
}

interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly payload: string | Readable | undefined
}
type Send = (sent: Sent) => Promise<{ status: number; text: string }>

/**
 * Opens the way to the data. While a server holds the embedded database, the command talks to that server; otherwise the
 * same server is built in this process and spoken to without a network.
 */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const url = options.databaseUrl ?? process.env.DATABASE_URL
  const folder = dataFolder(options.data)
  const holder = url ? undefined : lockHolder(databaseFolder(folder))
  if (holder?.url) {
    const base = holder.url
    return doorOf(sendOver(base), options, base, async () => {})
  }
  const product = await openProduct({ folder, url })
  const server = serverOf(product, { listening: { host: 'in-process', port: 0, loopback: true } })
  await server.ready()
  const door = doorTo(server, options)
  return {
    ...door,
    async close() {
      await door.close()
      await product.close()
    },
  }
}

/** The way to a server of this process, which need not listen. */
export function doorTo(server: FastifyInstance, options: DoorOptions = {}): Door {
  const send: Send = async ({ method, url, headers, payload }) => {
    const answer = await server.inject({
      method: method as 'GET',
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    })
    return { status: answer.statusCode, text: answer.body }
  }
  return doorOf(send, options, null, () => server.close())
}

function sendOver(base: string): Send {
  return async ({ method, url, headers, payload }) => {
    const body = payload instanceof Readable ? (Readable.toWeb(payload) as ReadableStream) : payload
    const answer = await fetch(base + url, {
      method,
      headers,
      ...(body === undefined ? {} : { body, duplex: 'half' }),
    } as RequestInit).catch((cause: unknown) => {
      throw new Broken(`the server at ${base} does not answer`, { cause })
    })
    return { status: answer.status, text: await answer.text() }
  }
}

function doorOf(send: Send, options: DoorOptions, server: string | null, close: () => Promise<void>): Door {
  return {
    server,
    close,
    async call(route, ask = {}) {
      const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(ask.params?.[name] ?? ''))
      const query = new URLSearchParams(
        Object.entries(ask.query ?? {}).filter((pair): pair is [string, string] => pair[1] !== undefined),
      )
      const url = `/api/v1${path}${query.size > 0 ? `?${query}` : ''}`
      const upload = route.bytes === 'upload'
      const payload =
        upload && ask.file ? createReadStream(ask.file) : ask.body === undefined ? undefined : JSON.stringify(ask.body)
      const headers: Record<string, string> = {
        accept: 'application/json',
        ...(options.as ? { [actingHeader]: options.as } : {}),
        ...(payload === undefined ? {} : { 'content-type': upload ? 'application/octet-stream' : 'application/json' }),
      }
      const { status, text } = await send({ method: route.method, url, headers, payload })
      // A download's bytes come as they are (the only ones the command line asks for are text).
      if (status < 400 && route.bytes === 'download') return text as never
      const answer: unknown = text === '' ? null : JSON.parse(text)
      if (status >= 400) throw errorOf(status, answer)
      return answer as never
    },
  }
}

/** A problem+json answer as the error it was. */
function errorOf(status: number, answer: unknown): Error {
  const problem = (answer ?? {}) as { title?: string; detail?: string; problems?: { path: string; reason: string }[] }
  const text = problem.detail ?? problem.title ?? `the server answered ${status}`
  if (status === 404) return new NotFound(text)
  if (status === 400 || status === 422) return new BadInput(text, problem.problems ?? [])
  return status < 500 ? new Refused(text) : new Broken(text)
}
