import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { Refused } from '#platform/errors.ts'
import { isLoopback } from './guard.ts'

export interface ListenOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** Says in so many words that everyone who reaches the address may read and write. */
  readonly allowRemote?: boolean
}

export interface Listening {
  readonly host: string
  readonly port: number
  readonly url: string
  readonly loopback: boolean
}

/**
 * Begins to listen, on this machine only unless told otherwise.
 * @throws Refused for an address that others reach, without `allowRemote`; for a port that is taken or not allowed
 */
export async function listen(
  server: FastifyInstance,
  { host, port, allowRemote = false }: ListenOptions,
): Promise<Listening> {
  const loopback = isLoopback(host)
  if (!loopback && !allowRemote) {
    throw new Refused(
      `There is no sign-in yet: whoever reaches ${host} could read and change everything. The server therefore listens only on this machine (127.0.0.1). To offer it on ${host} all the same, say so with --allow-remote.`,
    )
  }
  try {
    await server.listen({ host, port })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE')
      throw new Refused(`The port ${port} on ${host} is taken by another program. Choose one with --port.`)
    if (code === 'EACCES')
      throw new Refused(`This user may not listen on port ${port}. Choose one above 1023 with --port.`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new Refused(`${host} is no address of this machine.`)
    throw error
  }
  const address = server.server.address() as AddressInfo
  return {
    host,
    port: address.port,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    loopback,
  }
}
