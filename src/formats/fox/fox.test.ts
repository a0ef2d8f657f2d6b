import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromText } from '../octets.ts'
import type { Message } from '../protocol.ts'
import { refusesOthers } from '../strangers.testing.ts'
import { readsVectors, says, survivesDamage } from '../vectors.testing.ts'
import { fox } from './decode.ts'
import { encodeFox } from './encode.ts'
import { foxVectors } from './vectors.ts'

/** Reads a text line by line, as the cutter does. */
function read(bytes: Uint8Array, toServer: boolean, session = fox.session()): Message[] {
  const messages: Message[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = fox.lengthAt(bytes, at, bytes.length)
    expect(length).toBeGreaterThan(0)
    const reading = session.read(bytes, at, at + length, toServer)
    expect(reading.faults).toEqual([])
    messages.push(...reading.messages)
    at += length
  }
  return messages
}
const facts = (message: Message | undefined) => (message?.identity ?? []).map(({ field, value }) => [field, value])

/** Seen: fox_info (data of the ICS-pcap collection), shortened. */
const station = `fox a 0 -1 fox hello
{
fox.version=s:1.0
id=i:2
hostName=s:192.168.2.15
hostAddress=s:192.168.2.15
app.name=s:Station
app.version=s:3.5.41.1
vm.name=s:J9
os.name=s:QNX
os.version=s:6.3.2
station.name=s:Legion_HQ_V4
hostId=s:Qnx-NPM6-0000-1490-C30C
brandId=s:vykon
sysInfo=o:bog 61[<bog version="1.0">
<p m="b=baja" t="b:Facets" v=""/>
</bog>
]
};;
`

describe('Niagara Fox', () => {
  readsVectors(fox, foxVectors)

  it('a station says who it is', () => {
    const messages = read(fromText(station), false)
    expect(messages.map(says)).toEqual(['response fox hello identify'])
    expect(facts(messages[0])).toEqual([
      ['foxVersion', '1.0'],
      ['address', '192.168.2.15'],
      ['application', 'Station'],
      ['applicationVersion', '3.5.41.1'],
      ['virtualMachine', 'J9'],
      ['os', 'QNX'],
      ['osVersion', '6.3.2'],
      ['name', 'Legion_HQ_V4'],
      ['hostId', 'Qnx-NPM6-0000-1490-C30C'],
      ['model', 'NPM6'],
      ['brand', 'vykon'],
      ['firmware', '3.5.41.1'],
    ])
  })

  it('a workbench is a program on a PC: it has a host name and no firmware', () => {
    const bytes = encodeFox(1, -1, 'fox hello', {
      hostName: 'eng-01',
      'app.name': 'Workbench',
      'app.version': '3.7.44',
    })
    const [message] = read(bytes, true)
    expect(says(message!)).toBe('request fox hello identify')
    expect(facts(message)).toEqual([
      ['hostName', 'eng-01'],
      ['application', 'Workbench'],
      ['applicationVersion', '3.7.44'],
    ])
  })

  it('what is said comes back, and other commands are counted under their names', () => {
    const label = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,40}$/)
    fc.assert(
      fc.property(label, label, label, (name, brand, command) => {
        const session = fox.session()
        const hello = encodeFox(0, -1, 'fox hello', { 'station.name': name, brandId: brand })
        expect(fox.recognises(hello, 0, hello.length)).toBe(true)
        expect(facts(read(hello, false, session)[0])).toEqual([
          ['name', name],
          ['brand', brand],
        ])
        const other = encodeFox(1, 0, `station ${command}`, { a: 'b' })
        const [message] = read(other, true, session)
        expect(message!.function).toMatchObject({ operation: 'other' })
        expect(message!.identity).toBeUndefined()
      }),
      { numRuns: 50 },
    )
  })

  it('a line without an end is not waited for', () => {
    const bytes = fromText(`fox a 1 -1 fox ${'x'.repeat(5000)}`)
    expect(fox.lengthAt(bytes, 0, bytes.length)).toBe(-1)
    expect(fox.lengthAt(bytes, 0, 100)).toBe(0)
  })

  survivesDamage(fox, [...foxVectors, fromText(station), ...station.split('\n').map((line) => fromText(`${line}\n`))])
  refusesOthers(fox, ['misc-ot/fox'])
})
