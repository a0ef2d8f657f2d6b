import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromText, join } from '../octets.ts'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { http } from './decode.ts'
import { encodeHead } from './encode.ts'
import { httpVectors, notHttp } from './vectors.ts'

describe('HTTP', () => {
  readsVectors(http, httpVectors)
  survivesDamage(http, httpVectors)
  refusesStrangers(http, ['it/', 'formats/', 'modbus-and-non'])

  it.each(notHttp)('%s is not HTTP', (_, said) => {
    const bytes = fromText(said)
    expect(http.recognises(bytes, 0, bytes.length)).toBe(false)
  })

  it('however it is cut into segments, every head is read once, and no body is taken for one', () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 3000 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(bodies, fc.array(fc.integer({ min: 20, max: 1460 }), { minLength: 1 }), (contents, cuts) => {
        const answers = contents.map((body, i) =>
          join(
            encodeHead('HTTP/1.1 200 OK', [
              ['Server', `s${i}`],
              ['Content-Length', `${body.length}`],
            ]),
            body,
          ),
        )
        const stream = join(...answers)
        const session = http.session()
        const servers: string[] = []
        for (let at = 0, i = 0; at < stream.length; i++) {
          const next = Math.min(stream.length, at + cuts[i % cuts.length]!)
          const { messages } = session.read(stream, at, next, false)
          for (const { identity } of messages) servers.push(...identity!.map(({ value }) => value))
          at = next
        }
        expect(servers).toEqual(contents.map((_, i) => `s${i}`))
      }),
      { numRuns: 60 },
    )
  })

  it('after lost segments it goes on with the next head', () => {
    const session = http.session()
    const large = encodeHead('HTTP/1.1 200 OK', [['Content-Length', '1000000']])
    const next = encodeHead('HTTP/1.1 404 Not Found', [
      ['Server', 'x'],
      ['Content-Length', '0'],
    ])
    session.read(large, 0, large.length, false)
    expect(session.read(next, 0, next.length, false).messages).toHaveLength(1)
  })

  it('answers are told as answers to what was asked, in turn', () => {
    const session = http.session()
    const asked = join(encodeHead('PUT /a HTTP/1.1', []), encodeHead('GET /b HTTP/1.1', []))
    const told = join(
      encodeHead('HTTP/1.1 204 No Content', []),
      encodeHead('HTTP/1.1 200 OK', [['Content-Length', '0']]),
    )
    expect(session.read(asked, 0, asked.length, true).messages).toHaveLength(2)
    const { messages } = session.read(told, 0, told.length, false)
    expect(messages.map((message) => message.function.name)).toEqual(['PUT', 'GET'])
  })
})
