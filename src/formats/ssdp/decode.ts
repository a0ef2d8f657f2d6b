import { answer, methodOf } from '../http/functions.ts'
import { eachField, isStatusLine, methodAt } from '../http/head.ts'
import type { IdentityFact, Protocol } from '../protocol.ts'
import { fault, type Reading } from '../reading.ts'
import { say, telling } from '../telling.ts'

const fields: ReadonlyMap<string, string> = new Map([
  ['server', 'server'],
  ['user-agent', 'userAgent'],
  ['location', 'location'],
  ['usn', 'uuid'],
  ['nt', 'service'],
  ['st', 'service'],
])
const wanted = new Set(fields.keys())

/** UPnP Device Architecture 1.1, §1: three kinds of message in the form of HTTP. */
function kindOf(bytes: Uint8Array, start: number, end: number): 'request' | 'response' | 'event' | undefined {
  if (isStatusLine(bytes, start, end)) return 'response'
  const method = methodAt(bytes, start, end)?.name
  return method === 'NOTIFY' ? 'event' : method === 'M-SEARCH' ? 'request' : undefined
}

function read(bytes: Uint8Array, start: number, end: number): Reading {
  const kind = kindOf(bytes, start, end)
  if (kind === undefined) return fault('not a complete message')
  const facts: IdentityFact[] = []
  eachField(bytes, start, end, wanted, (name, value) => {
    // A search says what it looks for, not what it is.
    if (name === 'st' && kind === 'request') return
    const said = name === 'usn' ? (/^uuid:[^:]+/.exec(value)?.[0] ?? '') : value
    say(facts, name === 'location' ? 'descriptionUrl' : fields.get(name)!, said)
  })
  const fn = kind === 'event' ? methodOf('NOTIFY') : kind === 'request' ? methodOf('M-SEARCH') : answer
  return telling(kind, fn ?? answer, facts)
}

/** SSDP: devices of UPnP announce themselves. */
export const ssdp: Protocol = {
  name: 'ssdp',
  transports: ['udp'],
  ports: [1900],
  recognises: (bytes, start, end) => kindOf(bytes, start, end) !== undefined,
  lengthAt: (_, start, end) => end - start,
  session: () => ({ read }),
}
