import { describe, expect, it } from 'vitest'
import { createInspector } from '#formats/capture/inspector.ts'
import { encodeEthernet } from '#formats/ethernet/encode.ts'
import { encodeTcp } from '#formats/ip/encode.ts'
import { type CapturedPacket, encodePcap } from '#formats/pcap/encode.ts'
import { createServerMemory, type ServerMemory } from './server-memory.ts'

/** A connection from port 40000 to a server that listens above it, where the ports alone would tell the wrong end. */
const server = { ip: '10.1.1.1', port: 50_000 }
const client = { ip: '10.1.2.1', port: 40_000 }
function packet(toServer: boolean, flags: number): CapturedPacket {
  const [from, to] = toServer ? [client, server] : [server, client]
  const segment = { sourcePort: from.port, targetPort: to.port, sequence: 1, acknowledgement: 1, flags }
  const ip = encodeTcp({ source: from.ip, target: to.ip }, segment, new Uint8Array())
  return { at: 1e15, bytes: encodeEthernet('02:00:00:00:00:01', '02:00:00:00:00:02', 0x0800, ip) }
}
const opening = [packet(true, 0x02), packet(false, 0x12)]
const later = [packet(false, 0x18), packet(true, 0x10)]

function seenIn(packets: readonly CapturedPacket[], servers?: ServerMemory) {
  const inspector = createInspector({ protocols: [], ...(servers ? { servers } : {}) })
  inspector.push(encodePcap(packets))
  return inspector.finish().conversations.map((talk) => [talk.client, talk.server, talk.serverPort])
}

describe('the servers of a capture that comes in pieces', () => {
  const right = [[client.ip, server.ip, server.port]]

  it('are remembered from the opening of a connection to its later packets', () => {
    const servers = createServerMemory()
    expect(seenIn(opening, servers)).toEqual(right)
    expect(seenIn(later, servers)).toEqual(right)
    expect(seenIn(later, createServerMemory(10, servers.list()))).toEqual(right)
    expect(seenIn(later)).toEqual([[server.ip, client.ip, client.port]])
  })

  it('are forgotten when there are too many, the ones heard of longest ago first', () => {
    const servers = createServerMemory(2)
    for (const port of [1, 2, 1, 3]) servers.note('10.1.1.1', port)
    expect([1, 2, 3].map((port) => servers.knows('10.1.1.1', port))).toEqual([true, false, true])
    expect([servers.list(), servers.changes()]).toEqual([['10.1.1.1 1', '10.1.1.1 3'], 3])
  })
})
