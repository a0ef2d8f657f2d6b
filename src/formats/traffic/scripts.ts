import * as ads from '../ads/encode.ts'
import * as bacnet from '../bacnet/encode.ts'
import * as dnp3 from '../dnp3/encode.ts'
import * as fins from '../fins/encode.ts'
import * as iec104 from '../iec104/encode.ts'
import * as melsec from '../melsec/encode.ts'
import * as mms from '../mms/encode.ts'
import { fromText, le16, le32 } from '../octets.ts'
import * as s7 from '../s7comm/encode.ts'
import * as tristation from '../tristation/encode.ts'
import { type Exchange, type Script, scripted } from './scripted-dialogue.ts'
import type { Spoken } from './spoken.ts'

const text = (said: string | undefined): string => said ?? ''
const parts = (version: string | undefined): number[] => text(version).match(/\d+/g)?.map(Number) ?? []

const [tool, plc] = [fins.cpuAt(1), fins.cpuAt(2)]
const finsOf = (number: number, code: number, asked: Uint8Array, told?: Uint8Array): Exchange => [
  fins.encodeFinsCommand(plc, tool, number, code, asked),
  fins.encodeFinsAnswer(tool, plc, number, code, told),
]
const nothing = new Uint8Array()

export const finsDialogue = scripted({
  title: 'FINS',
  read: ({ next, value, deed: { address = 0, quantity = 4 } }) => {
    const values = Uint8Array.from({ length: quantity * 2 }, () => value() & 0xff)
    return [finsOf(next(), 0x0101, fins.memoryReadData(0x82, address, quantity), values)]
  },
  write: ({ next, value, deed: { address = 0 } }) => [
    finsOf(next(), 0x0102, fins.memoryWriteData(0x82, address, [value()])),
  ],
  identify: ({ next, said }) => [
    finsOf(
      next(),
      0x0501,
      Uint8Array.of(0),
      fins.controllerData(text(said.orderNumber ?? said.model), text(said.firmware)),
    ),
  ],
  stop: ({ next }) => [finsOf(next(), 0x0402, nothing)],
})

export const melsecDialogue = scripted({
  title: 'SLMP',
  read: ({ value, deed: { address = 0, quantity = 4 } }) => [
    [
      melsec.encodeSlmpRequest(0x0401, 0, melsec.deviceData(0xa8, address, quantity)),
      melsec.encodeSlmpAnswer(wordsOf(quantity, value)),
    ],
  ],
  write: ({ value, deed: { address = 0 } }) => [
    [melsec.encodeSlmpRequest(0x1401, 0, melsec.deviceData(0xa8, address, 1, [value()])), melsec.encodeSlmpAnswer()],
  ],
  identify: ({ said }) => [
    [
      melsec.encodeSlmpRequest(0x0101, 0),
      melsec.encodeSlmpAnswer(melsec.typeNameData(text(said.orderNumber ?? said.model), 0x4801)),
    ],
  ],
  stop: () => [[melsec.encodeSlmpRequest(0x1002, 0, Uint8Array.from(le16(1))), melsec.encodeSlmpAnswer()]],
})

const wordsOf = (count: number, value: () => number): Uint8Array =>
  Uint8Array.from(Array.from({ length: count }, () => le16(value() & 0xffff)).flat())

const runtime = { netId: '5.1.2.3.1.1', port: 851 }
const engineer = { netId: '5.9.9.9.1.1', port: 32_905 }
const adsOf = (number: number, command: number, asked: Uint8Array, told: Uint8Array): Exchange => [
  ads.encodeAds(runtime, engineer, command, number, asked),
  ads.encodeAds(engineer, runtime, command, number, told, true),
]

export const adsDialogue = scripted({
  title: 'ADS',
  read: ({ next, value, deed: { address = 0 } }) => [
    adsOf(next(), 2, ads.readData(0x4020, address, 4), Uint8Array.from([...le32(0), ...le32(4), ...le32(value())])),
  ],
  write: ({ next, value, deed: { address = 0 } }) => [
    adsOf(next(), 3, ads.writeData(0x4020, address, Uint8Array.from(le32(value()))), Uint8Array.from(le32(0))),
  ],
  identify: ({ next, said }) => {
    const [major = 1, minor = 0, build = 0] = parts(said.firmware)
    return [adsOf(next(), 1, nothing, ads.deviceInfoData(text(said.model), [major & 255, minor & 255, build & 0xffff]))]
  },
  stop: ({ next }) => [adsOf(next(), 5, ads.writeControlData(6), Uint8Array.from(le32(0)))],
})

const ends = { master: 1, outstation: 10 }
export const dnp3Dialogue = scripted({
  title: 'DNP3',
  read: ({ next }) => {
    const number = next()
    return [
      [
        dnp3.request(ends, number, 1, dnp3.integrityPoll),
        dnp3.response(ends, number, dnp3.binaryInputs([true, false, true])),
      ],
    ]
  },
  write: ({ next, deed: { address = 0 } }) => {
    const number = next()
    return [
      [
        dnp3.request(ends, number, 5, dnp3.controlRelay(address)),
        dnp3.response(ends, number, dnp3.controlRelay(address)),
      ],
    ]
  },
  stop: ({ next }) => {
    const number = next()
    return [[dnp3.request(ends, number, 13), dnp3.response(ends, number, [52, 2, 7, 1, 100, 0])]]
  },
})

const overBacnetIp = (apdu: Uint8Array, asks: boolean): Uint8Array =>
  bacnet.encodeBvlc(0x0a, bacnet.encodeNpdu(apdu, { expectsReply: asks }))
const bacnetOf = (asked: Uint8Array, told: Uint8Array): Exchange => [
  overBacnetIp(asked, true),
  overBacnetIp(told, false),
]

export const bacnetDialogue = scripted({
  title: 'BACnet',
  read: ({ next }) => {
    const number = next()
    return [
      bacnetOf(
        bacnet.readProperty(number, 0, 1, 85),
        bacnet.readPropertyAck(number, 0, 1, 85, bacnet.unsigned(number)),
      ),
    ]
  },
  write: ({ next }) => {
    const number = next()
    return [bacnetOf(bacnet.writeProperty(number, 1, 1, 85, bacnet.unsigned(3)), bacnet.simpleAck(number, 15))]
  },
  identify: ({ next, said }) =>
    (
      [
        [121, said.vendor],
        [70, said.model],
        [44, said.firmware],
        [77, said.name],
      ] as const
    ).flatMap(([property, value]): Exchange[] => {
      if (value === undefined) return []
      const number = next()
      const told = bacnet.readPropertyAck(number, 8, 100, property, bacnet.characterString(value))
      return [bacnetOf(bacnet.readProperty(number, 8, 100, property), told)]
    }),
  stop: ({ next }) => {
    const number = next()
    return [bacnetOf(bacnet.reinitializeDevice(number, 1), bacnet.simpleAck(number, 20))]
  },
})

const calling = Uint8Array.of(0, 1)
export const mmsDialogue = scripted({
  title: 'MMS',
  greeting: () => [
    [s7.connectRequest(1, calling, calling), s7.connectConfirm(1, 0x22, calling, calling)],
    [mms.initiateRequest(), mms.initiateResponse()],
  ],
  read: ({ next }) => {
    const number = next()
    return [[mms.read(number, 'RELAYLD0', 'XCBR1$ST$Pos$stVal'), mms.readAnswer(number, true)]]
  },
  write: ({ next }) => {
    const number = next()
    return [[mms.write(number, 'RELAYLD0', 'GGIO1$SP$SPCSO1', true), mms.writeAnswer(number)]]
  },
  identify: ({ next, said }) => {
    const number = next()
    return [
      [mms.identify(number), mms.identifyAnswer(number, text(said.vendor), text(said.model), text(said.firmware))],
    ]
  },
})

export const iec104Dialogue: Spoken['dialogue'] = (server, random) => scripted(iec104Script())(server, random)

function iec104Script(): Script {
  const station = 7
  // Each side counts its own frames of one connection, which begins with the greeting.
  let [sent, received] = [0, 0]
  const frames = (asked: Uint8Array, ...told: Uint8Array[]): Exchange[] => {
    const question = iec104.information(sent++, received, asked)
    return told.map(
      (one, i): Exchange => [
        i === 0 ? question : iec104.supervisory(received),
        iec104.information(received++, sent, one),
      ],
    )
  }
  return {
    title: 'IEC 60870-5-104',
    greeting: () => {
      ;[sent, received] = [0, 0]
      return [[iec104.startTransfer, iec104.startTransferConfirmed]]
    },
    read: ({ value }) =>
      frames(
        iec104.interrogation(6, station),
        iec104.interrogation(7, station),
        iec104.measuredValues(20, station, 4001, [value(), value()]),
      ),
    write: ({ deed: { address = 0 } }) =>
      frames(
        iec104.singleCommand(6, station, 6000 + address, true),
        iec104.singleCommand(7, station, 6000 + address, true),
      ),
    stop: () => frames(iec104.resetProcess(6, station), iec104.resetProcess(7, station)),
  }
}

export const tristationDialogue = scripted({
  title: 'TriStation',
  greeting: () => [[tristation.encodeTransport(1), tristation.encodeTransport(2)]],
  read: ({ next, said }) => {
    const number = next()
    const status = { key: 2, run: 0, project: text(said.name), version: [1, 0] as const }
    return [
      [tristation.encodeCommand(19, number), tristation.encodeAnswer(108, number, tristation.cpStatusData(status))],
    ]
  },
  program: ({ next }) =>
    [1, 55, 11].map((code): Exchange => {
      const number = next()
      return [tristation.encodeCommand(code, number, fromText('block')), tristation.encodeAnswer(101, number)]
    }),
  stop: ({ next }) => {
    const number = next()
    return [[tristation.encodeCommand(21, number), tristation.encodeAnswer(101, number)]]
  },
})
