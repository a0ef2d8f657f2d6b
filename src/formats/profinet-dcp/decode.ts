import { createCalls } from '../calls.ts'
import { u16be } from '../octets.ts'
import { readRt, rtState } from '../profinet-rt/decode.ts'
import type { IdentityFact, Message, Protocol, WireFunction } from '../protocol.ts'
import { fault, type Reading, withFault } from '../reading.ts'
import { telling } from '../telling.ts'
import { sayBlock, type Voice } from './blocks.ts'
import { dcpGet, dcpHello, dcpIdentify, dcpSet, dcpUnknown, services, strongerSetting } from './functions.ts'

/** FrameID (2), ServiceID, ServiceType, Xid (4), ResponseDelay (2), DCPDataLength (2): IEC 61158-6-10, 4.3. */
const header = 12
const firstFrameId = 0xfefc
const lastFrameId = 0xfeff
/** Far more than any device has options. */
const mostBlocks = 64
const responseTo = 0x0504

const isDcp = (frameId: number): boolean => frameId >= firstFrameId && frameId <= lastFrameId

const callTo = createCalls()

const saying = (kind: Message['kind'], refused: boolean, fn: WireFunction, facts: IdentityFact[]): Reading =>
  facts.length === 0 ? callTo(fn)[refused ? 'refusal' : kind] : telling(kind, fn, facts, undefined, refused)

/** One DCP message, from its FrameID on. */
export function readDcp(bytes: Uint8Array, start: number, end: number): Reading {
  if (start + header > end) return fault('DCP header cut short')
  const service = bytes[start + 2]!
  const type = bytes[start + 3]!
  const stop = start + header + u16be(bytes, start + 10)
  const isAnswer = type !== 0
  let fn: WireFunction =
    service === services.get
      ? dcpGet
      : service === services.set
        ? dcpSet
        : service === services.identify
          ? dcpIdentify
          : service === services.hello
            ? dcpHello
            : dcpUnknown
  const kind = service === services.hello ? 'event' : isAnswer ? 'response' : 'request'
  const facts: IdentityFact[] = []
  let refused = type > 1
  // Selectors of a Get request are bare option and suboption.
  if (fn === dcpUnknown || (service === services.get && !isAnswer)) return saying(kind, refused, fn, facts)
  const voice: Voice = isAnswer || service === services.hello ? 'own' : service === services.set ? 'told' : 'sought'
  // BlockInfo or BlockQualifier; the filter of an Identify request has neither.
  const prefix = voice === 'sought' ? 0 : 2
  let setting: WireFunction | undefined
  let at = start + header
  for (let i = 0; i < mostBlocks && at + 4 <= stop; i++) {
    const key = u16be(bytes, at)
    const next = at + 4 + u16be(bytes, at + 2)
    if (next > Math.min(stop, end)) break
    if (service === services.set && !isAnswer) setting = strongerSetting(setting ?? dcpSet, key)
    if (key === responseTo && next - at >= 7) {
      // Which block it is about, and what became of it: 0 is done.
      if (service === services.set) setting = strongerSetting(setting ?? dcpSet, u16be(bytes, at + 4))
      if (bytes[at + 6] !== 0) refused = true
    } else sayBlock(facts, key, bytes, at + 4 + prefix, next, voice)
    // Blocks begin at even offsets.
    at = next + ((next - start) & 1)
  }
  if (setting !== undefined) fn = setting
  const read = saying(kind, refused, fn, facts)
  return at < stop ? withFault(read, 'DCP block cut short') : read
}

/**
 * PROFINET on the link: DCP by itself, and RT frames, which share its ethertype and so its conversations. Those are told as
 * `profinet-rt`.
 */
export const profinetDcp: Protocol = {
  name: 'profinet-dcp',
  transports: ['eth'],
  ports: [],
  etherTypes: [0x8892],
  recognises(bytes, start, end) {
    if (start + 4 > end) return false
    if (!isDcp(u16be(bytes, start))) return true
    const service = bytes[start + 2]!
    return start + header <= end && service >= services.get && service <= services.hello
  },
  lengthAt: (_, start, end) => end - start,
  session() {
    const state = rtState()
    return {
      read: (bytes, start, end) =>
        isDcp(u16be(bytes, start)) ? readDcp(bytes, start, end) : readRt(bytes, start, end, state),
    }
  },
}
