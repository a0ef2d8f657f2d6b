import { u16le, u32le } from '../octets.ts'
import type { Protocol, ProtocolSession } from '../protocol.ts'
import { callOf, fault, withIdentity } from '../reading.ts'
import { wireFunction } from '../telling.ts'

/**
 * Ethernet Global Data (GFK-1541; packet-egd.c of Wireshark): type 13, version 1, request id (2), producer (an IP address),
 * exchange (4), time (8), status (4), configuration signature (4), 4 zeros, values. Produced without being asked.
 */
const header = 32
const data = callOf(wireFunction('0x0d', 'Produced Data', 'other')).event

const isData = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start > header &&
  bytes[start] === 0x0d &&
  bytes[start + 1] === 1 &&
  bytes[start + 4] !== 0 &&
  u32le(bytes, start + 28) === 0 &&
  // Status 0 to 7 is all that there is, in the lower half.
  u16le(bytes, start + 20) <= 7

function open(): ProtocolSession {
  let producer = ''
  return {
    read(bytes, start, end) {
      if (!isData(bytes, start, end)) return fault('EGD message cut short')
      const said = `${bytes[start + 4]}.${bytes[start + 5]}.${bytes[start + 6]}.${bytes[start + 7]}`
      if (said === producer) return data
      producer = said
      return withIdentity(data, [{ field: 'producerId', value: said }])
    },
  }
}

/** Ethernet Global Data: controllers of GE among each other. */
export const egd: Protocol = {
  name: 'egd',
  transports: ['udp'],
  ports: [18246, 7937],
  onlyOnPorts: true,
  recognises: isData,
  lengthAt: (bytes, start, end) => (isData(bytes, start, end) ? end - start : -1),
  session: open,
}
