import { text, u16le, u32le } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { fault, type Reading } from '../reading.ts'
import { telling } from '../telling.ts'
import { discoveryOf } from './functions.ts'

/** UDP 48899: 03 66 14 71, 4 zeros, operation (4), AmsNetId (6) and port of the sender, number of tags (4), tags. */
export const magic = 0x71146603
const header = 24
const answerBit = 0x80000000
/** Tags: 3 TwinCAT version, 4 operating system, 5 host name; each with its length (2). */
const version = 3
const system = 4
const host = 5
const tagLimit = 32

export const isDiscovery = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start >= header && u32le(bytes, start) === magic && u32le(bytes, start + 4) === 0

export const netId = (bytes: Uint8Array, at: number): string =>
  `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}.${bytes[at + 4]}.${bytes[at + 5]}`

export function readDiscovery(bytes: Uint8Array, start: number, end: number): Reading {
  if (!isDiscovery(bytes, start, end)) return fault('ADS discovery cut short')
  const operation = u32le(bytes, start + 8)
  const isAnswer = operation >= answerBit
  const fn = discoveryOf(isAnswer ? operation - answerBit : operation)
  const identity: IdentityFact[] = [{ field: 'amsNetId', value: netId(bytes, start + 12) }]
  if (isAnswer) identity.push(...tags(bytes, start + 20, end))
  return telling(isAnswer ? 'response' : 'request', fn, identity)
}

function tags(bytes: Uint8Array, start: number, end: number): IdentityFact[] {
  const facts: IdentityFact[] = []
  const count = Math.min(u32le(bytes, start), tagLimit)
  for (let i = 0, at = start + 4; i < count && at + 4 <= end; i++) {
    const tag = u16le(bytes, at)
    const from = at + 4
    at = from + u16le(bytes, at + 2)
    if (at > end) break
    if (tag === host) {
      const name = text(bytes, from, at)
      if (name !== '') facts.push({ field: 'name', value: name })
    } else if (tag === version && at - from >= 4) {
      const said = `${bytes[from]}.${bytes[from + 1]}.${u16le(bytes, from + 2)}`
      facts.push({ field: 'product', value: 'TwinCAT' }, { field: 'firmware', value: said })
    } else if (tag === system && at - from >= 20) facts.push({ field: 'os', value: systemName(bytes, from) })
  }
  return facts
}

/** OSVERSIONINFO of Windows: size, major, minor, build, platform (4 each); platform 3 is Windows CE, 2 is NT. */
function systemName(bytes: Uint8Array, at: number): string {
  const major = u32le(bytes, at + 4)
  const minor = u32le(bytes, at + 8)
  const build = u32le(bytes, at + 12)
  const platform = u32le(bytes, at + 16)
  const family = platform === 3 ? 'Windows CE' : platform === 2 ? 'Windows NT' : `platform ${platform}`
  return `${family} ${major}.${minor}${build === 0 ? '' : `.${build}`}`
}
