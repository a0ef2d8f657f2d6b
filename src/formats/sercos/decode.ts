import { hex } from '../octets.ts'
import type { Protocol, WireFunction } from '../protocol.ts'
import { fault, type Reading, withIdentity } from '../reading.ts'
import { telling, wireFunction } from '../telling.ts'

/**
 * Header of a SERCOS III telegram (IEC 61158-4-19): type (channel, 0x40 for AT, number in the low four bits), phase, CRC (4).
 * What is in the telegrams only the parameters of communication phase 2 tell.
 */
const header = 6
const at = 0x40
const number = 0x0f
const lastNumber = 3
const phaseMask = 0x0f
const lastPhase = 4

function telegram(type: number): WireFunction {
  const name = (type & at) === 0 ? 'Master Data Telegram' : 'Acknowledge Telegram'
  return wireFunction(hex(type, 2), `${name} ${type & number}`, 'other')
}
const readings = new Map<number, Reading>()

export const sercos: Protocol = {
  name: 'sercos',
  transports: ['eth'],
  ports: [],
  etherTypes: [0x88cd],
  recognises: (bytes, start, end) =>
    start + header <= end &&
    (bytes[start]! & number) <= lastNumber &&
    (bytes[start]! & 0x10) === 0 &&
    (bytes[start + 1]! & phaseMask) <= lastPhase,
  lengthAt: (_, start, end) => end - start,
  session() {
    let isKnown = false
    let phase = -1
    return {
      read(bytes, start, end) {
        if (end - start < header) return fault('SERCOS header cut short')
        const type = bytes[start]! & (at | number)
        let reading = readings.get(type)
        if (reading === undefined) {
          reading = telling('event', telegram(type))
          readings.set(type, reading)
        }
        const now = bytes[start + 1]! & phaseMask
        if (isKnown && now === phase) return reading
        isKnown = true
        phase = now
        // The master sends both kinds; the slaves fill in theirs on the way.
        const identity = [
          { field: 'deviceType', value: 'SERCOS III master station' },
          { field: 'communicationPhase', value: `CP${now}` },
        ]
        return withIdentity(reading, identity)
      },
    }
  },
}
