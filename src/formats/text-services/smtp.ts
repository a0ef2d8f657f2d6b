import type { IdentityFact, Protocol, ProtocolSession } from '../protocol.ts'
import { nothing, nothingMore } from '../reading.ts'
import { say, telling, wireFunction } from '../telling.ts'
import { turningToTls } from '../tls/turning.ts'
import { isCommand, isReply, linesOf } from './lines.ts'

const greeting = wireFunction('220', 'Greeting', 'identify')
const hello = wireFunction('EHLO', 'EHLO', 'identify')
/** The names of both sides stand in the first packets; letters are not read. */
const mostPackets = 8

function open(): ProtocolSession {
  let packets = 0
  let turns = false
  return {
    read(bytes, start, end, toServer) {
      const isOver = ++packets > mostPackets
      const line = linesOf(bytes, start, end, 1)[0] ?? ''
      if (/^STARTTLS/i.test(line)) turns = true
      const facts: IdentityFact[] = []
      if (!toServer && /^220[ -]/.test(line) && packets < 3) say(facts, 'banner', line.slice(4))
      else if (toServer) say(facts, 'calledItself', /^(?:EHLO|HELO) (\S+)/i.exec(line)?.[1] ?? '')
      // The server agrees to TLS with 220 again, which must not be the end.
      if (facts.length === 0) return isOver && !turns ? nothingMore : nothing
      return telling(toServer ? 'request' : 'response', toServer ? hello : greeting, facts)
    },
  }
}

/** Mail on its way: who greets whom. */
export const smtp: Protocol = turningToTls({
  name: 'smtp',
  transports: ['tcp'],
  ports: [25, 587],
  onlyOnPorts: true,
  recognises: (bytes, start, end) => isReply(bytes, start, end) || isCommand(bytes, start, end),
  lengthAt: (_, start, end) => end - start,
  session: open,
})
