import { ipv4At, macAt } from '../addresses.ts'
import { text, u32be } from '../octets.ts'
import type { IdentityFact, Protocol } from '../protocol.ts'
import { fault, type Reading, withFault } from '../reading.ts'
import { say, telling } from '../telling.ts'
import { bootReply, bootRequest, dhcpFunction } from './functions.ts'
import { readOptions } from './options.ts'

/** RFC 2131 §2: fixed part up to the vendor area, whose options begin with this number. */
const fixed = 236
const magicCookie = 0x63825363
const [snameAt, fileAt] = [44, 108]
const nowhere = '0.0.0.0'

function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  const op = bytes[start]
  if ((op !== 1 && op !== 2) || end - start < fixed || bytes[start + 2]! > 16 || bytes[start + 3]! > 16) return false
  if (end - start >= fixed + 4 && u32be(bytes, start + fixed) === magicCookie) return true
  // BOOTP of RFC 951: 64 octets of vendor area, Ethernet, and nothing behind the address.
  if (end - start < 300 || bytes[start + 1] !== 1 || bytes[start + 2] !== 6) return false
  for (let i = 34; i < 44; i++) if (bytes[start + i] !== 0) return false
  return u32be(bytes, start + 4) !== 0 && u32be(bytes, start + 28) + bytes[start + 32]! + bytes[start + 33]! !== 0
}

function read(bytes: Uint8Array, start: number, end: number): Reading {
  if (!recognises(bytes, start, end)) return fault('not a complete message')
  const isReply = bytes[start] === 2
  const facts: IdentityFact[] = []
  const hasMac = (bytes[start + 1] === 1 || bytes[start + 1] === 6) && bytes[start + 2] === 6
  const mac = hasMac ? macAt(bytes, start + 28) : ''
  // A lease query by address leaves it empty: then there is nobody to tell about.
  const client = hasMac && mac !== '00:00:00:00:00:00' ? mac : undefined
  const clientAddress = ipv4At(bytes, start + 12)
  const yourAddress = ipv4At(bytes, start + 16)
  say(facts, 'hardwareAddress', mac, client)
  say(facts, 'clientAddress', clientAddress, client)
  say(facts, 'assignedAddress', yourAddress, client)
  const relayed = ipv4At(bytes, start + 24)
  if (relayed !== nowhere) say(facts, 'relay', relayed, client)
  if (end < start + fixed + 4 || u32be(bytes, start + fixed) !== magicCookie) {
    boot(bytes, start, 0, facts, client)
    join(facts, isReply, yourAddress, client)
    return telling(isReply ? 'response' : 'request', isReply ? bootReply : bootRequest, facts)
  }
  const { type, overload, isCut } = readOptions(bytes, start + fixed + 4, end, client, isReply, facts)
  // Option 52: names that are not used for themselves carry options.
  if (overload & 1) readOptions(bytes, start + fileAt, start + fixed, client, isReply, facts)
  if (overload & 2) readOptions(bytes, start + snameAt, start + fileAt, client, isReply, facts)
  boot(bytes, start, overload, facts, client)
  const fn = type < 0 ? (isReply ? bootReply : bootRequest) : dhcpFunction(type)
  if (type >= 0) say(facts, 'messageType', fn.name, client)
  // Only an acknowledgement gives the address; an inform confirms one that the client has by other means.
  if (type === 5) join(facts, true, yourAddress === nowhere ? clientAddress : yourAddress, client)
  else if (type < 0) join(facts, isReply, yourAddress, client)
  const isRefusal = type === 6
  const reading = telling(isReply ? 'response' : 'request', fn, facts, undefined, isRefusal)
  return isCut && !isRefusal ? withFault(reading, 'options cut short') : reading
}

function join(facts: IdentityFact[], isGiven: boolean, address: string, client: string | undefined) {
  if (isGiven && client !== undefined && address !== nowhere) say(facts, 'ip', address, client)
}

/** Names of the boot server and of the file that a device loads, outside of options. */
function boot(bytes: Uint8Array, start: number, overload: number, facts: IdentityFact[], client: string | undefined) {
  if ((overload & 2) === 0) say(facts, 'bootServer', text(bytes, start + snameAt, start + fileAt), client)
  if ((overload & 1) === 0) say(facts, 'bootFile', text(bytes, start + fileAt, start + fixed), client)
}

/** DHCP for IPv4 and BOOTP: what a client says about itself, and which address belongs to which network card. */
export const dhcp: Protocol = {
  name: 'dhcp',
  transports: ['udp'],
  ports: [67, 68],
  recognises,
  lengthAt: (_, start, end) => end - start,
  session: () => ({ read }),
}
