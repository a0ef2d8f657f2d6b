import { once } from 'node:events'
import { stripVTControlCharacters, styleText } from 'node:util'

/** stdout is data, stderr is messages. Colour only where a person looks and has not said NO_COLOR. */
const coloured = process.stdout.isTTY === true && !process.env.NO_COLOR

type Style = Parameters<typeof styleText>[0]

export function styled(style: Style, text: string): string {
  return coloured ? styleText(style, text) : text
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

const roomForPieces = 65_536
/** A character of a text takes at most so many bytes. */
const bytesPerCharacter = 3

/** Writes what may be too large for one text, piece by piece, no faster than it is taken. */
export async function printPieces(pieces: Iterable<string>): Promise<void> {
  let waiting = Buffer.allocUnsafe(roomForPieces)
  let filled = 0
  const write = async (bytes: string | Uint8Array) => {
    if (!process.stdout.write(bytes)) await once(process.stdout, 'drain')
  }
  const flush = async () => {
    const full = waiting.subarray(0, filled)
    // Whoever takes it may still be reading it.
    waiting = Buffer.allocUnsafe(roomForPieces)
    filled = 0
    if (full.length > 0) await write(full)
  }
  for (const piece of pieces) {
    const most = piece.length * bytesPerCharacter
    if (filled + most > roomForPieces) await flush()
    if (most > roomForPieces) await write(piece)
    else filled += waiting.write(piece, filled)
  }
  await flush()
}

export function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** One line that is written over while work goes on; nothing where nobody watches. */
export function progressLine() {
  const watched = process.stderr.isTTY === true
  return {
    show(text: string) {
      if (watched) process.stderr.write(`\r\u001b[2K${text}`)
    },
    end() {
      if (watched) process.stderr.write('\r\u001b[2K')
    },
  }
}

/** Columns on a terminal take two cells for Japanese and one for Latin. */
export function cells(text: string): number {
  let width = 0
  for (const char of stripVTControlCharacters(text))
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(char)
      ? 2
      : 1
  return width
}

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - cells(text)))
}

/** A table without rules: headings, rows, two blanks between. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(cells(title), ...rows.map((row) => cells(row[i] ?? ''))))
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => pad(cell, widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  return [styled('dim', line(head)), ...rows.map(line)].join('\n')
}
