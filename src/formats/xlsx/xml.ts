import { SaxesParser } from 'saxes'

/** What a part's reader listens to. Names come without their namespace prefix: some writers say `x:row`. */
export interface XmlListener {
  /** `line` is that of the tag's end, from 1; counted only where the listener {@link XmlListener.wantsLines}. */
  open(name: string, attributes: Readonly<Record<string, string>>, line: number): void
  close?(name: string): void
  text?(text: string): void
  readonly wantsLines?: true
}

const maxDepth = 64
/** Longest stretch of a part without a tag; Excel's longest cell has 32,767 characters. */
const maxCharactersWithoutTag = 4_000_000

/** Says why the part cannot be read any further. Thrown inside this folder only, and caught in {@link parseXml}. */
class XmlStop extends Error {}

/** Ends the reading of a part from within a listener: everything that is wanted was seen, or a limit is reached. */
export function stop(reason: string): never {
  throw new XmlStop(reason)
}

/**
 * Feeds the chunks of one XML part to a listener and yields after each chunk, so that the caller can hand on what was
 * read so far. Returns null at the end, or the reason why it stopped. Entities of a DTD are not expanded (saxes does
 * not), depth and text length are bounded. Only what `chunks` itself throws comes through.
 */
export async function* parseXml(
  chunks: AsyncIterable<Uint8Array>,
  listener: XmlListener,
): AsyncGenerator<void, string | null> {
  let sinceTag = 0
  let depth = 0
  const parser = new SaxesParser({ position: listener.wantsLines === true, xmlns: false })
  parser.on('opentag', (tag) => {
    sinceTag = 0
    depth += 1
    if (depth > maxDepth) stop(`elements are nested deeper than ${maxDepth}`)
    listener.open(local(tag.name), tag.attributes, parser.line)
  })
  parser.on('closetag', (tag) => {
    sinceTag = 0
    depth -= 1
    listener.close?.(local(tag.name))
  })
  if (listener.text) parser.on('text', (text) => listener.text?.(text))
  if (listener.text) parser.on('cdata', (text) => listener.text?.(text))

  const feed = (text: string): string | null => {
    try {
      sinceTag += text.length
      parser.write(text)
      if (sinceTag > maxCharactersWithoutTag) stop('a stretch of text without end')
      return null
    } catch (error) {
      return reasonOf(error)
    }
  }

  let decoder: InstanceType<typeof TextDecoder> | null = null
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(encodingOf(chunk))
    const fault = feed(decoder.decode(chunk, { stream: true }))
    if (fault !== null) return fault
    yield
  }
  const fault = feed(decoder?.decode() ?? '')
  if (fault !== null) return fault
  try {
    parser.close()
  } catch (error) {
    return reasonOf(error)
  }
  yield
  return null
}

/** Reads a part to its end where nothing is handed on in between. */
export async function parseWhole(chunks: AsyncIterable<Uint8Array>, listener: XmlListener): Promise<string | null> {
  const steps = parseXml(chunks, listener)
  for (;;) {
    const step = await steps.next()
    if (step.done) return step.value
  }
}

function local(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  return 'utf-8'
}

function reasonOf(error: unknown): string {
  if (error instanceof XmlStop) return error.message
  return `broken XML: ${error instanceof Error ? error.message : String(error)}`
}
