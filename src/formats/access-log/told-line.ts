import type { AccessLine } from '#core/access/access-line.ts'
import type { HeadedLine } from './log-header.ts'

/** What a line tells; the line number and the time of the header are filled in by whoever reads the file. */
export type ToldLine = Pick<AccessLine, 'what' | 'service'> & Partial<Omit<AccessLine, 'line' | 'what' | 'service'>>

/**
 * Reads what one program writes. Null: not this program's line; a text: its line, which tells of no access, and why it is
 * left out.
 */
export type ReadMessage = (line: HeadedLine) => ToldLine | string | null

/** Addresses as logs write them: in brackets, with a port, mapped into IPv6. */
export function addressIn(text: string | null | undefined): string | null {
  const said = text?.trim().replace(/^[[(<]|[\])>]$/g, '') ?? ''
  const mapped = said.replace(/^::ffff:(?=\d+\.)/i, '')
  const [, v4] = /^(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?$/.exec(mapped) ?? []
  if (v4 !== undefined) return v4.split('.').every((part) => Number(part) <= 255) && v4 !== '0.0.0.0' ? v4 : null
  const [, bracketed] = /^\[?([0-9a-f:]{2,39})(?:%\w+)?\]?(?:\]:\d{1,5})?$/i.exec(mapped) ?? []
  return bracketed?.includes(':') && bracketed !== '::' ? bracketed.toLowerCase() : null
}

/** An account by its own name: without domain, realm or the quotes around it. */
export function accountIn(text: string | null | undefined): string | null {
  const said = text?.trim().replace(/^["'<]|[">']$/g, '') ?? ''
  if (said === '' || said === '-' || /^(n\/a|unknown|\(unknown\)|<unknown>)$/i.test(said)) return null
  return said.slice(0, 256)
}
