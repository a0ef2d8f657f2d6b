import { berElement, readBer } from '../ber.ts'
import { u16be } from '../octets.ts'
import type { Protocol, ProtocolSession } from '../protocol.ts'
import { fault } from '../reading.ts'
import { createSampleReader } from './pdu.ts'

/** APPID, length of all, two reserved words (IEC 61850-9-2:2011, annex A); the frame may be padded behind. */
const header = 8
const savPdu = 0x60

const recognises = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start >= header + 2 && u16be(bytes, start + 2) >= header + 2 && bytes[start + header] === savPdu

function open(): ProtocolSession {
  const readPdu = createSampleReader()
  const pdu = berElement()
  return {
    read(bytes, start, end) {
      if (!recognises(bytes, start, end)) return fault('no sampled values')
      const stop = start + u16be(bytes, start + 2)
      if (stop > end || !readBer(bytes, start + header, stop, pdu)) return fault('sampled values cut short')
      return readPdu(bytes, pdu.from, pdu.to)
    },
  }
}

/** Sampled values (IEC 61850-9-2): currents and voltages as they are measured, on the link itself. */
export const sampledValues: Protocol = {
  name: 'sampled-values',
  transports: ['eth'],
  ports: [],
  etherTypes: [0x88ba],
  recognises,
  lengthAt: (_bytes, start, end) => end - start,
  session: open,
}
