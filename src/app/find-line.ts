import type { DescribedPacket } from '#areas/network/index.ts'
import { createLineCutter } from '#formats/text-lines.ts'
import { describeLine } from '#formats/zeek/describe.ts'
import { readParts } from '#platform/files/read-parts.ts'

const mostHeaders = 40

/** Finds one line of a kept log (of a file within it, where it is an archive) and shows it field by field. */
export async function findLine(
  path: string,
  fileName: string,
  place: { readonly part: string | null; readonly line: number },
): Promise<DescribedPacket | null> {
  const { part, line } = place
  for await (const { name, chunks } of readParts(path, fileName)) {
    if (part !== null && name !== part) continue
    const headers: string[] = []
    let found: string | null = null
    const cutter = createLineCutter((text, number) => {
      if (number === line) found = text
      else if (number < line && text.startsWith('#') && headers.length < mostHeaders) headers.push(text)
    })
    for await (const chunk of chunks) {
      cutter.push(chunk)
      if (cutter.lines() >= line) break
    }
    if (found === null) cutter.finish()
    return found === null ? null : described(headers, found, name, line)
  }
  return null
}

function described(headers: readonly string[], text: string, name: string, line: number): DescribedPacket {
  const { log, fields, fault } = describeLine(headers, text)
  const length = Buffer.byteLength(text)
  return {
    at: null,
    lengthOnWire: length,
    lengthCaptured: length,
    layers: [{ protocol: `${log ?? name}:${line}`, offset: 0, length, fields }],
    hex: null,
    masked: [],
    faults: fault === null ? [] : [{ offset: null, reason: fault }],
  }
}
