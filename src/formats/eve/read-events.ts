import { addressWords, ipv6Text } from '#core/capture/address-text.ts'
import { createTelling, type TellingOptions } from '#core/capture/telling.ts'
import type { SourcePart } from '#core/capture/told.ts'
import { endsOf } from '#core/capture/told-ends.ts'
import { createJsonEntries } from '../json-entries.ts'
import { countAt, textAt } from '../json-value.ts'
import type { LineCutter } from '../text-lines.ts'
import type { LogsReader } from '../zeek/read-logs.ts'
import { microsOf } from '../zeek/row.ts'
import type { EventContext } from './event.ts'
import { eventKind, isOpeningSeen } from './events.ts'

/** Flows whose direction later events may ask for. */
const mostRemembered = 200_000
const byNumber: Readonly<Record<string, string>> = {
  '006': 'tcp',
  '6': 'tcp',
  '017': 'udp',
  '17': 'udp',
  '132': 'sctp',
}

/** Reads Suricata's EVE: one JSON event a line, or an array of them. `flow` makes conversations; the others add to them. */
export function createEveReader(options: TellingOptions = {}): LogsReader {
  const telling = createTelling(options)
  const parts: SourcePart[] = []
  const ignored = new Map<string, { count: number; firstLine: number }>()
  const opened = new Set<string>()
  let cutter: LineCutter | null = null
  let before = 0
  let events = 0
  let read = 0
  let left = 0
  let bytes = 0

  const ignore = (reason: string, line: number) => {
    left++
    const known = ignored.get(reason)
    if (known === undefined) ignored.set(reason, { count: 1, firstLine: line })
    else known.count++
  }

  const take = (event: Readonly<Record<string, unknown>>, line: number) => {
    const type = textAt(event, 'event_type')
    if (type === null) return telling.fault('the entry is of no kind', line)
    const kind = eventKind(type)
    if (kind === null) return ignore(`events of this kind are not read: ${type.slice(0, 60)}`, line)
    if (kind.ignored !== undefined || kind.read === undefined) return ignore(kind.ignored ?? '', line)
    const context = contextOf(event, type, line)
    if (context === null) return telling.fault('the address of an end is none', line)
    if (context.ends === null && type !== 'arp') return telling.fault('the entry names no two ends', line)
    kind.read(event, context)
    read++
  }

  const contextOf = (event: unknown, type: string, line: number): EventContext | null => {
    const [source, target] = [textAt(event, 'src_ip'), textAt(event, 'dest_ip')].map((ip) => plain(ip))
    if (source === undefined || target === undefined) return null
    const at = microsOf(textAt(event, 'timestamp'))
    const known = { telling, line, at, source, target }
    if (source === null || target === null) return { ...known, ends: null, isSourceClient: true }
    const proto = (textAt(event, 'proto') ?? '').toLowerCase()
    const flow = textAt(event, 'flow_id')
    const isOpened = type === 'flow' ? isOpeningSeen(event) : opened.has(flow ?? '')
    if (type === 'flow' && flow !== null && isOpened && opened.size < mostRemembered) opened.add(flow)
    const { ends, isFromClient } = endsOf(
      { address: source, port: countAt(event, 'src_port') },
      { address: target, port: countAt(event, 'dest_port') },
      byNumber[proto] ?? proto,
      isOpened ? true : null,
    )
    return { ...known, ends, isSourceClient: isFromClient }
  }

  const close = () => {
    cutter?.finish()
    before += cutter?.lines() ?? 0
    cutter = null
  }

  return {
    open(name) {
      close()
      parts.push({ name, from: before })
      cutter = createJsonEntries((event, number, reason) => {
        events++
        if (event === null) telling.fault(reason, before + number)
        else take(event, before + number)
      })
    },
    push(chunk) {
      bytes += chunk.length
      cutter?.push(chunk)
    },
    fault: (reason) => telling.fault(reason),
    finish(file) {
      close()
      const told = telling.finish({ file, lines: events, bytes, read, ignored: left })
      return { told, parts, ignored, notes: new Map() }
    },
  }
}

/** IPv6 addresses come with all their groups written out; captures print them short. Undefined: no address. */
function plain(ip: string | null): string | null | undefined {
  if (ip === null) return null
  const words = addressWords(ip)
  if (words === null) return undefined
  return words.length === 4 ? shortIpv6(words) : ip
}

function shortIpv6([a, b, c, d]: readonly number[]): string {
  return ipv6Text(a!, b!, c!, d!)
}
