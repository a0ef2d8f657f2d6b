import * as ads from '../../ads/encode.ts'
import { le32 } from '../../octets.ts'
import { numbersIn, text } from '../said.ts'
import { type Exchange, scripted } from '../scripted-dialogue.ts'

const nothing = new Uint8Array()
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
    const [major = 1, minor = 0, build = 0] = numbersIn(said.firmware)
    return [adsOf(next(), 1, nothing, ads.deviceInfoData(text(said.model), [major & 255, minor & 255, build & 0xffff]))]
  },
  stop: ({ next }) => [adsOf(next(), 5, ads.writeControlData(6), Uint8Array.from(le32(0)))],
})
