import { u16be } from '../octets.ts'
import type { Protocol, ProtocolSession } from '../protocol.ts'
import { fault, nothing, type Reading } from '../reading.ts'
import { applicationSession, type Ends } from './application.ts'
import { isMstp, npduOfMstp } from './mstp.ts'
import { newNpdu, readNpdu } from './network.ts'
import { readNetworkMessage } from './network-messages.ts'
import { npduOffset, originalSource, overIpv4, overIpv6, readVirtualLink } from './virtual-link.ts'

/** Highest type of an APDU; the upper four bits of its first octet. */
const abortType = 7
/** Largest virtual link message: an NPDU of 1497 octets and the longest header before it. */
const largest = 1600

const probe = newNpdu()

/** An NPDU with a network message or an APDU of a known type in it. */
function isNpdu(bytes: Uint8Array, start: number, end: number): boolean {
  if (!readNpdu(bytes, start, end, probe, false)) return false
  return probe.isNetworkMessage || bytes[probe.at]! >> 4 <= abortType
}

function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start]
  if ((first !== overIpv4 && first !== overIpv6) || end - start < 4) return false
  const length = u16be(bytes, start + 2)
  if (length > end - start || length > largest) return false
  const offset = npduOffset(bytes, start)
  return offset === 0 || (offset > 0 && isNpdu(bytes, start + offset, start + length))
}

function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 4) return 0
  const first = bytes[start]
  const length = u16be(bytes, start + 2)
  return (first === overIpv4 || first === overIpv6) && length >= 4 && length <= largest ? length : -1
}

/** What one NPDU says, whatever carried it. */
function npduReader() {
  const application = applicationSession()
  const npdu = newNpdu()
  const ends: Ends = { source: '', destination: '', about: undefined }
  return {
    application,
    read(bytes: Uint8Array, start: number, end: number, about: string | undefined): Reading {
      if (!readNpdu(bytes, start, end, npdu)) return fault('no BACnet network header')
      ends.source = npdu.source
      ends.destination = npdu.destination
      ends.about = about
      if (npdu.isNetworkMessage) return readNetworkMessage(bytes, npdu.at, end, ends, application)
      return application.read(bytes, npdu.at, end, ends)
    },
  }
}

function open(): ProtocolSession {
  const reader = npduReader()
  return {
    read(bytes, start, end, toServer) {
      const length = lengthAt(bytes, start, end)
      if (length <= 0 || start + length > end) return fault('not a complete BACnet/IP message')
      const offset = npduOffset(bytes, start)
      if (offset < 0) return fault('BACnet/IP function of an unknown shape')
      const stop = start + length
      if (offset === 0) return readVirtualLink(bytes, start, stop, toServer, reader.application)
      return reader.read(bytes, start + offset, stop, originalSource(bytes, start))
    },
  }
}

/** BACnet/IP and BACnet/IPv6. */
export const bacnet: Protocol = {
  name: 'bacnet',
  transports: ['udp'],
  ports: [47808],
  recognises,
  lengthAt,
  session: open,
}

/** BACnet on the link: behind LLC (SAP 0x82, clause 7), or MS/TP frames that Cimetrics' adapters carry over SNAP (code 1). */
export const bacnetOnLink: Protocol = {
  name: 'bacnet',
  transports: ['eth'],
  ports: [],
  etherTypes: [0x82, 0x0001],
  recognises: (bytes, start, end) => isMstp(bytes, start, end) || isNpdu(bytes, start, end),
  lengthAt: (_, start, end) => end - start,
  session: () => {
    const reader = npduReader()
    return {
      read(bytes, start, end) {
        if (!isMstp(bytes, start, end)) return reader.read(bytes, start, end, undefined)
        const part = npduOfMstp(bytes, start)
        return part === undefined ? nothing : reader.read(bytes, part[0], part[1], undefined)
      },
    }
  },
}
