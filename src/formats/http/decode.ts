import { ntlmAt, ntlmFacts } from '../ntlmssp/decode.ts'
import { fromText, join, text } from '../octets.ts'
import type { IdentityFact, Message, Protocol, ProtocolSession, WireFunction } from '../protocol.ts'
import { messageOf, nothing, readingOf } from '../reading.ts'
import { say } from '../telling.ts'
import { turningToTls } from '../tls/turning.ts'
import { answer } from './functions.ts'
import { eachField, headEnd, isStatusLine, methodAt } from './head.ts'

/** A head that goes on for longer is read as far as this. */
const longestHead = 16_384
/** A method and the beginning of its target, or a status line: with fewer it is waited. */
const fewestOctets = 20
const pendingLimit = 32
const empty = new Uint8Array(0)

/** One direction of a connection. */
interface Direction {
  /** Of a head that has not ended yet. */
  begun: Uint8Array
  /** Octets of the body still to come; infinite where only the next head tells. */
  body: number
}

function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  return isStatusLine(bytes, start, end) || methodAt(bytes, start, end) !== undefined
}

const wanted = new Set([
  'server',
  'user-agent',
  'host',
  'authorization',
  'proxy-authorization',
  'www-authenticate',
  'proxy-authenticate',
  'x-powered-by',
  'content-length',
  'transfer-encoding',
  'content-type',
])

function open(): ProtocolSession {
  const client: Direction = { begun: empty, body: 0 }
  const server: Direction = { begun: empty, body: 0 }
  /** What was asked, in order: pipelined requests are answered in turn. */
  const asked: WireFunction[] = []

  /** Reads one head; says how much body follows. */
  function head(bytes: Uint8Array, start: number, end: number, stop: number, messages: Message[]): number {
    const method = methodAt(bytes, start, end)
    const facts: IdentityFact[] = []
    let length = -1
    let isChunked = false
    let isHtml = false
    eachField(bytes, start, end, wanted, (name, value) => {
      if (name === 'content-length') length = /^\d{1,15}$/.test(value) ? Number(value) : -1
      else if (name === 'transfer-encoding') isChunked = true
      else if (name === 'content-type') isHtml = value.startsWith('text/html')
      else tell(name, value, facts)
    })
    const body = isChunked ? Number.POSITIVE_INFINITY : length
    if (method !== undefined) {
      if (asked.length < pendingLimit) asked.push(method)
      messages.push(messageOf('request', method, facts))
      return Math.max(0, body)
    }
    const status = Number(text(bytes, start + 9, start + 12))
    // Told before the answer proper: RFC 9110 §15.2.
    const fn = status === 100 ? answer : (asked.shift() ?? answer)
    if (isHtml && stop > end) say(facts, 'title', titleIn(bytes, end, stop))
    messages.push(messageOf('response', fn, facts, undefined, status >= 400))
    const hasNone = status < 200 || status === 204 || status === 304 || fn.name === 'HEAD'
    return hasNone ? 0 : body < 0 ? Number.POSITIVE_INFINITY : body
  }

  return {
    read(bytes, start, end, toServer) {
      const direction = toServer ? client : server
      if (direction.body > 0 && direction.begun.length === 0) {
        // Large bodies pass here: one comparison per segment. A head amid a body follows lost segments.
        if (!(toServer ? methodAt(bytes, start, end) !== undefined : isStatusLine(bytes, start, end))) {
          const rest = end - start - direction.body
          direction.body = Math.max(0, -rest)
          if (rest <= 0) return nothing
          start = end - rest
        }
      }
      if (direction.begun.length > 0) {
        bytes = join(direction.begun, bytes.subarray(start, end))
        direction.begun = empty
        ;[start, end] = [0, bytes.length]
      }
      const messages: Message[] = []
      while (start < end && recognises(bytes, start, end)) {
        let stop = headEnd(bytes, start, end)
        if (stop < 0) {
          if (end - start < longestHead) {
            direction.begun = bytes.slice(start, end)
            direction.body = 0
            break
          }
          stop = end
        }
        direction.body = head(bytes, start, stop, end, messages)
        const passed = Math.min(direction.body, end - stop)
        direction.body -= passed
        start = stop + passed
      }
      // So little tells nothing yet.
      if (direction.begun.length === 0 && start < end && end - start < fewestOctets) {
        direction.begun = bytes.slice(start, end)
      }
      return messages.length === 0 ? nothing : readingOf(messages)
    },
  }
}

function tell(name: string, value: string, facts: IdentityFact[]): void {
  switch (name) {
    case 'server':
      say(facts, 'server', value)
      break
    case 'user-agent':
      say(facts, 'userAgent', value)
      break
    case 'host':
      // What the client calls the server; a proxy serves many.
      say(facts, 'host', value, 'peer')
      break
    case 'x-powered-by':
      say(facts, 'poweredBy', value)
      break
    default:
      if (name.endsWith('authenticate')) say(facts, 'realm', /\brealm="([^"]*)"/i.exec(value)?.[1] ?? '')
      ntlm(value, facts)
  }
}

/** `NTLM` or `Negotiate` and a message of NTLM in base 64; of Basic authentication nothing is told. */
function ntlm(value: string, facts: IdentityFact[]): void {
  const encoded = /^(?:NTLM|Negotiate) ([A-Za-z0-9+/]{16,})/i.exec(value)?.[1]
  if (encoded === undefined) return
  const bytes = fromBase64(encoded)
  const at = ntlmAt(bytes, 0, bytes.length)
  if (at >= 0) ntlmFacts(bytes, at, bytes.length, facts)
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const sextets = new Uint8Array(128)
for (const [i, letter] of [...alphabet].entries()) sextets[letter.charCodeAt(0)] = i

function fromBase64(said: string): Uint8Array {
  const letters = fromText(said)
  const bytes = new Uint8Array(Math.floor((letters.length * 3) / 4))
  for (let at = 0, to = 0; at < letters.length; at += 4, to += 3) {
    const [a = 0, b = 0, c = 0, d = 0] = letters.subarray(at, at + 4).map((letter) => sextets[letter]!)
    bytes[to] = (a << 2) | (b >> 4)
    bytes[to + 1] = ((b & 15) << 4) | (c >> 2)
    bytes[to + 2] = ((c & 3) << 6) | d
  }
  return bytes
}

/** The title of a page, when it stands in the segment of the head. */
function titleIn(bytes: Uint8Array, from: number, to: number): string {
  const page = text(bytes, from, Math.min(to, from + 512))
  return /<title>([^<]{1,120})<\/title>/i.exec(page)?.[1]?.trim() ?? ''
}

/** HTTP 1.0 and 1.1: the heads; bodies are passed over. */
export const http: Protocol = turningToTls({
  name: 'http',
  transports: ['tcp'],
  ports: [80, 8080, 8000, 8008, 8081, 3128, 5985],
  recognises,
  // Only the session knows where a body ends: every segment is a message of its own.
  lengthAt: (_, start, end) => end - start,
  session: open,
})
