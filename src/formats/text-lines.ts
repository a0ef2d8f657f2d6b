/** Takes the lines of a text as they come; `isCut`: the line was longer than any that is read, and its rest is left out. */
export type TakeLine = (line: string, number: number, isCut: boolean) => void

export interface LineCutter {
  /** The next bytes of the text; UTF-8, and what is none becomes U+FFFD. */
  push(chunk: Uint8Array): void
  /** Says that no more will come. */
  finish(): void
  /** How many lines there were. */
  lines(): number
}

/** A line of a log has some hundred characters; a certificate or a web form in it some ten thousand. */
const longest = 1 << 20

/** Cuts a text of any size into lines (ended by LF or CR LF), in memory that is bounded by the longest line read. */
export function createLineCutter(take: TakeLine): LineCutter {
  const decoder = new TextDecoder()
  let rest = ''
  let isCut = false
  let number = 0

  const end = () => {
    number++
    take(rest.endsWith('\r') ? rest.slice(0, -1) : rest, number, isCut)
    rest = ''
    isCut = false
  }
  const cut = (text: string) => {
    let at = 0
    for (;;) {
      const next = text.indexOf('\n', at)
      const part = next < 0 ? text.slice(at) : text.slice(at, next)
      if (rest.length + part.length > longest) {
        rest += part.slice(0, longest - rest.length)
        isCut = true
      } else rest += part
      if (next < 0) return
      end()
      at = next + 1
    }
  }
  return {
    push: (chunk) => cut(decoder.decode(chunk, { stream: true })),
    finish() {
      cut(decoder.decode())
      if (rest !== '' || isCut) end()
    },
    lines: () => number,
  }
}
