import { createCalls } from '../calls.ts'
import { join, u16le } from '../octets.ts'
import type { IdentityFact, Protocol, ProtocolSession } from '../protocol.ts'
import { fault, nothing, type Reading, withFault, withIdentity } from '../reading.ts'
import { Waiting } from '../waiting.ts'
import { functionOf, linkFunctionOf, openToRead } from './functions.ts'
import { copyUserData, frameLength, header, isFromMaster, isPrimary, mostUserOctets, userOctets } from './link.ts'
import { firstGroup, opensToRead, readObjects } from './objects.ts'

const openFile = 25
const response = 129
const unsolicited = 130
const authentication = 131
/** Functions whose objects are headers only (table 4-1): what is to be read, frozen, enabled or put in a class. */
const bare = new Set([0, 1, 7, 8, 9, 10, 13, 14, 20, 21, 22, 23, 24])
/** Second octet of the internal indications: function not supported, object unknown, parameter error, already executing. */
const refusals = 0x17

/** Bounds of what one conversation may keep. */
const fragmentLimit = 16
const longestFragment = 65_536

const callFor = createCalls()

/** Texts of addresses; 0xfffd to 0xffff ask all outstations, and 0xfff0 to 0xfffc are no device's either (9.2.4.1.4). */
const units: (string | undefined)[] = new Array(0x10000)
function unitOf(address: number): string | undefined {
  if (address >= 0xfff0) return undefined
  units[address] ??= String(address)
  return units[address]
}

/** The user data of the frame that is being read. */
const segment = new Uint8Array(mostUserOctets)

/** A fragment that is not complete yet. */
interface Fragment {
  readonly parts: Uint8Array[]
  size: number
  sequence: number
}

function open(): ProtocolSession {
  /** Source and destination → what has come of a fragment. */
  const fragments = new Waiting<Fragment>(fragmentLimit)

  /**
   * Transport function (8.2): FIN, FIR and a sequence in one octet before each segment, whose `size` octets are in `segment`.
   * The whole fragment once it is, nothing before; a text where there can be none.
   */
  function assemble(key: number, size: number): Uint8Array | undefined | string {
    const control = segment[0]!
    const isFirst = (control & 0x40) !== 0
    const begun = fragments.take(key)
    const before = isFirst ? undefined : begun
    if (!isFirst && before === undefined) return 'DNP3 segment without the first one of its fragment'
    if (before !== undefined && (control & 0x3f) !== ((before.sequence + 1) & 0x3f))
      return 'DNP3 segment out of its order'
    const fragment = before ?? { parts: [], size: 0, sequence: 0 }
    fragment.parts.push(segment.slice(1, size))
    fragment.size += size - 1
    fragment.sequence = control & 0x3f
    if (fragment.size > longestFragment || fragment.parts.length > 1024) return 'DNP3 fragment longer than any'
    if ((control & 0x80) !== 0) return join(...fragment.parts)
    fragments.put(key, fragment)
    return undefined
  }

  /**
   * Application layer: control (FIR, FIN, CON, UNS, sequence), function; responses add internal indications (4.2.2). A response
   * names no function but its own, 0x81, as tshark and Zeek count it.
   */
  function readFragment(bytes: Uint8Array, start: number, end: number, fromMaster: boolean, unit?: string): Reading {
    if (end - start < 2) return fault('DNP3 fragment cut short')
    const code = bytes[start + 1]!
    const answers = code >= response && code <= authentication
    const objects = start + (answers ? 4 : 2)
    if (end < objects) return fault('DNP3 fragment cut short')
    if (answers === fromMaster) return fault('DNP3 function from the wrong side')
    const isRead = code === openFile && opensToRead(bytes, objects, end)
    const fn = isRead ? openToRead : functionOf(code, answers ? -1 : firstGroup(bytes, objects, end))
    const call = callFor(fn, unit)
    const said = readObjects(bytes, objects, end, bare.has(code))
    const refused = answers && code !== unsolicited && ((bytes[start + 3]! & refusals) !== 0 || said.isRefused)
    const plain = fromMaster ? call.request : code === unsolicited ? call.event : refused ? call.refusal : call.response
    if (said.facts.length === 0 && said.trouble === '') return plain
    const identity: IdentityFact[] = fromMaster
      ? // The master names a file of the outstation, or writes what it is to be called.
        said.facts.map((fact) => ({ ...fact, about: 'peer' }))
      : said.facts
    const reading = withIdentity(plain, identity)
    return said.trouble === '' ? reading : withFault(reading, said.trouble)
  }

  return {
    read(bytes, start, end) {
      const length = frameLength(bytes, start, end)
      if (length <= 0 || start + length > end) return fault('not a complete DNP3 frame')
      const control = bytes[start + 3]!
      const destination = u16le(bytes, start + 4)
      const source = u16le(bytes, start + 6)
      const fromMaster = isFromMaster(control)
      const outstation = fromMaster ? destination : source
      const linkFunction = control & 15
      if (!isPrimary(control) || (linkFunction !== 3 && linkFunction !== 4)) {
        const fn = linkFunctionOf((control & 0x40) | linkFunction)
        if (fn === undefined) return fault('DNP3 link function of an unknown kind')
        const call = callFor(fn, unitOf(outstation))
        return isPrimary(control) ? call.request : call.response
      }
      if (userOctets(bytes[start + 2]!) < 2) return fault('DNP3 frame without user data')
      const size = copyUserData(bytes, start, segment)
      if (size < 0) return fault('DNP3 checksum is wrong')
      const unit = unitOf(outstation)
      // First and last at once, as nearly all are.
      if (segment[0]! >= 0xc0) return readFragment(segment, 1, size, fromMaster, unit)
      const fragment = assemble(source * 0x10000 + destination, size)
      if (fragment === undefined) return nothing
      if (typeof fragment === 'string') return fault(fragment)
      return readFragment(fragment, 0, fragment.length, fromMaster, unit)
    },
  }
}

/** By content: the start octets, and a header whose checksum is right. */
const recognises = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start >= header && frameLength(bytes, start, end) > 0

/** DNP3 (IEEE 1815-2012). The bit DIR tells masters from outstations, not the port: an outstation may call its master. */
export const dnp3: Protocol = {
  name: 'dnp3',
  transports: ['tcp', 'udp'],
  ports: [20000, 19999],
  recognises,
  lengthAt: frameLength,
  session: open,
}
