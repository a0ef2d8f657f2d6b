import { berElement, readBer } from '../ber.ts'
import { u16be } from '../octets.ts'
import type { Protocol, ProtocolSession } from '../protocol.ts'
import { fault } from '../reading.ts'
import { readManagement } from './management.ts'
import { createPduReader } from './pdu.ts'

/** APPID, length of all, two reserved words (IEC 61850-8-1:2011, annex C); the frame may be padded behind. */
const header = 8
const goosePdu = 0x61
const managementPdu = 0x60

const whole = (_bytes: Uint8Array, start: number, end: number): number => end - start

function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < header + 2 || u16be(bytes, start + 2) < header + 2) return false
  const tag = bytes[start + header]!
  return tag === goosePdu || tag === managementPdu
}

function open(): ProtocolSession {
  const readPdu = createPduReader()
  const pdu = berElement()
  return {
    read(bytes, start, end) {
      if (!recognises(bytes, start, end)) return fault('neither GOOSE nor GSE management')
      const stop = start + u16be(bytes, start + 2)
      if (stop > end || !readBer(bytes, start + header, stop, pdu)) return fault('GOOSE message cut short')
      return pdu.tag === goosePdu
        ? readPdu(bytes, pdu.from, pdu.to, u16be(bytes, start))
        : readManagement(bytes, pdu.from, pdu.to)
    },
  }
}

/** GOOSE and GSE management (IEC 61850-8-1): events of protection and automation, on the link itself. */
export const goose: Protocol = {
  name: 'goose',
  transports: ['eth'],
  ports: [],
  etherTypes: [0x88b8, 0x88b9],
  recognises,
  lengthAt: whole,
  session: open,
}
