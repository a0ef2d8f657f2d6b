import { hex, u16be } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { fault, type Reading, readingOf, refusing } from '../reading.ts'
import { type ApplicationSession, type Ends, saying } from './application.ts'
import { networkMessages } from './functions.ts'

const whoIsRouter = 0x00
const iAmRouter = 0x01
const rejects = 0x03
const routingTable = 0x06
const routingTableAck = 0x07
const whatIsNumber = 0x12
const numberIs = 0x13
/** Types from here on are followed by the vendor's number. */
const proprietary = 0x80
const mostNetworks = 64

const routesTo = (bytes: Uint8Array, at: number): IdentityFact => ({
  field: 'routesTo',
  value: String(u16be(bytes, at)),
})

/** Which networks are behind a router (clause 6.4): a list of numbers, or a table of number, port and what belongs to the port. */
function factsOf(type: number, bytes: Uint8Array, at: number, end: number): IdentityFact[] {
  const facts: IdentityFact[] = []
  if (type === iAmRouter) {
    for (; at + 2 <= end && facts.length < mostNetworks; at += 2) facts.push(routesTo(bytes, at))
  } else if (type === routingTableAck) {
    for (let port = at + 1; port + 4 <= end && facts.length < mostNetworks; port += 4 + bytes[port + 3]!)
      facts.push(routesTo(bytes, port))
  } else if (type === numberIs && at + 2 <= end) facts.push({ field: 'networkNumber', value: String(u16be(bytes, at)) })
  else if (type >= proprietary && at + 2 <= end)
    facts.push({ field: 'networkMessageVendor', value: hex(u16be(bytes, at), 4) })
  return facts
}

/** A message between routers, without an APDU: [at, end) begins with its type. */
export function readNetworkMessage(
  bytes: Uint8Array,
  at: number,
  end: number,
  ends: Ends,
  application: ApplicationSession,
): Reading {
  if (at >= end) return fault('BACnet network message cut short')
  const type = bytes[at]!
  const fn = networkMessages[type]!
  if (type === whoIsRouter || type === whatIsNumber || type === routingTable)
    return application.callOf(fn, ends.destination).request
  const call = application.callOf(fn, ends.source)
  if (type === rejects) return readingOf([refusing(call.event.messages[0]!)])
  return saying(type === routingTableAck ? call.response : call.event, factsOf(type, bytes, at + 1, end), ends)
}
