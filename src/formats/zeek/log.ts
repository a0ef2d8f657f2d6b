import type { Telling } from '#core/capture/telling.ts'
import type { Ends } from '#core/capture/told-flow.ts'
import type { Operation, WireFunction } from '../protocol.ts'
import type { LogRow } from './row.ts'

/** What is known of the line that a log's reader looks at. */
export interface LineContext {
  readonly telling: Telling
  /** Number of the line, over all files of the import. */
  readonly line: number
  /** µs; null where the time is unset or masked. */
  readonly at: number | null
  /** Null where the line names no two ends. */
  readonly ends: Ends | null
  /** Zeek's originator is the client. */
  readonly isOrigClient: boolean
  /** Whom Zeek took for originator and responder. */
  readonly orig: string | null
  readonly resp: string | null
  /** Remembers a value of a connection (the class that a request names), for its later lines. */
  readonly memory: Map<string, unknown>
}

/** How one log is read. */
export interface Log {
  /** Where the log itself does not say: TCP or UDP. */
  readonly transport?: 'tcp' | 'udp'
  /** Nothing is read from it, and why. */
  readonly ignored?: string
  read?(row: LogRow, context: LineContext): void
}

/** The server is the device asked, whoever opened the connection. */
export function isToServer(row: LogRow, { isOrigClient }: LineContext): boolean | null {
  const isOrig = row.get('is_orig')
  if (isOrig === 'T') return isOrigClient
  return isOrig === 'F' ? !isOrigClient : null
}

/** The one who sent the line's message, where the log tells. */
export function senderOf(row: LogRow, context: LineContext): string | null {
  const source = row.get('source_h')
  if (source !== null) return source
  const isOrig = row.get('is_orig')
  return isOrig === 'T' ? context.orig : isOrig === 'F' ? context.resp : null
}

/** Tells facts about a device: those without a value are left out. */
export function tell(
  context: LineContext,
  address: string | null,
  reader: string,
  facts: Readonly<Record<string, string | null | undefined>>,
  more: { readonly unit?: string | undefined; readonly protocol?: string } = {},
): void {
  if (address === null) return
  for (const [field, value] of Object.entries(facts)) {
    if (value !== null && value !== undefined && !/^(unknown|n\/a)$/i.test(value))
      context.telling.fact({ address, reader, field, value, ...more }, context.at, context.line)
  }
}

const verbs: readonly (readonly [RegExp, Operation])[] = [
  [/download|upload|program|firmware|restart|reset|(^|[ _])(run|stop|start|file|delete|create)($|[ _])/i, 'program'],
  [/identif|device (info|data)|who ?(is|has)|config.*(request|send)|send (cfg|hdr)|model|find device/i, 'identify'],
  [/write|set |^set|control|command|operate|force|squawk|lock/i, 'write'],
  [/read|request|get|poll|data|query|browse|recall|status|history/i, 'read'],
]

/** A function that only the log names: classed by its words, and counted under the name that the log gives it. */
export function namedFunction(name: string, code = name): WireFunction {
  const found = verbs.find(([words]) => words.test(name))
  return { code, name, operation: found?.[1] ?? 'other' }
}

/** `READ_HOLDING_REGISTERS`, `read-property-request` and `readProperty` are one name. */
export const folded = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Functions by their folded names: logs write the names of the standard in their own spelling. */
export const byFoldedName = (functions: readonly WireFunction[]): ReadonlyMap<string, WireFunction> =>
  new Map(functions.map((fn) => [folded(fn.name), fn]))

/** The functions of a range of numbers. */
export const numbered = <T>(from: number, to: number, of: (code: number) => T | undefined): T[] =>
  Array.from({ length: to - from + 1 }, (_, i) => of(from + i)).filter((one) => one !== undefined)
