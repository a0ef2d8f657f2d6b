import { u16be } from '../octets.ts'
import type { Protocol, ProtocolSession } from '../protocol.ts'
import { fault, nothing, type Reading } from '../reading.ts'
import { applicationSession, type Ends } from './application.ts'
import { isMstp, npduOfMstp } from './mstp.ts'
import { newNpdu, readNpdu } from './network.ts'
import { readNetworkMessage } from './network-messages.ts'
import { npduOffset, originalSource, overIpv4, overIpv6, readVirtualLink } from './virtual-link.ts'

/** Largest virtual link message: an NPDU of 1497 octets and the longest header before it. */
const largest = 1600
const lastConfirmed = 33
const lastUnconfirmed = 14

const probe = newNpdu()

/** An NPDU with a network message, or an APDU whose type, flags and service exist. */
function isNpdu(bytes: Uint8Array, start: number, end: number): boolean {
  if (!readNpdu(bytes, start, end, probe, false)) return false
  if (probe.isNetworkMessage) return true
  const { at } = probe
  const flags = bytes[at]! & 0x0f
  const held = end - at
  switch (bytes[at]! >> 4) {
    case 0: {
      // Segmented, more follows, segmented answer accepted; the last bit is reserved.
      const service = at + ((flags & 8) !== 0 ? 5 : 3)
      return (flags & 1) === 0 && service < end && bytes[service]! <= lastConfirmed
    }
    case 1:
      return flags === 0 && held >= 2 && bytes[at + 1]! <= lastUnconfirmed
    case 2:
      return flags === 0 && held >= 3 && bytes[at + 2]! <= lastConfirmed
    case 3: {
      const service = at + ((flags & 8) !== 0 ? 4 : 2)
      return (flags & 3) === 0 && service < end && bytes[service]! <= lastConfirmed
    }
    case 4:
      return (flags & 12) === 0 && held >= 4
    case 5:
      return flags === 0 && held >= 3 && bytes[at + 2]! <= lastConfirmed
    case 6:
      return flags === 0 && held >= 3
    case 7:
      return (flags & 14) === 0 && held >= 3
    default:
      return false
  }
}

/**
 * A function of the virtual link with what it carries. Its length may be wrong where an NPDU proves the rest: senders exist
 * whose requests with a password are longer than they say (seen: bacnet_example); tshark and ICSNPP read them, too.
 */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start]
  if ((first !== overIpv4 && first !== overIpv6) || end - start < 4 || end - start > largest) return false
  const offset = npduOffset(bytes, start)
  if (offset === 0) return u16be(bytes, start + 2) === end - start
  return offset > 0 && u16be(bytes, start + 2) <= largest && isNpdu(bytes, start + offset, end)
}

/** A datagram holds one message. */
function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 4) return 0
  return bytes[start] === overIpv4 || bytes[start] === overIpv6 ? end - start : -1
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
      if (lengthAt(bytes, start, end) <= 0) return fault('not a complete BACnet/IP message')
      const offset = npduOffset(bytes, start)
      if (offset < 0) return fault('BACnet/IP function of an unknown shape')
      if (offset === 0) return readVirtualLink(bytes, start, end, toServer, reader.application)
      return reader.read(bytes, start + offset, end, originalSource(bytes, start))
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
