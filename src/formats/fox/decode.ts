import { createCalls } from '../calls.ts'
import { text } from '../octets.ts'
import type { IdentityFact, Operation, Protocol, ProtocolSession, WireFunction } from '../protocol.ts'
import { fault, nothing, type Reading, withIdentity } from '../reading.ts'
import { say, wireFunction } from '../telling.ts'

/**
 * Tridium's Fox is text: `fox a 1 -1 fox hello`, then between braces one `name=type:value` a line, then `;;`. A line is the
 * unit that is cut; the session puts the message together. (Seen: fox_info; fields as in nmap's fox-info.)
 */
const longestLine = 4096
const mostFunctions = 256
const mostFacts = 32
const newLine = 0x0a
const begin = [0x66, 0x6f, 0x78, 0x20]

const callOf = createCalls()

/** What is known of commands; the others are counted under their names. */
const listed: readonly (readonly [name: string, operation: Operation])[] = [['fox hello', 'identify']]
const functions = new Map(listed.map(([name, operation]) => [name, wireFunction(name, name, operation)]))
const unknown = wireFunction('fox', 'Fox command', 'other')

function functionOf(name: string): WireFunction {
  const known = functions.get(name)
  if (known !== undefined) return known
  if (functions.size >= mostFunctions) return unknown
  const made = wireFunction(name, name, 'other')
  functions.set(name, made)
  return made
}

/** `fox`, one letter, two numbers, channel and command. */
const header = /^fox [a-z] -?\d{1,10} -?\d{1,10} ([A-Za-z][\w.]{0,30} [A-Za-z]\w{0,40})/

function lineEnd(bytes: Uint8Array, start: number, end: number): number {
  const last = Math.min(end, start + longestLine)
  for (let at = start; at < last; at++) if (bytes[at] === newLine) return at
  return -1
}

const isBegin = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start >= 12 && begin.every((letter, i) => bytes[start + i] === letter)

function lengthAt(bytes: Uint8Array, start: number, end: number): number {
  const stop = lineEnd(bytes, start, end)
  if (stop >= 0) return stop + 1 - start
  return end - start >= longestLine ? -1 : 0
}

const texts: Readonly<Record<string, string>> = {
  'fox.version': 'foxVersion',
  'app.name': 'application',
  'app.version': 'applicationVersion',
  'vm.name': 'virtualMachine',
  'vm.version': 'virtualMachineVersion',
  'os.name': 'os',
  'os.version': 'osVersion',
  'station.name': 'name',
  hostId: 'hostId',
  brandId: 'brand',
}
const isAddress = /^\d{1,3}(\.\d{1,3}){3}$/

/** The greeting of either side. The host's address may be one behind address translation, so that it joins nothing. */
function sayLine(facts: IdentityFact[], key: string, value: string): void {
  const field = texts[key]
  if (field !== undefined) say(facts, field, value)
  if (key === 'hostName' && !isAddress.test(value)) say(facts, 'hostName', value)
  if (key === 'hostAddress') say(facts, 'address', value)
  if (key === 'hostId') {
    // `Qnx-NPM6-0000-…`: controllers name their processor module; PCs are `Win-…`.
    const model = /^Qnx-([A-Z]\w*)-/.exec(value)?.[1]
    if (model !== undefined) say(facts, 'model', model)
  }
}

/** What one side is just saying. */
interface Said {
  function: WireFunction | undefined
  facts: IdentityFact[]
  isStation: boolean
  version: string
}
const silent = (): Said => ({ function: undefined, facts: [], isStation: false, version: '' })

function open(): ProtocolSession {
  const sides = [silent(), silent()] as const

  const finish = (toServer: boolean): Reading => {
    const side = sides[toServer ? 0 : 1]
    if (side.function === undefined) return nothing
    const call = callOf(side.function)
    const { facts } = side
    // Only a station runs a controller; the version of a workbench is that of a program on a PC.
    if (side.isStation) say(facts, 'firmware', side.version)
    side.function = undefined
    side.facts = []
    const plain = toServer ? call.request : call.response
    return withIdentity(plain, facts)
  }

  return {
    read(bytes, start, end, toServer) {
      const length = lengthAt(bytes, start, end)
      if (length <= 0 || start + length > end) return fault('not a complete Fox line')
      const side = sides[toServer ? 0 : 1]
      const line = text(bytes, start, start + length - 1)
      if (isBegin(bytes, start, end)) {
        const command = header.exec(line)?.[1]
        const before = finish(toServer)
        if (command === undefined) return before.messages.length > 0 ? before : fault('Fox message of an unknown shape')
        side.function = functionOf(command)
        side.isStation = false
        side.version = ''
        return before
      }
      if (side.function === undefined) return nothing
      if (line.endsWith('};;')) return finish(toServer)
      if (side.function.operation !== 'identify' || side.facts.length >= mostFacts) return nothing
      const [, key, value] = /^([A-Za-z.]{1,40})=s:(.*)$/.exec(line) ?? []
      if (key === undefined || value === undefined) return nothing
      if (key === 'app.name') side.isStation = value === 'Station'
      if (key === 'app.version') side.version = value
      sayLine(side.facts, key, value)
      return nothing
    },
  }
}

/** Niagara Fox. Inside TLS (port 4911) it is not seen. */
export const fox: Protocol = {
  name: 'fox',
  transports: ['tcp'],
  ports: [1911, 4911],
  recognises(bytes, start, end) {
    if (!isBegin(bytes, start, end)) return false
    const stop = lineEnd(bytes, start, end)
    return stop > 0 && header.test(text(bytes, start, stop))
  },
  lengthAt,
  session: open,
}
