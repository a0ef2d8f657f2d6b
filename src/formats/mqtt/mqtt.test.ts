import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, fromText, join } from '../octets.ts'
import type { Message } from '../protocol.ts'
import { refusesOthers } from '../strangers.testing.ts'
import { readsVectors, readWhole, says, survivesDamage } from '../vectors.testing.ts'
import { mqtt } from './decode.ts'
import * as write from './encode.ts'
import { mqttPassword } from './packet.ts'
import { mqttVectors } from './vectors.ts'

const facts = (message: Message | undefined) => (message?.identity ?? []).map(({ field, value }) => [field, value])
const label = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$/)
const version = fc.constantFrom(3 as const, 4 as const, 5 as const)

describe('MQTT vectors', () => {
  readsVectors(mqtt, mqttVectors)
})

describe('MQTT both ways', () => {
  it('a client comes back with its name and its user; the password is found to be masked', () => {
    fc.assert(
      fc.property(version, label, label, label, fc.boolean(), (v, clientId, user, password, hasWill) => {
        const will = hasWill ? { will: 'plant/line' } : {}
        const bytes = write.encodeConnect({ version: v, clientId, user, password, ...will })
        const [message] = readWhole(mqtt, mqtt.session(), bytes, true)
        expect(facts(message)).toEqual([
          ['clientId', clientId],
          ['user', user],
        ])
        const secret = mqttPassword(bytes, 0, bytes.length)!
        expect(bytes.subarray(secret.offset, secret.offset + secret.length)).toEqual(fromText(password))
      }),
    )
  })

  it('a Sparkplug node says who it is and what it runs on', () => {
    fc.assert(
      fc.property(version, label, label, label, (v, group, node, maker) => {
        const session = mqtt.session()
        readWhole(mqtt, session, write.encodeConnect({ version: v, clientId: 'x' }), true)
        const birth = write.encodeBirth([
          ['Temperature', '20'],
          ['Properties/Hardware Make', maker],
          ['Properties/Hardware Model', 'Pi 3'],
        ])
        const bytes = write.encodePublish(`spBv1.0/${group}/NBIRTH/${node}`, birth, v)
        const [message] = readWhole(mqtt, session, bytes, true)
        expect(says(message!)).toBe('event 3/NBIRTH identify')
        expect(facts(message)).toEqual([
          ['sparkplugGroup', group],
          ['sparkplugNode', node],
          ['vendor', maker],
          ['model', 'Pi 3'],
        ])
      }),
    )
  })

  it('devices behind a node are named, commands are writes, and what a broker passes on says nothing of the broker', () => {
    const session = mqtt.session()
    const data = write.encodePublish('spBv1.0/press/DDATA/edge1/pump7', [8, 1])
    expect(facts(readWhole(mqtt, session, data, true)[0])).toEqual([
      ['sparkplugGroup', 'press'],
      ['sparkplugNode', 'edge1'],
      ['sparkplugDevice', 'pump7'],
    ])
    expect(session.read(data, 0, data.length, true)).toBe(session.read(data, 0, data.length, true))
    const command = write.encodePublish('spBv1.0/press/DCMD/edge1/pump7', [8, 1])
    expect(readWhole(mqtt, session, command, true).map(says)).toEqual(['event 3/DCMD write'])
    expect(facts(readWhole(mqtt, session, data, false)[0])).toEqual([])
  })

  it('a connection is answered in the form of its version', () => {
    for (const v of [4, 5] as const) {
      const session = mqtt.session()
      readWhole(mqtt, session, write.encodeConnect({ version: v, clientId: 'x' }), true)
      expect(readWhole(mqtt, session, write.encodeConnectAnswer(0, v), false).map(says)).toEqual(['response 1 other'])
    }
    const refused = write.encodeConnectAnswer(0x87, 5)
    expect(readWhole(mqtt, mqtt.session(), refused, false).map(says)).toEqual(['response 1 other !'])
  })

  it('a subscription that is refused is told', () => {
    const session = mqtt.session()
    const asks = write.encodeSubscribe(7, ['plant/#', '+/state'], 5)
    expect(readWhole(mqtt, session, asks, true).map(says)).toEqual(['request 8 read'])
    const answer = write.encodeSubscribeAnswer(7, 0x80)
    expect(session.read(answer, 0, answer.length, false).messages.map(says)).toEqual(['response 8 read !'])
  })

  it('of large publications the topic is enough, and a length of four octets is a length', () => {
    const bytes = write.encodePublish('plant/camera', new Uint8Array(300_000))
    expect(mqtt.lengthAt(bytes, 0, 100)).toBe(bytes.length)
    expect(mqtt.wantedAt!(bytes, 0, 100)).toBe(1024)
    expect(mqtt.recognises(bytes, 0, 1460)).toBe(true)
    expect(mqtt.lengthAt(fromHex('30 ff ff ff ff 01'), 0, 6)).toBe(-1)
  })

  it('packets that follow each other in one segment are all of its kind', () => {
    const several = join(write.encodePublish('a/b', [1]), fromHex('c000'), write.encodePublish('a/c', [2]))
    expect(mqtt.recognises(several, 0, several.length)).toBe(true)
    const foreign = join(write.encodePublish('a/b', [1]), fromText('GET / HTTP/1.1'))
    expect(mqtt.recognises(foreign, 0, foreign.length)).toBe(false)
  })
})

describe('hostile MQTT', () => {
  survivesDamage(mqtt, [
    ...mqttVectors,
    write.encodeConnect({ version: 5, clientId: 'a', user: 'b', password: 'c', will: 'd' }),
    write.encodePublish('spBv1.0/g/NBIRTH/n', write.encodeBirth([['Properties/Hardware Make', 'x']])),
    write.encodeSubscribe(1, ['a', 'b/#']),
  ])
  refusesOthers(mqtt, ['it/MQTT'])
})
