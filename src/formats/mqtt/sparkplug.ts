import { text } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { say } from '../telling.ts'

/** `spBv1.0/group/type/edge node[/device]` (Sparkplug 3.0, §4.1). */
export interface SparkplugTopic {
  readonly group: string
  readonly type: string
  readonly node: string
  readonly device: string | undefined
}

export function sparkplugTopic(topic: string): SparkplugTopic | undefined {
  const [namespace, group, type, node, device] = topic.split('/')
  if (namespace !== 'spBv1.0' && namespace !== 'spAv1.0') return undefined
  // `spBv1.0/STATE/host` tells whether a host application lives.
  if (group === 'STATE') return { group: '', type: 'STATE', node: type ?? '', device: undefined }
  if (group === undefined || type === undefined || node === undefined) return undefined
  return { group, type, node, device }
}

/** Metrics by which nodes tell their hardware, by the end of the name (Sparkplug 3.0, §6.4.6: the properties of the example). */
const told: readonly (readonly [ending: string, field: string])[] = [
  ['Properties/Hardware Make', 'vendor'],
  ['Properties/Hardware Model', 'model'],
  ['Properties/Serial Number', 'serial'],
  ['Properties/Firmware Version', 'firmware'],
  ['Properties/OS', 'os'],
  ['Properties/OS Version', 'osVersion'],
]
const mostMetrics = 256
const metrics = 2
const metricName = 1
const stringValue = 15

/** Texts among the metrics of a birth certificate: a protocol buffer, walked without keeping it. */
export function factsOfBirth(bytes: Uint8Array, start: number, end: number): IdentityFact[] {
  const facts: IdentityFact[] = []
  let count = 0
  walk(bytes, start, end, (field, at, stop) => {
    if (field !== metrics || ++count > mostMetrics) return
    let name = ''
    let value = ''
    walk(bytes, at, stop, (inner, from, to) => {
      if (inner === metricName) name = text(bytes, from, to)
      if (inner === stringValue) value = text(bytes, from, to)
    })
    for (const [ending, fact] of told) if (name.endsWith(ending)) say(facts, fact, value)
  })
  return facts
}

/** Fields with a length (wire type 2) are given; numbers are passed over. */
function walk(
  bytes: Uint8Array,
  start: number,
  end: number,
  take: (field: number, at: number, end: number) => void,
): void {
  let at = start
  const varint = (): number => {
    let value = 0
    for (let i = 0; i < 10 && at < end; i++) {
      const octet = bytes[at++]!
      if (i < 5) value += (octet & 0x7f) * 128 ** i
      if (octet < 0x80) return value
    }
    return value
  }
  while (at < end) {
    const key = varint()
    const type = key % 8
    if (type === 0) varint()
    else if (type === 1) at += 8
    else if (type === 5) at += 4
    else if (type === 2) {
      const stop = at + varintLengthAfter(bytes, at, end) + varint()
      if (stop > end) return
      take(Math.floor(key / 8), at, stop)
      at = stop
    } else return
  }
}

/** How many octets the number at `at` takes. */
function varintLengthAfter(bytes: Uint8Array, at: number, end: number): number {
  let length = 1
  while (at + length <= end && bytes[at + length - 1]! >= 0x80 && length < 10) length++
  return length
}
