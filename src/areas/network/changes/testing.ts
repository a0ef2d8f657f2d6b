import type { SensorSlice } from '#contract/sensor-slice.ts'
import { createInspector } from '#formats/capture/inspector.ts'
import { encodeEthernet } from '#formats/ethernet/encode.ts'
import { encodeTcp } from '#formats/ip/encode.ts'
import { modbus } from '#formats/modbus/decode.ts'
import { encodeModbus, readRequest, registersResponse, umasRequest, umasResponse } from '#formats/modbus/encode.ts'
import type { CapturedPacket } from '#formats/pcap/encode.ts'
import { macOf } from '../testing.ts'

/** UMAS services (seen: 0x33 to 0x35 around a download, 0x40 and 0x41 to start and stop). */
export const services = {
  beginDownload: 0x33,
  download: 0x34,
  endDownload: 0x35,
  start: 0x40,
  stop: 0x41,
  upload: 0x31,
}

/** One connection at an instant: requests one second apart, each answered. */
function session(
  client: string,
  server: string,
  at: string,
  pdus: readonly (readonly [ask: Uint8Array, answer: Uint8Array])[],
): CapturedPacket[] {
  const micros = Date.parse(at) * 1000
  const none = new Uint8Array()
  // A port of its own for each connection.
  const own = 20_000 + ((micros / 1e6) % 20_000)
  const frame = (isUp: boolean, flags: number, sequence: number, acknowledgement: number, content: Uint8Array) => {
    const [source, target] = isUp ? [client, server] : [server, client]
    const [sourcePort, targetPort] = isUp ? [own, 502] : [502, own]
    const segment = { sourcePort, targetPort, sequence, acknowledgement, flags }
    return encodeEthernet(macOf(target), macOf(source), 0x0800, encodeTcp({ source, target }, segment, content))
  }
  const packets: CapturedPacket[] = [
    { at: micros, bytes: frame(true, 0x02, 0, 0, none) },
    { at: micros + 100, bytes: frame(false, 0x12, 0, 1, none) },
  ]
  let [up, down] = [1, 1]
  for (const [i, [ask, answer]] of pdus.entries()) {
    const [asked, told] = [encodeModbus(i, 1, ask), encodeModbus(i, 1, answer)]
    packets.push({ at: micros + i * 1e6 + 1000, bytes: frame(true, 0x18, up, down, asked) })
    up += asked.length
    packets.push({ at: micros + i * 1e6 + 2000, bytes: frame(false, 0x18, down, up, told) })
    down += told.length
  }
  return packets
}

/** Reads registers. */
export function polls(client: string, server: string, at: string): CapturedPacket[] {
  return session(client, server, at, [[readRequest(3, 0, 1), registersResponse(3, [7])]])
}

/** Calls services that program a controller, one a second. */
export function programs(client: string, server: string, at: string, called: readonly number[]): CapturedPacket[] {
  return session(
    client,
    server,
    at,
    called.map((service) => [umasRequest(service), umasResponse(true)] as const),
  )
}

/** A slice as a sensor makes it of a capture. */
export function sliceOf(bytes: Uint8Array): SensorSlice {
  const inspector = createInspector({ protocols: [modbus] })
  inspector.push(bytes)
  const inspection = inspector.finish()
  const { firstSeen, lastSeen } = inspection.capture
  const from = firstSeen ?? '2026-06-02T00:00:00Z'
  return JSON.parse(JSON.stringify({ version: 1, from, to: lastSeen ?? from, inspection }))
}
