import type { Inspection } from '#core/capture/inspection.ts'
import { encodeEthernet } from '../ethernet/encode.ts'
import { encodeTcp, encodeUdp } from '../ip/encode.ts'
import { modbus } from '../modbus/decode.ts'
import { type CapturedPacket, encodePcap } from '../pcap/encode.ts'
import type { Protocol } from '../protocol.ts'
import type { InspectedPart } from './conclude.ts'
import { createInspector, type InspectorOptions } from './inspector.ts'

/** Frames of a test, one millisecond apart unless they say when. */
export type Frames = readonly (Uint8Array | CapturedPacket)[]

const start = Date.UTC(2026, 10, 2, 8) * 1000

export function captureOf(frames: Frames): Uint8Array {
  return encodePcap(
    frames.map((frame, i) => (frame instanceof Uint8Array ? { at: start + i * 1000, bytes: frame } : frame)),
  )
}

export function inspect(frames: Frames, options: Partial<InspectorOptions> = {}): Inspection {
  const inspector = createInspector({ protocols: [modbus], ...options })
  inspector.push(captureOf(frames))
  return inspector.finish()
}

/** A capture as several readers share it. */
export function partsOf(capture: Uint8Array, of: number, protocols: readonly Protocol[]): InspectedPart[] {
  return Array.from({ length: of }, (_, index) => {
    const part = createInspector({ protocols, part: { index, of }, seed: index })
    part.push(capture)
    return part.finishPart()
  })
}

/** A MAC of its own for each address, unless told: the last octet is the address's. */
export const cardOf = (ip: string): string => `02:00:00:00:00:${Number(ip.split('.')[3]).toString(16).padStart(2, '0')}`

interface Sent {
  readonly flags?: number
  readonly sequence?: number
  readonly acknowledgement?: number
  readonly content?: Uint8Array | readonly number[]
  readonly mac?: string
  readonly vlan?: number
}

/** `10.0.0.1:3000` > `10.0.0.2:502`; plain ACK unless told. */
export function tcp(from: string, to: string, sent: Sent = {}): Uint8Array {
  const [source, sourcePort] = from.split(':') as [string, string]
  const [target, targetPort] = to.split(':') as [string, string]
  const segment = {
    sourcePort: Number(sourcePort),
    targetPort: Number(targetPort),
    sequence: sent.sequence ?? 1000,
    acknowledgement: sent.acknowledgement ?? 0,
    flags: sent.flags ?? 0x10,
  }
  const packet = encodeTcp({ source, target }, segment, sent.content ?? [])
  return encodeEthernet(cardOf(target), sent.mac ?? cardOf(source), 0x0800, packet, sent.vlan)
}

export function udp(from: string, to: string, content: Uint8Array | readonly number[] = [1], mac?: string): Uint8Array {
  const [source, sourcePort] = from.split(':') as [string, string]
  const [target, targetPort] = to.split(':') as [string, string]
  const packet = encodeUdp({ source, target }, Number(sourcePort), Number(targetPort), content)
  return encodeEthernet(cardOf(target), mac ?? cardOf(source), 0x0800, packet)
}

export const syn = 0x02
export const synAck = 0x12
export const reset = 0x14
export const push = 0x18
export const fin = 0x11
