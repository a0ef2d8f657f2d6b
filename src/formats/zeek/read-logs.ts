import { addressWords } from '#core/capture/address-text.ts'
import { createTelling, type TellingOptions } from '#core/capture/telling.ts'
import type { SourcePart, ToldImport } from '#core/capture/told.ts'
import { endsOf } from '#core/capture/told-ends.ts'
import { createLineCutter, type LineCutter } from '../text-lines.ts'
import { type BareSides, bareSides } from './bare-line.ts'
import { wasOpeningSeen } from './conn-log.ts'
import { createLogReader, type LogReader } from './decode.ts'
import type { LineContext } from './log.ts'
import { logByFields, logNamed } from './logs.ts'
import { countOf, type LogRow, timeOf } from './row.ts'
import { protocolOfServices } from './services.ts'

/** Takes the files of one import, one after the other. */
export interface LogsReader {
  /** Begins the next file: its name tells the log where its own lines do not. */
  open(name: string): void
  push(chunk: Uint8Array): void
  /** Notes what went wrong before the bytes arrived here (unpacking). */
  fault(reason: string): void
  finish(file: string): ToldImport
}

type Reasons = Map<string, { count: number; firstLine: number }>

/** Connections whose transport or direction later lines may ask for. */
const mostRemembered = 200_000

/** Reads the logs of one Zeek, in any order and of any size, in bounded memory. conn.log first lets the others know more. */
export function createZeekReader(options: TellingOptions = {}): LogsReader {
  const telling = createTelling(options)
  const parts: SourcePart[] = []
  const ignored: Reasons = new Map()
  const notes: Reasons = new Map()
  const remembered = new Map<string, { transport: string; opening: boolean | null }>()
  const memory = new Map<string, unknown>()
  const addresses = new Map<string, string | undefined>()
  let reader: LogReader = createLogReader()
  let cutter: LineCutter | null = null
  let named = ''
  /** Lines of files before this one, header lines included. */
  let before = 0
  let inFile = 0
  let rows = 0
  let read = 0
  let left = 0
  let bytes = 0

  const ignore = (reason: string, line: number) => {
    left++
    addReason(ignored, reason, line)
  }

  const take = (text: string, number: number, isCut: boolean) => {
    inFile = number
    const line = before + number
    if (isCut) {
      rows++
      telling.fault('the line is longer than any that is read', line)
      return
    }
    const found = reader.read(text)
    if (found.kind === 'header') return
    rows++
    if (found.kind === 'row') takeRow(found.row, line)
    else {
      const sides = found.reason.startsWith('a line before the header') ? bareSides(text) : null
      if (sides === null) telling.fault(found.reason, line)
      else takeBare(sides, line)
    }
  }

  /** Null where there is none; undefined where the text is no address. The same few are asked about line after line. */
  const addressIn = (row: LogRow, field: string): string | null | undefined => {
    const text = row.get(field)
    if (text === null) return null
    const known = addresses.get(text)
    if (known !== undefined || addresses.has(text)) return known
    const address = addressWords(text) === null ? undefined : text.toLowerCase()
    if (addresses.size < mostRemembered) addresses.set(text, address)
    return address
  }

  const takeRow = (row: LogRow, line: number) => {
    const name = row.log ?? logByFields(row.fields) ?? named
    const log = logNamed(name)
    if (log === null) return ignore(`logs of this kind are not read: ${name.slice(0, 60)}`, line)
    if (log.ignored !== undefined || log.read === undefined) return ignore(log.ignored ?? '', line)
    const at = timeOf(row, 'ts')
    const [orig, resp] = [addressIn(row, 'id.orig_h'), addressIn(row, 'id.resp_h')]
    if (orig === undefined || resp === undefined) {
      telling.fault('the address of an end is none', line)
      return
    }
    const context: LineContext = { ...sidesOf(row, name, log.transport, orig, resp), telling, line, at, memory }
    if (context.ends === null && (name === 'conn' || row.fields.includes('id.orig_h'))) {
      telling.fault('the entry names no two ends', line)
      return
    }
    log.read(row, context)
    read++
  }

  const sidesOf = (
    row: LogRow,
    name: string,
    usual: string | undefined,
    orig: string | null,
    resp: string | null,
  ): Pick<LineContext, 'ends' | 'isOrigClient' | 'orig' | 'resp'> => {
    const none = { ends: null, isOrigClient: true, orig, resp }
    if (orig === null || resp === null) return none
    const uid = row.get('uid')
    const known = uid === null ? undefined : remembered.get(uid)
    const proto = row.get('proto') ?? row.get('protocol')
    const transport =
      proto !== null && /^(tcp|udp|icmp|sctp|unknown_transport)$/.test(proto) ? proto : (known?.transport ?? usual)
    if (transport === undefined) return none
    const opening = known === undefined ? wasOpeningSeen(name === 'conn' ? row.get('history') : null) : known.opening
    if (name === 'conn' && uid !== null && remembered.size < mostRemembered) remembered.set(uid, { transport, opening })
    const { ends, isFromClient } = endsOf(
      { address: orig, port: countOf(row, 'id.orig_p') },
      { address: resp, port: countOf(row, 'id.resp_p') },
      transport,
      opening,
    )
    return { ends, isOrigClient: isFromClient, orig, resp }
  }

  /** A log whose header was cut off: its ends are known by what they are, nothing else is. */
  const takeBare = ({ from, to, transport, behind }: BareSides, line: number) => {
    const usual = transport ?? logNamed(named)?.transport
    if (usual === undefined) {
      telling.fault('a line before the header that names the columns', line)
      return
    }
    const { ends } = endsOf(from, to, usual, null)
    telling.talk(ends, null, line)
    const services = named === 'conn' && behind !== null && behind !== '-' ? [behind] : []
    const protocol =
      ends.transport === 'ip'
        ? ends.client.includes(':')
          ? 'icmpv6'
          : 'icmp'
        : protocolOfServices(services, ends.serverPort)
    if (protocol !== null) telling.recognise(ends, protocol, line)
    addReason(notes, 'the header that names the columns is missing: only who talked to whom is known', line)
    read++
  }

  const close = () => {
    cutter?.finish()
    before += inFile
    inFile = 0
  }

  return {
    open(name) {
      close()
      parts.push({ name, from: before })
      named = logNameOf(name)
      reader = createLogReader()
      cutter = createLineCutter(take)
    },
    push(chunk) {
      bytes += chunk.length
      cutter?.push(chunk)
    },
    fault: (reason) => telling.fault(reason),
    finish(file) {
      close()
      const told = telling.finish({ file, lines: rows, bytes, read, ignored: left })
      return { told, parts, ignored, notes }
    },
  }
}

/** `conn.00:00:00-01:00:00.log.gz` and `conn_20260401_00:00:00.log` are parts of conn.log. */
export function logNameOf(fileName: string): string {
  const base = fileName.slice(fileName.lastIndexOf('/') + 1)
  const bare = base.replace(/\.gz$/i, '').replace(/\.(log|json|jsonl|ndjson|txt)$/i, '')
  return bare
    .replace(/[._-]\d.*$/, '')
    .replace(/[-.](current|\d+)$/, '')
    .toLowerCase()
}

function addReason(reasons: Reasons, reason: string, line: number): void {
  const known = reasons.get(reason)
  if (known === undefined) reasons.set(reason, { count: 1, firstLine: line })
  else known.count++
}
