import { depthOf } from './zeek/decode.ts'

/** Why a text is no JSON, and on which line. */
export interface JsonFault {
  readonly reason: string
  readonly line: number
}

/** Reads JSON of bounded depth; never throws. */
export function readJson(text: string, deepest: number): { readonly value: unknown } | JsonFault {
  const plain = text.replace(/^\ufeff/, '')
  if (depthOf(plain) > deepest) return { reason: `it is nested deeper than ${deepest} levels`, line: 1 }
  try {
    return { value: JSON.parse(plain) as unknown }
  } catch (error) {
    const said = error instanceof Error ? error.message : ''
    const position = /at position (\d+)/.exec(said)?.[1]
    const isCut = position === undefined || Number(position) >= plain.trimEnd().length
    const before = isCut ? plain : plain.slice(0, Number(position))
    const line = before.split('\n').length
    return { reason: isCut ? 'the JSON is cut off at its end' : 'it is no JSON from here on', line }
  }
}
