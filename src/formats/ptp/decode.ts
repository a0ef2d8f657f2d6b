import { createCalls } from '../calls.ts'
import { digits, text, u16be } from '../octets.ts'
import type { IdentityFact, Message, Protocol, ProtocolSession, WireFunction } from '../protocol.ts'
import { fault, type Reading } from '../reading.ts'
import { say, telling } from '../telling.ts'
import { firstVersion, isMessage, kindOf, management, messageOf, messages } from './functions.ts'

/**
 * Type, version, length (2), domain, reserved, flags (2), correction (8), reserved (4), source clock (8) and port (2), sequence
 * (2), control, interval: IEEE 1588-2008, 13.3.
 */
const header = 34
const clockAt = 20
/** Of an Announce: 13.5. */
const announce = {
  length: 64,
  priority1: 47,
  class: 48,
  priority2: 52,
  grandmaster: 53,
  steps: 61,
  source: 63,
} as const
/** Of a Management message (15.4): action, then a TLV: type, length, id (2 each). */
const manage = { action: 46, tlv: 48, data: 54 } as const
const clockDescription = 0x0001
const clockLength = 8

const sources = new Map<number, string>([
  [0x10, 'atomic clock'],
  [0x20, 'GNSS'],
  [0x30, 'terrestrial radio'],
  [0x40, 'PTP'],
  [0x50, 'NTP'],
  [0x60, 'hand set'],
  [0x90, 'other'],
  [0xa0, 'internal oscillator'],
])

const callTo = createCalls()

const saying = (kind: Message['kind'], fn: WireFunction, facts: readonly IdentityFact[]): Reading =>
  facts.length === 0 ? callTo(fn)[kind] : telling(kind, fn, facts)

const isSame = (bytes: Uint8Array, a: number, b: number, length: number): boolean => {
  for (let i = 0; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false
  return true
}

function announceFacts(bytes: Uint8Array, start: number): IdentityFact[] {
  const facts: IdentityFact[] = []
  const grandmasterAt = start + announce.grandmaster
  const isGrandmaster = isSame(bytes, start + clockAt, grandmasterAt, clockLength)
  say(facts, 'deviceType', isGrandmaster ? 'PTP grandmaster clock' : 'PTP boundary clock')
  say(facts, 'clockIdentity', digits(bytes, start + clockAt, start + clockAt + clockLength))
  say(facts, 'grandmaster', digits(bytes, grandmasterAt, grandmasterAt + clockLength))
  say(facts, 'domain', String(bytes[start + 4]))
  say(facts, 'clockClass', String(bytes[start + announce.class]))
  if (isGrandmaster) say(facts, 'timeSource', sources.get(bytes[start + announce.source]!) ?? '')
  return facts
}

/** One PTPText: length, letters. Gives where it ends, −1 where it is cut. */
function textEnd(bytes: Uint8Array, at: number, end: number): number {
  const next = at + 1 + (bytes[at] ?? 0)
  return at < end && next <= end ? next : -1
}

/** CLOCK_DESCRIPTION (15.5.3.1.2): type, link, its address, network address, maker, then product, revisions, user's words. */
function describedFacts(bytes: Uint8Array, from: number, end: number): IdentityFact[] {
  const facts: IdentityFact[] = []
  const link = textEnd(bytes, from + 2, end)
  if (link < 0 || link + 2 > end) return facts
  const protocol = link + 2 + u16be(bytes, link)
  if (protocol + 4 > end) return facts
  const product = protocol + 4 + u16be(bytes, protocol + 2) + 4
  const revisions = textEnd(bytes, product, end)
  if (revisions < 0) return facts
  // manufacturer;model;instance and hardware;firmware;software
  const [maker = '', model = '', instance = ''] = text(bytes, product + 1, revisions).split(';')
  say(facts, 'vendor', maker.trim())
  say(facts, 'model', model.trim())
  say(facts, 'serial', instance.trim())
  const user = textEnd(bytes, revisions, end)
  if (user < 0) return facts
  const [hardware = '', firmware = '', software = ''] = text(bytes, revisions + 1, user).split(';')
  say(facts, 'hardware', hardware.trim())
  say(facts, 'firmware', firmware.trim() === '' ? software.trim() : firmware.trim())
  const last = textEnd(bytes, user, end)
  // name;location
  const [name = '', location = ''] = last < 0 ? [] : text(bytes, user + 1, last).split(';')
  say(facts, 'name', name.trim())
  say(facts, 'location', location.trim())
  return facts
}

function readManagement(bytes: Uint8Array, start: number, end: number): Reading {
  if (start + manage.tlv > end) return saying('event', messageOf(messages.management), [])
  const action = bytes[start + manage.action]! & 0x0f
  const fn = management[action] ?? messageOf(messages.management)
  const isAnswer = action === 2 || action === 4
  const isDescribed =
    action === 2 && start + manage.data <= end && u16be(bytes, start + manage.tlv + 4) === clockDescription
  const facts = isDescribed ? describedFacts(bytes, start + manage.data, end) : []
  return saying(isAnswer ? 'response' : 'request', fn, facts)
}

function open(): ProtocolSession {
  /** From the first priority to the time source, and the sender's clock: told again only when they change. */
  const last = new Uint8Array(announce.length)
  let hasLast = false
  const isNews = (bytes: Uint8Array, start: number): boolean => {
    let isNew = !hasLast
    hasLast = true
    for (let i = 0; i < announce.length; i++) {
      const counts = i === 4 || (i >= clockAt && i < clockAt + clockLength) || i >= announce.priority1
      if (!counts || last[i] === bytes[start + i]) continue
      last[i] = bytes[start + i]!
      isNew = true
    }
    return isNew
  }

  return {
    read(bytes, start, end) {
      if (end - start < header) return fault('PTP header cut short')
      if ((bytes[start + 1]! & 0x0f) === 1) return callTo(firstVersion).event
      const type = bytes[start]! & 0x0f
      const stop = Math.min(end, start + u16be(bytes, start + 2))
      if (type === messages.management) return readManagement(bytes, start, stop)
      if (type !== messages.announce) return callTo(messageOf(type))[kindOf(type)]
      if (start + announce.length > stop) return fault('PTP announcement cut short')
      return saying('event', messageOf(type), isNews(bytes, start) ? announceFacts(bytes, start) : [])
    },
  }
}

/** Precision Time Protocol on the link: who keeps the time. */
export const ptp: Protocol = {
  name: 'ptp',
  transports: ['eth'],
  ports: [],
  etherTypes: [0x88f7],
  recognises(bytes, start, end) {
    if (start + header > end) return false
    const version = bytes[start + 1]! & 0x0f
    if (version === 1) return bytes[start] === 0
    const length = u16be(bytes, start + 2)
    return version === 2 && isMessage(bytes[start]! & 0x0f) && length >= header && start + length <= end
  },
  lengthAt: (_, start, end) => end - start,
  session: open,
}

/** The same over UDP, on its ports only: a version and a length prove little elsewhere. */
export const ptpUdp: Protocol = { ...ptp, transports: ['udp'], ports: [319, 320], etherTypes: [], onlyOnPorts: true }
