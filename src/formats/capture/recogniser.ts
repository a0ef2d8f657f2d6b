import type { Frame } from '../frame.ts'
import type { Protocol } from '../protocol.ts'

/** Which protocol the payload of a frame is, by its content. */
export interface Recogniser {
  /** Whether a port or an ethertype of the frame raises hopes. */
  isHopeful(frame: Frame): boolean
  /** Those that claim the frame's port are asked first; the ones in `except` not at all. */
  find(bytes: Uint8Array, at: number, end: number, frame: Frame, except: readonly Protocol[]): Protocol | undefined
}

const tcp = 6
const udp = 17

export function createRecogniser(protocols: readonly Protocol[]): Recogniser {
  const over = (transport: 'tcp' | 'udp') => {
    const speaking = protocols.filter(({ transports }) => transports.includes(transport))
    const ofPort = new Map<number, Protocol[]>()
    for (const protocol of speaking) {
      for (const port of protocol.ports) ofPort.set(port, [...(ofPort.get(port) ?? []), protocol])
    }
    return { ofPort, anywhere: speaking.filter(({ onlyOnPorts }) => onlyOnPorts !== true) }
  }
  const overTcp = over('tcp')
  const overUdp = over('udp')
  const ofEtherType = new Map<number, Protocol[]>()
  for (const protocol of protocols) {
    if (!protocol.transports.includes('eth')) continue
    for (const type of protocol.etherTypes ?? []) {
      ofEtherType.set(type, [...(ofEtherType.get(type) ?? []), protocol])
    }
  }

  const among = (
    candidates: readonly Protocol[] | undefined,
    bytes: Uint8Array,
    at: number,
    end: number,
    except: readonly Protocol[],
  ): Protocol | undefined => {
    if (candidates === undefined) return undefined
    for (const protocol of candidates) {
      if (!except.includes(protocol) && protocol.recognises(bytes, at, end)) return protocol
    }
    return undefined
  }

  return {
    isHopeful(frame) {
      if (frame.family === 0) return ofEtherType.has(frame.etherType)
      const { ofPort } = frame.transport === udp ? overUdp : overTcp
      return ofPort.has(frame.sourcePort) || ofPort.has(frame.targetPort)
    },
    find(bytes, at, end, frame, except) {
      if (frame.family === 0) return among(ofEtherType.get(frame.etherType), bytes, at, end, except)
      if (frame.transport !== udp && frame.transport !== tcp) return undefined
      const { ofPort, anywhere } = frame.transport === udp ? overUdp : overTcp
      return (
        among(ofPort.get(frame.targetPort), bytes, at, end, except) ??
        among(ofPort.get(frame.sourcePort), bytes, at, end, except) ??
        among(anywhere, bytes, at, end, except)
      )
    },
  }
}
