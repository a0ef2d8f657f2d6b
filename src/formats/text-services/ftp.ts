import type { IdentityFact, Operation, Protocol, ProtocolSession, WireFunction } from '../protocol.ts'
import { nothing, type Reading } from '../reading.ts'
import { say, telling, wireFunction } from '../telling.ts'
import { turningToTls } from '../tls/turning.ts'
import { isCommand, isReply, linesOf } from './lines.ts'

/** RFC 959 §4.1: what a command does to the files of the server. */
const deeds: Readonly<Record<string, Operation>> = {
  RETR: 'read',
  LIST: 'read',
  NLST: 'read',
  MLSD: 'read',
  SIZE: 'read',
  STOR: 'write',
  STOU: 'write',
  APPE: 'write',
  DELE: 'write',
  RNTO: 'write',
  MKD: 'write',
  RMD: 'write',
  SITE: 'write',
  SYST: 'identify',
  FEAT: 'identify',
}
const functions = new Map<string, WireFunction>()
const reply = wireFunction('reply', 'Reply', 'other')
const mostLines = 64
const mostReplies = 500

function functionOf(command: string): WireFunction {
  const known = functions.get(command)
  if (known !== undefined) return known
  const fn = wireFunction(command, command, deeds[command] ?? 'other')
  if (functions.size < 128) functions.set(command, fn)
  return fn
}

function open(): ProtocolSession {
  let asked: WireFunction | undefined
  let replies = 0

  function answered(lines: readonly string[]): Reading {
    const facts: IdentityFact[] = []
    const code = /^\d{3}/.exec(lines[0] ?? '')?.[0] ?? ''
    // The first line of a packet is what tshark takes for the answer.
    if (replies++ < mostReplies) say(facts, 'reply', (lines[0] ?? '').replace(/^\d{3}([ -]|$)/, ''))
    for (const line of lines) {
      if (/^220[ -]/.test(line)) say(facts, 'banner', line.slice(4))
      if (/^215 /.test(line)) say(facts, 'os', line.slice(4))
    }
    return telling('response', asked ?? reply, facts, undefined, code >= '400' && code < '600')
  }

  return {
    read(bytes, start, end, toServer) {
      if (!toServer) {
        return isReply(bytes, start, end) || replies > 0 ? answered(linesOf(bytes, start, end, mostLines)) : nothing
      }
      if (!isCommand(bytes, start, end)) return nothing
      const word = /^[A-Za-z]+/.exec(linesOf(bytes, start, end, 1)[0] ?? '')?.[0] ?? ''
      asked = functionOf(word.toUpperCase())
      return telling('request', asked)
    },
  }
}

/** The control connection of FTP: the server's greeting, and which way files go. Names of users and passwords are not told. */
export const ftp: Protocol = turningToTls({
  name: 'ftp',
  transports: ['tcp'],
  ports: [21],
  onlyOnPorts: true,
  recognises: (bytes, start, end) => isReply(bytes, start, end) || isCommand(bytes, start, end),
  lengthAt: (_, start, end) => end - start,
  session: open,
})
