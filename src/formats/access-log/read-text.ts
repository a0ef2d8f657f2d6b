import type { AccessLine } from '#core/access/access-line.ts'
import { createLineCutter } from '../text-lines.ts'
import { guacamoleLine, teleportEvent } from './gateway-lines.ts'
import { type HeadedLine, headedLine } from './log-header.ts'
import { sshLine } from './ssh-lines.ts'
import type { ReadMessage, ToldLine } from './told-line.ts'
import { asaLine, fortiGateLine, fortiGateTime, openVpnLine, strongSwanLine } from './vpn-lines.ts'
import { readTime, type TimeOptions } from './zoned-time.ts'

export interface Counted {
  count: number
  readonly firstLine: number
}

/** What a log tells, every line accounted for: `read + ignored + faulty = lines`. */
export interface AccessLog {
  readonly lines: AccessLine[]
  readonly accounting: { lines: number; read: number; ignored: number; faulty: number }
  readonly ignored: Map<string, Counted>
  readonly faults: Map<string, Counted>
}

export const emptyLog = (): AccessLog => ({
  lines: [],
  accounting: { lines: 0, read: 0, ignored: 0, faulty: 0 },
  ignored: new Map(),
  faults: new Map(),
})

/** Beyond so many lines of access a file is none of one plant. */
const mostLines = 500_000
/** Reasons come out of the file in part: bounded. */
const mostReasons = 200

const readers: readonly ReadMessage[] = [sshLine, asaLine, fortiGateLine, guacamoleLine, strongSwanLine, openVpnLine]

/** Takes what one line told, or why it told nothing; says whether it was read. */
export interface Recorder {
  read(line: number, told: ToldLine, at: string | null): boolean
  ignore(line: number, reason: string): boolean
  refuse(line: number, reason: string): boolean
}

export function recorder(log: AccessLog): Recorder {
  const count = (map: Map<string, Counted>, reason: string, line: number) => {
    const known = map.get(reason)
    if (known !== undefined) known.count++
    else if (map.size < mostReasons) map.set(reason, { count: 1, firstLine: line })
  }
  const refuse = (line: number, reason: string) => {
    log.accounting.faulty++
    count(log.faults, reason, line)
    return false
  }
  return {
    read(line, told, at) {
      if (at === null) return refuse(line, 'it has no time that can be read')
      if (log.lines.length >= mostLines) return refuse(line, `more than ${mostLines} lines of access`)
      log.accounting.read++
      log.lines.push({ ...blank, ...told, line, at })
      return true
    },
    ignore(line, reason) {
      log.accounting.ignored++
      count(log.ignored, reason, line)
      return false
    },
    refuse,
  }
}

const blank: Omit<AccessLine, 'line' | 'what' | 'service' | 'at'> = {
  until: null,
  account: null,
  person: null,
  source: null,
  assigned: null,
  target: null,
  host: null,
  session: null,
  seconds: null,
  reason: null,
}

/** Reads a log of lines: syslog of RFC 3164 and 5424, OpenVPN's and Guacamole's own files, FortiGate's pairs, Teleport's JSON. */
export function readText(log: AccessLog, options: TimeOptions): { push(chunk: Uint8Array): void; finish(): void } {
  const record = recorder(log)
  const take = (text: string, line: number, isCut: boolean): boolean => {
    log.accounting.lines++
    if (isCut) return record.refuse(line, 'a line longer than any that is read')
    const said = line === 1 ? text.replace(/^\ufeff/, '') : text
    if (said.trim() === '') return record.ignore(line, 'an empty line')
    if (said.trimStart().startsWith('{')) return takeJson(said, line, record, options)
    const headed: HeadedLine = headedLine(said, options) ?? {
      at: null,
      host: null,
      program: null,
      process: null,
      message: said,
    }
    for (const read of readers) {
      const told = read(headed)
      if (told === null) continue
      if (typeof told === 'string') return record.ignore(line, told)
      const own = read === fortiGateLine ? fortiGateTime(headed.message) : null
      const at = (own === null ? null : readTime(own, options)) ?? headed.at
      return record.read(line, { host: headed.host, ...without(told) }, at)
    }
    const isHeaded = headed.at !== null || headed.program !== null
    return isHeaded
      ? record.ignore(line, `a line of ${headed.program === null ? 'another program' : headed.program.slice(0, 40)}`)
      : record.refuse(line, 'it is a line of no log that is known')
  }
  return createLineCutter((text, line, isCut) => {
    take(text, line, isCut)
  })
}

/** What a reader leaves open must not hide what the header says. */
const without = (told: ToldLine): ToldLine =>
  Object.fromEntries(
    Object.entries(told).filter(([, value]) => value !== null && value !== undefined),
  ) as unknown as ToldLine

function takeJson(text: string, line: number, record: Recorder, options: TimeOptions): boolean {
  let value: unknown
  try {
    // A line is bounded, and so is how deep it can go.
    value = JSON.parse(text)
  } catch {
    return record.refuse(line, 'it is no JSON')
  }
  return takeEvent(value, line, record, options)
}

export function takeEvent(value: unknown, line: number, record: Recorder, options: TimeOptions): boolean {
  const told = teleportEvent(value)
  if (told === null) return record.refuse(line, 'it is no event of Teleport')
  if (typeof told === 'string') return record.ignore(line, told)
  const { time, until, ...rest } = told
  return record.read(
    line,
    { ...rest, until: until === null || until === undefined ? null : readTime(until, options) },
    time === null ? null : readTime(time, options),
  )
}
