import * as iec104 from '../../iec104/encode.ts'
import type { DescribedHost } from '../described.ts'
import type { Dialogue } from '../dialogue.ts'
import type { Random } from '../random.ts'
import { type Exchange, type Script, scripted } from '../scripted-dialogue.ts'

export const iec104Dialogue = (server: DescribedHost, random: Random): Dialogue =>
  scripted(iec104Script())(server, random)

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
