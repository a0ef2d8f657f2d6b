import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { protocols } from '../protocols.ts'
import { concludeInspection } from './conclude.ts'
import { createInspector } from './inspector.ts'

const folder = new URL('../../../../shared/captures/', import.meta.url)
const isThere = existsSync(folder)
if (!isThere) process.stdout.write('skipped: no ../shared\n')

interface Truth {
  readonly capture: { readonly file: string; readonly packets: number }
  readonly hosts: { readonly ip: readonly { readonly ip: string; readonly frames_tx: number }[] }
  readonly conversations: readonly {
    readonly layer: string
    readonly client: string
    readonly server: string
    readonly transport: string
    readonly server_port: number | null
    readonly frames_c2s: number
    readonly frames_s2c: number
    readonly bytes_c2s: number
    readonly bytes_s2c: number
  }[]
}

const truths = isThere
  ? readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
      .flatMap(({ name }) => readdirSync(new URL(`${name}/`, folder)).map((file) => `${name}/${file}`))
      .filter((file) => file.endsWith('.truth.json'))
  : []

describe.skipIf(!isThere)('real captures, against what tshark says of them', () => {
  it.each(truths)('%s', (file) => {
    const truth = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Truth
    const bytes = new Uint8Array(readFileSync(new URL(truth.capture.file, new URL(file, folder))))
    const reader = createInspector({ protocols })
    reader.push(bytes)
    const whole = reader.finish()
    const { capture, devices, conversations } = whole

    expect(capture.packets).toBe(truth.capture.packets)
    const mine = conversations
      .filter(({ transport }) => transport === 'tcp' || transport === 'udp')
      .map(({ client, server, transport, serverPort, packets, bytes }) =>
        [
          client,
          server,
          transport,
          serverPort,
          packets.toServer,
          packets.toClient,
          bytes.toServer,
          bytes.toClient,
        ].join(' '),
      )
    const theirs = truth.conversations
      .filter(({ layer, transport }) => layer !== 'eth' && (transport === 'tcp' || transport === 'udp'))
      .map((talk) =>
        [
          talk.client,
          talk.server,
          talk.transport,
          talk.server_port,
          talk.frames_c2s,
          talk.frames_s2c,
          talk.bytes_c2s,
          talk.bytes_s2c,
        ].join(' '),
      )
    expect(mine.sort()).toEqual(theirs.sort())

    const known = new Set(devices.flatMap(({ ips }) => ips))
    const senders = truth.hosts.ip.filter(({ ip, frames_tx }) => frames_tx > 0 && ip !== '0.0.0.0' && ip !== '::')
    expect(senders.map(({ ip }) => ip).filter((ip) => !known.has(ip))).toEqual([])

    // However many readers share the work, they find the same.
    const parts = [0, 1, 2].map((index) => {
      const part = createInspector({ protocols, part: { index, of: 3 }, seed: index })
      part.push(bytes)
      return part.finishPart()
    })
    expect(concludeInspection(structuredClone(parts), {})).toEqual(whole)
  })
})
