import * as mms from '../../mms/encode.ts'
import * as s7 from '../../s7comm/encode.ts'
import { text } from '../said.ts'
import { scripted } from '../scripted-dialogue.ts'

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
  refuse: ({ next }) => {
    const number = next()
    return [[mms.read(number, 'RELAYLD0', 'XCBR1$ST$Pos$stVal'), mms.confirmedError(number)]]
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
