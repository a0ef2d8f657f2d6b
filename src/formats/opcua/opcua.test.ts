import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, fromText } from '../octets.ts'
import type { Message } from '../protocol.ts'
import { refusesOthers } from '../strangers.testing.ts'
import { tlsVectors } from '../tls/vectors.ts'
import { readsVectors, says, survivesDamage } from '../vectors.testing.ts'
import { opcua, opcuaPassword } from './decode.ts'
import * as write from './encode.ts'
import { opcuaVectors } from './vectors.ts'

const none = 'http://opcfoundation.org/UA/SecurityPolicy#None'
const basic = 'http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256'

/** Reads messages, `true` from the client, all in one connection. */
function read(...sent: readonly (readonly [toServer: boolean, bytes: Uint8Array])[]): Message[] {
  const session = opcua.session()
  return sent.flatMap(([toServer, bytes]) => {
    expect(opcua.recognises(bytes, 0, bytes.length)).toBe(true)
    expect(opcua.lengthAt(bytes, 0, bytes.length)).toBe(bytes.length)
    const { messages, faults } = session.read(bytes, 0, bytes.length, toServer)
    expect(faults).toEqual([])
    return messages
  })
}
const one = (toServer: boolean, body: Uint8Array, request = 5) =>
  [toServer, write.encodeMessage(request, body)[0]!] as const
const facts = (message: Message | undefined) =>
  (message?.identity ?? []).map(({ field, value, about }) =>
    about === undefined ? [field, value] : [field, value, about],
  )

describe('OPC UA vectors', () => {
  readsVectors(opcua, opcuaVectors)
})

const label = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 :./-]{0,40}[A-Za-z0-9]$/)
const application = fc.record({
  applicationUri: label,
  productUri: label,
  name: label,
  type: fc.constant(0),
  discoveryUrls: fc.array(label, { maxLength: 3 }),
})

describe('OPC UA both ways', () => {
  it('a server says what it is, how it is protected and whom it lets in, in however many chunks', () => {
    fc.assert(
      fc.property(application, label, fc.integer({ min: 40, max: 400 }), (server, url, size) => {
        const endpoints = [
          { url, mode: 1, policy: none, tokens: [0, 1] },
          { url, mode: 3, policy: basic, tokens: [2] },
        ]
        const own = [
          ['applicationUri', server.applicationUri],
          ['productUri', server.productUri],
          ['application', server.name],
          ['applicationType', 'OPC UA server'],
          ['endpointUrl', url],
        ]
        const parts = write.encodeMessage(9, write.getEndpointsResponse(server, endpoints), size)
        const messages = read(...parts.map((part) => [false, part] as const))
        expect(messages.map(says)).toEqual(['response 428 identify'])
        expect(facts(messages[0])).toEqual([
          ...own,
          ['securityMode', 'None'],
          ['securityPolicy', none],
          ['userTokenType', 'anonymous'],
          ['userTokenType', 'user name'],
          ...own,
          ['securityMode', 'SignAndEncrypt'],
          ['securityPolicy', basic],
          ['userTokenType', 'certificate'],
        ])
      }),
      { numRuns: 50 },
    )
  })

  it('the build of a server comes back from its status, and from single nodes', () => {
    fc.assert(
      fc.property(label, label, label, label, label, (productUri, manufacturer, product, version, build) => {
        const said = { productUri, manufacturer, product, version, build }
        const whole = read(
          one(true, write.readRequest([2258, 2256])),
          one(false, write.readResponse([write.doubleVariant(), write.statusVariant(said)])),
        )
        expect(facts(whole[1])).toEqual([
          ['productUri', productUri],
          ['softwareVendor', manufacturer],
          ['software', product],
          ['softwareVersion', version],
          ['buildNumber', build],
        ])
        const single = read(
          one(true, write.readRequest([2264, 2263])),
          one(false, write.readResponse([write.textVariant(version), write.textVariant(manufacturer)])),
        )
        expect(facts(single[1])).toEqual([
          ['softwareVersion', version],
          ['softwareVendor', manufacturer],
        ])
      }),
      { numRuns: 50 },
    )
  })

  it('values of other nodes say nothing about the server', () => {
    const answer = write.readResponse([write.textVariant('V2.9')])
    expect(facts(read(one(true, write.readRequest([1000])), one(false, answer))[1])).toEqual([])
  })

  it('a client says who it is, and by which URL it knows the server', () => {
    const client = { applicationUri: 'urn:hmi', productUri: 'urn:p', name: 'HMI', type: 1, discoveryUrls: [] }
    const [message] = read(one(true, write.createSessionRequest(client, 'urn:plc', 'opc.tcp://plc:4840')))
    expect(facts(message)).toEqual([
      ['applicationUri', 'urn:hmi'],
      ['productUri', 'urn:p'],
      ['application', 'HMI'],
      ['applicationType', 'OPC UA client'],
      ['applicationUri', 'urn:plc', 'peer'],
      ['endpointUrl', 'opc.tcp://plc:4840', 'peer'],
    ])
  })

  it('who logs on is told, the password is not: it is found to be masked', () => {
    const [message] = read(one(true, write.activateSession('operator', 'geheim')))
    expect(facts(message)).toEqual([
      ['userToken', 'user name'],
      ['user', 'operator'],
    ])
    const [bytes] = write.encodeMessage(5, write.activateSession('operator', 'geheim'))
    const secret = opcuaPassword(bytes!, 0, bytes!.length)!
    expect(bytes!.subarray(secret.offset, secret.offset + secret.length)).toEqual(fromText('geheim'))
  })

  it('a connection begins with its greeting, and the client asks under the URL that it knows', () => {
    const told = read(
      [true, write.encodeHello('opc.tcp://plc:4840')],
      [false, write.encodeAcknowledge()],
      one(true, write.getEndpointsRequest('opc.tcp://plc:4840/ua')),
    )
    expect(told.map(says)).toEqual(['request HEL other', 'response ACK other', 'request 428 identify'])
    expect(facts(told[0])).toEqual([['endpointUrl', 'opc.tcp://plc:4840', 'peer']])
    expect(facts(told[2])).toEqual([['endpointUrl', 'opc.tcp://plc:4840/ua', 'peer']])
  })

  it('a discovery server speaks of itself, of addresses it names, and of others only that it knows them', () => {
    const known = (type: number, uri: string, url: string) => ({
      applicationUri: uri,
      productUri: '',
      name: '',
      type,
      discoveryUrls: [url],
    })
    const answer = write.findServersResponse([
      known(3, 'urn:lds', 'opc.tcp://lds:4840'),
      known(0, 'urn:a', 'opc.tcp://192.0.2.7:4840/ua'),
      known(0, 'urn:b', 'opc.tcp://press:4840'),
    ])
    expect(facts(read(one(false, answer))[0])).toEqual([
      ['applicationUri', 'urn:lds'],
      ['applicationType', 'OPC UA discovery server'],
      ['applicationUri', 'urn:a', '192.0.2.7'],
      ['applicationType', 'OPC UA server', '192.0.2.7'],
      ['knownServer', 'urn:b'],
    ])
  })

  it('writing is a write, and a change of the server’s state or configuration programs it', () => {
    const told = read(
      one(true, write.writeRequest(500, write.doubleVariant())),
      one(false, write.writeResponse(0)),
      one(true, write.callRequest(2253, 12_886), 6),
      one(false, write.responseBody(715, 0x80740000), 6),
      one(true, write.callRequest(12_637, 12_740), 7),
      one(true, write.callRequest(85, 62_541), 8),
      one(true, write.requestBody(488), 9),
    )
    expect(told.map(says)).toEqual([
      'request 673 write',
      'response 673 write',
      'request 712/program program',
      'response 712/program program !',
      'request 712/program program',
      'request 712 write',
      'request 488 program',
    ])
  })

  it('a protected channel is told by its policy; what it carries is counted as encrypted', () => {
    const told = read(
      [true, write.encodeOpenChannel(basic, 1, new Uint8Array(256))],
      [false, write.encodeOpenChannel(basic, 1, new Uint8Array(256))],
      one(true, write.noise(0x1234)),
    )
    expect(told.map(says)).toEqual(['request 446 other', 'response 446 other', 'event MSG other'])
    expect(facts(told[0])).toEqual([['channelPolicy', basic]])
  })

  it('whoever opens a protected channel shows a certificate, which is read (OPC 10000-6, §6.7.2)', () => {
    // The record (5), the handshake (4), the length of the chain (3), the length of the certificate (3).
    const certificate = fromHex(tlsVectors[2]!.exchange[0]!.slice(1)).subarray(15)
    const [opened] = read([true, write.encodeOpenChannel(basic, 1, new Uint8Array(256), certificate)])
    expect(facts(opened)).toEqual(
      expect.arrayContaining([
        ['channelPolicy', basic],
        ['certificateName', 'plc-7'],
        ['certificateExpires', '2126-10-30'],
        ['publicKey', 'EC P-256'],
      ]),
    )
  })

  it('where the server calls, its answers are still answers', () => {
    const told = read(
      [true, write.encodeReverseHello('urn:plc', 'opc.tcp://plc:4840')],
      [false, write.encodeOpenChannel(basic, 1, new Uint8Array(256))],
      one(
        true,
        write.getEndpointsResponse(
          { applicationUri: 'urn:plc', productUri: '', name: '', type: 0, discoveryUrls: [] },
          [],
        ),
      ),
    )
    expect(told.map(says)).toEqual(['event RHE other', 'request 446 other', 'response 428 identify'])
  })

  it('a poll read twice gives the very same object: nothing is allocated', () => {
    const session = opcua.session()
    const [bytes] = write.encodeMessage(5, write.requestBody(826, [0, 0, 0, 0]))
    expect(session.read(bytes!, 0, bytes!.length, true)).toBe(session.read(bytes!, 0, bytes!.length, true))
  })

  it('only what says who somebody is must be held whole', () => {
    const wanted = (body: Uint8Array) => {
      const [bytes] = write.encodeMessage(5, body, 100_000)
      return opcua.wantedAt!(bytes!, 0, 40)
    }
    expect(wanted(write.requestBody(673, new Uint8Array(20_000)))).toBe(256)
    expect(wanted(write.responseBody(431, 0, new Uint8Array(20_000)))).toBeGreaterThan(20_000)
  })
})

describe('hostile OPC UA', () => {
  const server = { applicationUri: 'urn:a', productUri: 'urn:b', name: 'c', type: 0, discoveryUrls: ['x'] }
  const bodies = [
    write.getEndpointsResponse(server, [{ url: 'u', mode: 1, policy: none, tokens: [0, 1, 2] }]),
    write.findServersResponse([server, server]),
    write.readRequest([2256, 2260]),
    write.readResponse([write.doubleVariant(), write.textVariant('x')]),
    write.activateSession('a', 'b'),
    write.callRequest(1, 2),
    write.serviceFault(0x80000000),
  ]
  survivesDamage(opcua, [...opcuaVectors, ...bodies.flatMap((body) => write.encodeMessage(5, body, 60))])
  refusesOthers(opcua, ['opcua/'])

  it('messages that never end are let go', () => {
    const session = opcua.session()
    for (let i = 0; i < 2000; i++) {
      const [bytes] = write.encodeMessage(i, write.getEndpointsResponse(server, []), 30)
      expect(session.read(bytes!, 0, bytes!.length, false).faults).toEqual([])
    }
  })
})
