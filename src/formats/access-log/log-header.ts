import { readTime, type TimeOptions } from './zoned-time.ts'

/** A line of a log, parted into what every line has and what it says. */
export interface HeadedLine {
  readonly at: string | null
  readonly host: string | null
  readonly program: string | null
  readonly process: string | null
  readonly message: string
}

/** RFC 5424 §6: version, time, host, program, process, message id, structured data. */
const modern =
  /^<\d{1,3}>1 (\S{1,64}) (\S{1,255}) (\S{1,48}) (\S{1,128}) \S{1,32} (?:-|(?:\[(?:[^\]\\"]|\\.|"(?:[^"\\]|\\.)*")*\])+)(?: ﻿?(.*))?$/s
/** RFC 3164 §4.1, with or without its priority; many write the time by ISO 8601 instead. */
const older =
  /^(?:<\d{1,3}>)?((?:[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d{1,6})?)|(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?))(?: ([^\s:%[\]]{1,255}))? *:? *(.*)$/s
/** `sshd[1234]: `; Cisco's `%ASA-6-113039: ` stands as a program without a process. */
const tagged = /^([A-Za-z][\w./()-]{0,47})(?:\[(\d{1,10})\])?: +(.*)$/s
/** OpenVPN, guacd and others that write their own files: the time, then what they say. */
const ownTime =
  /^((?:[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})|(?:\d{4}[-/]\d\d[-/]\d\d \d\d:\d\d:\d\d(?:[.,]\d{1,6})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?))\s+(.*)$/s

/** Null where the line has no header that is known. */
export function headedLine(line: string, options: TimeOptions): HeadedLine | null {
  const new5424 = modern.exec(line)
  if (new5424) {
    const [, time = '', host, program, process, message = ''] = new5424
    return {
      at: time === '-' ? null : readTime(time, options),
      host: said(host),
      program: said(program),
      process: said(process),
      message,
    }
  }
  const old = older.exec(line)
  if (old) {
    const [, time = '', host, rest = ''] = old
    const at = readTime(time, options)
    // `Nov  2 08:15:00 sshd[12]: …`: without a host the program stands in its place.
    const whole = host !== undefined && /^\[\d+\]: /.test(rest) ? `${host}${rest}` : rest
    const tag = tagged.exec(whole)
    return {
      at,
      host: whole === rest ? said(host) : null,
      program: tag?.[1] ?? null,
      process: tag?.[2] ?? null,
      message: tag?.[3] ?? whole,
    }
  }
  const own = ownTime.exec(line)
  if (own) return { at: readTime(own[1]!, options), host: null, program: null, process: null, message: own[2]! }
  return null
}

const said = (text: string | undefined): string | null => (text === undefined || text === '-' ? null : text)
