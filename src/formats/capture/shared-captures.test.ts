import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { protocols } from '../protocols.ts'
import { concludeInspection } from './conclude.ts'
import { partsOf } from './inspector.testing.ts'
import { createInspector } from './inspector.ts'

const folder = new URL('../../../../shared/captures/', import.meta.url)
const isThere = existsSync(folder)
if (!isThere) process.stdout.write('skipped: no ../shared\n')

interface Truth {
  readonly capture: { readonly file: string; readonly packets: number }
  readonly hosts: { readonly ip: readonly { readonly ip: string; readonly frames_tx: number }[] }
  readonly identity: readonly { readonly protocol: string; readonly value: string; readonly name?: string }[]
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

interface Counted {
  readonly client: string
  readonly server: string
  readonly transport: string
  readonly port: number | null
  readonly packets: readonly number[]
  readonly bytes: readonly number[]
}

/**
 * Packets and bytes of each direction. Between two ends that use the same port over UDP (BACnet, NTP) the script behind the
 * truth calls the lower address the client; here it is who asks, which only what is said can tell.
 */
function byDirection(talks: readonly Counted[]): Record<string, [packets: number, bytes: number]> {
  const counted: Record<string, [number, number]> = {}
  for (const { client, server, transport, port, packets, bytes } of talks) {
    for (const [i, direction] of [`${client} > ${server}`, `${server} > ${client}`].entries()) {
      const key = `${transport} ${port} ${direction}`
      const [before, octets] = counted[key] ?? [0, 0]
      counted[key] = [before + packets[i]!, octets + bytes[i]!]
    }
  }
  return counted
}

const recalled = new Map<string, { all: number; found: number; readonly missing: string[] }>()
const plain = (value: string): string => value.replaceAll('\0', '').trim().toLowerCase()

describe.skipIf(!isThere)('real captures, against what tshark says of them', () => {
  it.each(truths)('%s', (file) => {
    const truth = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Truth
    const bytes = new Uint8Array(readFileSync(new URL(truth.capture.file, new URL(file, folder))))
    const reader = createInspector({ protocols })
    reader.push(bytes)
    const whole = reader.finish()
    const { capture, devices, conversations } = whole

    expect(capture.packets).toBe(truth.capture.packets)
    const mine = conversations.flatMap(({ client, server, transport, serverPort, packets, bytes }) =>
      transport === 'tcp' || transport === 'udp'
        ? [
            {
              client,
              server,
              transport,
              port: serverPort,
              packets: [packets.toServer, packets.toClient],
              bytes: [bytes.toServer, bytes.toClient],
            },
          ]
        : [],
    )
    const theirs = truth.conversations.flatMap((talk) =>
      talk.layer !== 'eth' && (talk.transport === 'tcp' || talk.transport === 'udp')
        ? [
            {
              client: talk.client,
              server: talk.server,
              transport: talk.transport,
              port: talk.server_port,
              packets: [talk.frames_c2s, talk.frames_s2c],
              bytes: [talk.bytes_c2s, talk.bytes_s2c],
            },
          ]
        : [],
    )
    expect(byDirection(mine)).toEqual(byDirection(theirs))
    const ends = (talks: typeof mine | typeof theirs) =>
      talks
        .filter(({ transport }) => transport === 'tcp')
        .map(({ client, server, port }) => `${client} > ${server}:${port}`)
    expect(ends(mine).sort()).toEqual(ends(theirs).sort())

    const known = new Set(devices.flatMap(({ ips }) => ips))
    const senders = truth.hosts.ip.filter(({ ip, frames_tx }) => frames_tx > 0 && ip !== '0.0.0.0' && ip !== '::')
    expect(senders.map(({ ip }) => ip).filter((ip) => !known.has(ip))).toEqual([])

    const said = new Set(whole.identities.map(({ value }) => plain(value)))
    for (const { protocol, value, name } of truth.identity) {
      const of = recalled.get(protocol) ?? { all: 0, found: 0, missing: [] }
      recalled.set(protocol, of)
      of.all++
      if (said.has(plain(value)) || (name !== undefined && said.has(plain(name)))) of.found++
      else of.missing.push(`${file} ${value}`)
    }

    // However many readers share the work, they find the same.
    expect(concludeInspection(structuredClone(partsOf(bytes, 3, protocols)), {})).toEqual(whole)
  })

  it('of what tshark reads about devices, at least 95 % is told, protocol by protocol', () => {
    const short = [...recalled].filter(([, { all, found }]) => found < 0.95 * all)
    expect(short.map(([protocol, { all, found, missing }]) => ({ protocol, all, found, missing }))).toEqual([])
  })
})
