import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeEthernet } from '../ethernet/encode.ts'
import { encodeIpv4, encodeUdp } from '../ip/encode.ts'
import { modbus } from '../modbus/decode.ts'
import { encodeModbus, exceptionResponse, readRequest, registersResponse, writeSingle } from '../modbus/encode.ts'
import { join } from '../octets.ts'
import type { Protocol } from '../protocol.ts'
import { s7comm } from '../s7comm/decode.ts'
import { type Frames, fin, inspect, push, syn, tcp, udp } from './inspector.testing.ts'

const hmi = '10.0.0.1:3000'
const plc = '10.0.0.2:502'
const requests = Array.from({ length: 12 }, (_, i) => encodeModbus(i, 1, readRequest(3, i, 4)))
const stream = join(...requests)
const polled = (frames: Frames) => {
  const { conversations, capture } = inspect(frames)
  const [conversation] = conversations
  return { requests: conversation?.functions[0]?.requests ?? 0, faults: capture.faults, conversation }
}
/** The stream in segments that end at these places. */
const segments = (ends: readonly number[], first = 1000) => {
  const places = [...new Set([...ends.map((end) => end % stream.length), stream.length])].sort((a, b) => a - b)
  return places.flatMap((end, i) => {
    const from = places[i - 1] ?? 0
    return end > from
      ? [
          {
            from,
            end,
            frame: tcp(hmi, plc, { flags: push, sequence: first + from, content: stream.subarray(from, end) }),
          },
        ]
      : []
  })
}
const places = fc.array(fc.nat(stream.length - 1), { maxLength: 20 })

describe('messages are cut out of segments', () => {
  it('however the segments fall', () => {
    fc.assert(
      fc.property(places, (ends) => {
        // The very first segment must let the protocol be recognised: it holds at least one message.
        const frames = segments([12, ...ends.filter((end) => end >= 12)]).map(({ frame }) => frame)
        expect(polled(frames)).toMatchObject({ requests: 12, faults: [] })
      }),
    )
  })

  it('when segments are sent again, also with other borders', () => {
    fc.assert(
      fc.property(places, places, (ends, again) => {
        const once = segments([12, ...ends.filter((end) => end >= 12)])
        const repeated = segments([12, ...again]).filter(({ end }) => end <= once[0]!.end)
        const frames = [once[0]!, ...repeated, ...once.slice(1).flatMap((segment) => [segment, segment])]
        expect(polled(frames.map(({ frame }) => frame))).toMatchObject({ requests: 12, faults: [] })
      }),
    )
  })

  it('when the sequence numbers pass 2^32', () => {
    const frames = segments([12, 30, 50], 2 ** 32 - 40).map(({ frame }) => frame)
    expect(polled(frames)).toMatchObject({ requests: 12, faults: [] })
  })

  it('after lost segments from the next one that begins with a message, and the loss is told', () => {
    const frames = segments([12, 30, 48, 60]).filter(({ from }) => from !== 12)
    // 0–12 is read; 12–30 lost; 30–48 begins within a message; 48–60 and the rest are messages.
    const { requests: read, faults } = polled(frames.map(({ frame }) => frame))
    expect(read).toBe(1 + (stream.length - 48) / 12)
    expect(faults).toEqual([{ packet: 2, reason: 'modbus: segments are missing' }])
  })

  it('when segments overtake each other', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], { minLength: 11 })
    fc.assert(
      fc.property(places, order, (ends, ranks) => {
        const once = segments([12, ...ends.filter((end) => end >= 12)])
        const rest = once.slice(1).map((segment, i) => ({ segment, rank: ranks[i % ranks.length]! }))
        const swapped = rest.sort((a, b) => a.rank - b.rank).map(({ segment }) => segment)
        const frames = [once[0]!, ...swapped].map(({ frame }) => frame)
        expect(polled(frames)).toMatchObject({ requests: 12, faults: [] })
      }),
      { numRuns: 50 },
    )
  })

  it('a segment that the other side acknowledged, but nobody captured, is not waited for', () => {
    const all = segments([12, 24, 36])
    const lost = [all[0]!, all[2]!].map(({ frame }) => frame)
    const answer = tcp(plc, hmi, {
      flags: push,
      acknowledgement: 1036,
      content: encodeModbus(2, 1, registersResponse(3, [1])),
    })
    const { conversation, faults } = polled([...lost, answer])
    expect(conversation?.functions[0]).toMatchObject({ requests: 2, responses: 1 })
    expect(faults).toEqual([{ packet: 2, reason: 'modbus: segments are missing' }])
  })

  it('what waits when the capture ends is read then', () => {
    const all = segments([12, 24])
    expect(polled([all[0]!, all[2]!].map(({ frame }) => frame))).toMatchObject({
      requests: 11,
      faults: [{ packet: 2, reason: 'modbus: segments are missing' }],
    })
  })

  it('when the capture began amid a message', () => {
    const frames = segments([5, 24, 36]).slice(0)
    expect(polled(frames.map(({ frame }) => frame)).requests).toBe(12 - 2)
  })

  it('with a new connection between the same ports', () => {
    const first = segments([12]).map(({ frame }) => frame)
    const second = segments([12], 900_000_000).map(({ frame }) => frame)
    const closing = [tcp(hmi, plc, { flags: fin }), tcp(plc, hmi, { flags: fin }), tcp(hmi, plc, { flags: syn })]
    expect(polled([...first, ...closing, ...second])).toMatchObject({ requests: 24, faults: [] })
  })
})

describe('what is counted', () => {
  const answer = (pdu: Uint8Array) => tcp(plc, hmi, { flags: push, content: encodeModbus(0, 1, pdu) })
  const ask = (pdu: Uint8Array, sequence: number) =>
    tcp(hmi, plc, { flags: push, sequence, content: encodeModbus(0, 1, pdu) })

  it('functions by code, their operations, and refusals', () => {
    const { conversation } = polled([
      ask(readRequest(3, 0, 2), 1000),
      answer(registersResponse(3, [1, 2])),
      ask(writeSingle(6, 9, 1), 1012),
      tcp(plc, hmi, { flags: push, sequence: 1013, content: encodeModbus(0, 1, exceptionResponse(6, 2)) }),
    ])
    expect(conversation).toMatchObject({
      protocol: 'modbus',
      operations: { read: 1, write: 1, program: 0, identify: 0, other: 0 },
      exceptions: 1,
      functions: [
        { code: '0x03', operation: 'read', requests: 1, responses: 1, firstPacket: 1 },
        { code: '0x06', operation: 'write', requests: 1, responses: 1, firstPacket: 3 },
      ],
    })
  })

  it('where only answers were captured, those', () => {
    const { conversation } = polled([answer(registersResponse(3, [1, 2]))])
    expect(conversation!.operations.read).toBe(1)
  })

  it('a port alone makes no protocol', () => {
    const frames = [tcp(hmi, plc, { flags: push, content: new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n') })]
    expect(polled(frames).conversation).toMatchObject({ serverPort: 502, protocol: null, functions: [] })
  })

  it('a protocol on another port is recognised by its content', () => {
    const frames = requests.map((content, i) =>
      tcp(hmi, '10.0.0.2:8502', { flags: push, sequence: 1000 + 12 * i, content }),
    )
    const opening = tcp(hmi, '10.0.0.2:8502', { flags: syn, sequence: 999 })
    expect(polled([opening, ...frames])).toMatchObject({ requests: 12, conversation: { protocol: 'modbus' } })
  })

  it('another protocol in the same envelope is taken for none, and is no fault', () => {
    // TPKT and COTP data around an ISO session connect (MMS).
    const mms = Uint8Array.of(3, 0, 0, 22, 2, 0xf0, 0x80, 0x0d, 0x0d, 5, 6, 0x13, 1, 0, 0x16, 1, 2, 0x14, 2, 0, 2, 0x33)
    const frames = Array.from({ length: 8 }, (_, i) =>
      tcp(hmi, '10.0.0.2:102', { flags: push, sequence: 1000 + 22 * i, content: mms }),
    )
    const { conversations, capture, devices } = inspect(frames, { protocols: [s7comm] })
    expect([conversations[0]?.protocol, capture.faults, devices.flatMap(({ roles }) => roles)]).toEqual([null, [], []])
  })
})

describe('which protocol it is', () => {
  const letters = (letter: number, name: string, transports: Protocol['transports'] = ['tcp']): Protocol => ({
    name,
    transports,
    ports: [],
    etherTypes: [0x8892],
    recognises: (bytes, start) => bytes[start] === letter,
    lengthAt: (_, start, end) => end - start,
    session: () => ({
      read: (bytes, start) =>
        bytes[start] === letter && bytes[start + 1] !== 0
          ? { messages: [{ kind: 'request', function: { code: name, name, operation: 'other' } }], faults: [] }
          : { messages: [], faults: [{ reason: 'none of mine' }] },
    }),
  })
  const functionsOf = (frames: Frames, protocols: readonly Protocol[]) => {
    const { conversations, capture } = inspect(frames, { protocols })
    return {
      functions: conversations[0]?.functions.map(({ code, requests }) => [code, requests]),
      faults: capture.faults,
    }
  }

  it('another one takes over what the first could not read, and nothing is lost', () => {
    const shy: Protocol = { ...letters(7, 'shy'), session: letters(8, 'shy').session }
    const frames = [1, 2, 3].map((n) =>
      tcp(hmi, '10.0.0.2:900', { flags: push, sequence: 998 + 2 * n, content: [7, 1] }),
    )
    expect(functionsOf(frames, [shy, letters(7, 'bold')])).toEqual({ functions: [['bold', 3]], faults: [] })
  })

  it('what nobody else can read is told', () => {
    const frames = [1, 2, 3, 4].map((n) =>
      tcp(hmi, '10.0.0.2:900', { flags: push, sequence: 998 + 2 * n, content: [7, 0] }),
    )
    expect(functionsOf(frames, [letters(7, 'x'), letters(9, 'y')])).toEqual({
      functions: [],
      faults: [{ packet: 1, reason: 'x: none of mine', count: 3 }],
    })
  })

  it('two protocols of one ethertype are read side by side', () => {
    const frame = (letter: number) =>
      encodeEthernet('02:00:00:00:00:02', '02:00:00:00:00:01', 0x8892, Uint8Array.of(letter, 1, 1))
    const both = [letters(7, 'a', ['eth']), letters(9, 'b', ['eth'])]
    expect(functionsOf([frame(7), frame(9), frame(7)], both)).toEqual({
      functions: [
        ['a', 2],
        ['b', 1],
      ],
      faults: [],
    })
  })
})

describe('bounds', () => {
  /** Claims messages of any length that the first two bytes say; never reads one in vain. */
  const greedy = (read: (length: number) => void): Protocol => ({
    name: 'greedy',
    transports: ['tcp', 'udp'],
    ports: [502],
    recognises: () => true,
    lengthAt: (bytes, start, end) =>
      end - start < 4
        ? 0
        : ((bytes[start]! << 24) | (bytes[start + 1]! << 16) | (bytes[start + 2]! << 8) | bytes[start + 3]!) >>> 0,
    session: () => ({
      read(_, start, end) {
        read(end - start)
        return { messages: [], faults: [] }
      },
    }),
  })

  it('a message that claims to be endless is not waited for', () => {
    const seen: number[] = []
    const endless = Array.from({ length: 20 }, (_, i) =>
      tcp(hmi, plc, { flags: push, sequence: 1000 + 8 * i, content: [0x7f, 0, 0, 0, 1, 2, 3, 4] }),
    )
    const { capture } = inspect(endless, { protocols: [greedy((length) => seen.push(length))] })
    expect(seen).toEqual([])
    expect(capture.faults[0]).toMatchObject({ reason: 'greedy: a message is too long to be waited for', count: 20 })
  })

  it('what all streams hold back together is bounded, and what is let go is told', () => {
    const half = Array.from({ length: 50 }, (_, i) =>
      tcp(`10.0.0.1:${4000 + i}`, plc, { flags: push, content: [0, 0, 4, 0, 1, 2, 3, 4] }),
    )
    const { capture } = inspect(half, { protocols: [greedy(() => {})], limits: { heldBytes: 10_240 } })
    expect(capture.faults).toEqual([
      { packet: 11, reason: 'greedy: messages lost, as too much was held back', count: 40 },
    ])
  })

  it('streams beyond the limit let go of those silent for longest, and what they counted stays', () => {
    const frames = Array.from({ length: 50 }, (_, i) =>
      tcp(`10.0.0.1:${4000 + i}`, plc, { flags: push, content: requests[0] }),
    )
    const { conversations, capture } = inspect(frames, { limits: { streams: 10 } })
    expect(conversations[0]?.functions[0]?.requests).toBe(50)
    expect(capture.faults[0]?.reason).toBe('streams let go, as too many were read at once')
  })

  it('a protocol is asked about a flow only so often', () => {
    let asked = 0
    const curious: Protocol = { ...modbus, ports: [502], recognises: () => ++asked < 0 }
    const frames = (port: number) =>
      Array.from({ length: 100 }, (_, i) => tcp(`10.0.0.1:${port}`, '10.0.0.2:9000', { sequence: i, content: [i] }))
    inspect(frames(3000), { protocols: [curious] })
    expect(asked).toBeLessThanOrEqual(4)
  })

  it('a datagram cut short is a fault, and the next is read', () => {
    const frames = [requests[0]!.subarray(0, 9), requests[1]!].map((content) => udp(hmi, plc, content))
    const overUdp: Protocol = { ...modbus, transports: ['udp'], recognises: (_, start, end) => end - start > 7 }
    const { conversations, capture } = inspect(frames, { protocols: [overUdp] })
    expect(conversations[0]?.functions[0]?.requests).toBe(1)
    expect(capture.faults).toEqual([{ packet: 1, reason: 'modbus: a message is cut short' }])
  })
})

describe('whom a fact is about', () => {
  const telling: Protocol = {
    name: 'telling',
    transports: ['udp'],
    ports: [9],
    recognises: () => true,
    lengthAt: (_, start, end) => end - start,
    session: () => ({
      read: () => ({
        messages: [
          {
            kind: 'event',
            function: { code: '1', name: 'tell', operation: 'other' },
            identity: [
              { field: 'name', value: 'me' },
              { field: 'name', value: 'you', about: 'peer' },
              { field: 'name', value: 'him', about: '10.0.0.7' },
              { field: 'name', value: 'six', about: '2001:db8::7' },
              { field: 'name', value: 'card', about: '02:00:00:00:00:09' },
              { field: 'name', value: 'nobody', about: 'the third from the left' },
            ],
          },
        ],
        faults: [],
      }),
    }),
  }

  it('the sender, the receiver, or whoever is named', () => {
    const { identities, capture } = inspect([udp('10.0.0.1:7', '10.0.0.2:9')], { protocols: [telling] })
    expect(Object.fromEntries(identities.map(({ value, device }) => [value, device]))).toEqual({
      me: '10.0.0.1',
      you: '10.0.0.2',
      him: '10.0.0.7',
      six: '2001:db8::7',
      card: '02:00:00:00:00:09',
    })
    expect(capture.faults).toEqual([{ packet: 1, reason: 'identity facts about an address that is none' }])
  })
})

describe('tunnels', () => {
  const within = tcp('192.168.7.1:3000', '192.168.7.2:502', { flags: push, content: requests[0] })
  const both = [
    { client: '10.0.0.1', server: '10.0.0.2', functions: 0 },
    { client: '192.168.7.1', server: '192.168.7.2', functions: 1 },
  ]
  const ends = (frame: Uint8Array) =>
    inspect([frame])
      .conversations.map(({ client, server, functions }) => ({ client, server, functions: functions.length }))
      .sort((a, b) => (a.client < b.client ? -1 : 1))

  it('a mirror port in VXLAN shows the hosts and messages that it mirrors', () => {
    expect(ends(udp('10.0.0.1:5000', '10.0.0.2:4789', join([8, 0, 0, 0, 0, 0, 1, 0], within)))).toEqual(both)
  })

  it('so does GRE with a bare IP packet', () => {
    const packet = encodeIpv4({ source: '10.0.0.1', target: '10.0.0.2' }, 47, join([0, 0, 8, 0], within.subarray(14)))
    expect(ends(encodeEthernet('02:00:00:00:00:02', '02:00:00:00:00:01', 0x0800, packet))).toEqual(both)
  })

  it('tunnels within tunnels end', () => {
    let frame = within
    for (let i = 0; i < 40; i++) frame = udp('10.0.0.1:5000', '10.0.0.2:4789', join([8, 0, 0, 0, 0, 0, 1, 0], frame))
    expect(inspect([frame]).capture.accounting).toEqual({ read: 1, ignored: 0, faulty: 0 })
  })

  it('messages in fragments are read', () => {
    const datagram = encodeUdp({ source: '10.0.0.1', target: '10.0.0.2' }, 3000, 502, requests[0]!).subarray(20)
    const piece = (from: number, to: number) => {
      const packet = join(
        encodeIpv4({ source: '10.0.0.1', target: '10.0.0.2', identification: 5 }, 17, datagram.subarray(from, to)),
      )
      packet.set([to < datagram.length ? 0x20 : 0, from / 8], 6)
      return encodeEthernet('02:00:00:00:00:02', '02:00:00:00:00:01', 0x0800, packet)
    }
    const overUdp: Protocol = { ...modbus, transports: ['udp'] }
    const { conversations } = inspect([piece(16, datagram.length), piece(0, 16)], { protocols: [overUdp] })
    expect(conversations.find(({ transport }) => transport === 'udp')?.functions[0]).toMatchObject({ requests: 1 })
  })
})
