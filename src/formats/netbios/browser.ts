import { text, u16be, u16le, u32le } from '../octets.ts'
import type { IdentityFact, Protocol } from '../protocol.ts'
import { fault, type Reading } from '../reading.ts'
import { say, telling } from '../telling.ts'
import { browserFunction, datagram } from './functions.ts'
import { isComputer, isEncodedName, nameAt } from './names.ts'

/** RFC 1002 §4.4.1: type, flags, id, source address and port, length, offset; then both names. */
const header = 14
const namesAt = (bytes: Uint8Array, start: number): boolean => bytes[start]! >= 0x10 && bytes[start]! <= 0x12

function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start > header + 34 && namesAt(bytes, start) && isEncodedName(bytes, start + header, end)
}

function read(bytes: Uint8Array, start: number, end: number): Reading {
  if (!recognises(bytes, start, end)) return fault('not a complete message')
  const facts: IdentityFact[] = []
  const source = nameAt(bytes, start, start + header, end)
  const target = source === undefined ? undefined : nameAt(bytes, start, source.next, end)
  if (source === undefined || target === undefined) return fault('not a complete message')
  if (isComputer(source)) say(facts, 'name', source.text)
  const body = mailslot(bytes, target.next, end)
  if (body === undefined) return telling('event', datagram, facts)
  const [at, stop] = body
  announcement(bytes, at, stop, facts)
  return telling('event', browserFunction(bytes[at]!), facts)
}

/** Where the contents of an SMB transaction to \MAILSLOT\BROWSE or \MAILSLOT\LANMAN are: MS-CIFS §2.2.4.33. */
function mailslot(bytes: Uint8Array, smb: number, end: number): readonly [number, number] | undefined {
  if (smb + 70 > end || u16be(bytes, smb) !== 0xff53 || u16be(bytes, smb + 2) !== 0x4d42 || bytes[smb + 4] !== 0x25) {
    return undefined
  }
  const words = smb + 33
  const nameFrom = words + 2 * bytes[smb + 32]! + 2
  if (!/^\\MAILSLOT\\(BROWSE|LANMAN)$/i.test(text(bytes, nameFrom, Math.min(end, nameFrom + 32)))) return undefined
  const at = smb + u16le(bytes, words + 24)
  const stop = Math.min(end, at + u16le(bytes, words + 22))
  return at < stop && at > smb + 32 ? [at, stop] : undefined
}

const [host, election, domain, master, localMaster] = [1, 8, 12, 13, 15]

/** MS-BRWS §2.2.1 and following. */
function announcement(bytes: Uint8Array, at: number, end: number, facts: IdentityFact[]): void {
  const command = bytes[at]!
  if (command === host || command === localMaster || command === domain) {
    if (at + 32 > end) return
    const name = text(bytes, at + 6, at + 22)
    const comment = text(bytes, at + 32, end)
    const isUnix = (u32le(bytes, at + 24) & 0x800) !== 0
    say(facts, 'server', name)
    say(facts, 'osMajor', String(bytes[at + 22]!))
    say(facts, 'osMinor', String(bytes[at + 23]!))
    if (command === domain) {
      // Its name is the workgroup's, its comment the name of the master browser, which sends it.
      say(facts, 'workgroup', name)
      say(facts, 'masterBrowser', comment)
      return
    }
    say(facts, 'name', name)
    say(facts, 'comment', comment)
    say(facts, 'os', isUnix ? 'Unix (Samba)' : `Windows NT ${bytes[at + 22]}.${bytes[at + 23]}`)
    say(facts, 'serverType', serverTypes(u32le(bytes, at + 24)))
  } else if (command === election && at + 14 < end) say(facts, 'server', text(bytes, at + 14, end))
  else if (command === master) say(facts, 'masterBrowser', text(bytes, at + 1, end))
}

/** Those of the server type bits that tell a role: MS-BRWS §2.2.1. */
const typeBits: readonly (readonly [bit: number, said: string])[] = [
  [0x4, 'SQL server'],
  [0x8, 'domain controller'],
  [0x10, 'backup domain controller'],
  [0x20, 'time server'],
  [0x200, 'print server'],
  [0x1000, 'workstation'],
  [0x8000, 'server'],
]
const serverTypes = (bits: number): string =>
  typeBits
    .filter(([bit]) => (bits & bit) !== 0)
    .map(([, said]) => said)
    .join(', ')

/** NetBIOS datagrams, in which computers of a Windows network announce themselves. */
export const browser: Protocol = {
  name: 'browser',
  transports: ['udp'],
  ports: [138],
  recognises,
  lengthAt: (_, start, end) => end - start,
  session: () => ({ read }),
}
