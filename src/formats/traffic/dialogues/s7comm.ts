import { be16, join } from '../../octets.ts'
import * as s7 from '../../s7comm/encode.ts'
import type { Deed, DescribedHost } from '../described.ts'
import { answering, ask, type Dialogue, impossible, reply, type Word } from '../dialogue.ts'
import { below, type Random } from '../random.ts'

/** The processor of a station sits in rack 0, slot 2. */
const usualSlot = 2
const programmingDevice = 1
const refusal = [0x81, 0x04] as const

export function s7Dialogue(server: DescribedHost, random: Random): Dialogue {
  let reference = below(random, 100)
  const next = (): number => {
    reference = (reference + 1) & 0xffff
    return reference
  }
  const octets = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => below(random, 256))
  const block = 1 + below(random, 60)

  const simple = (
    deed: Deed,
    make: (reference: number) => Uint8Array,
    parameters: readonly number[],
    content: Uint8Array = new Uint8Array(),
  ): Word[] => {
    const own = next()
    const said = deed.refused
      ? s7.answer(
          own,
          parameters[0] === 4 || parameters[0] === 5 ? [parameters[0], 0] : parameters.slice(0, 1),
          [],
          refusal,
        )
      : s7.answer(own, parameters, content)
    return [ask(make(own)), reply(said)]
  }

  function download(deed: Deed): Word[] {
    const pieces = deed.quantity ?? 3
    const begin = simple(deed, (own) => s7.requestDownload(own, '0A', block, pieces * 200), [0x1a])
    if (deed.refused) return begin
    // The controller itself asks for the pieces, and says when it has them all.
    const moves = Array.from({ length: pieces }, (_, i): Word[] => {
      const own = next()
      const more = i + 1 < pieces ? 1 : 0
      const piece = join(be16(200), [0, 0xfb], octets(200))
      return [reply(s7.downloadBlock(own, '0A', block)), ask(s7.answer(own, [0x1b, more], piece))]
    })
    const own = next()
    const end = [reply(s7.downloadEnded(own, '0A', block)), ask(s7.answer(own, [0x1c]))]
    return [...begin, ...moves.flat(), ...end, ...simple(deed, (mine) => s7.linkBlock(mine, '0A', block), [0x28])]
  }

  function upload(deed: Deed): Word[] {
    const id = [0, 0, 0, 0, 0, 0, 7]
    const begin = simple(deed, (own) => s7.startUpload(own, '08', block), [0x1d, 0, 1, 0, 0, 0, 0, 7])
    if (deed.refused) return begin
    const piece = join(be16(200), [0, 0xfb], octets(200))
    const move = simple(deed, (own) => s7.job(own, [0x1e, ...id]), [0x1e, 0], piece)
    return [...begin, ...move, ...simple(deed, (own) => s7.job(own, [0x1f, ...id]), [0x1f])]
  }

  function identify(deed: Deed): Word[] {
    const said = answering(server, deed)
    const version = (said.firmware ?? '').match(/\d+/g)?.map(Number)
    const order = said.orderNumber ?? said.model ?? ''
    const modules = [s7.moduleRecord(1, order), s7.moduleRecord(6, order)]
    if (version !== undefined) {
      const [major = 0, minor = 0, patch = 0] = version
      modules.push(s7.moduleRecord(7, '', [major, minor, patch]))
    }
    const components = [
      s7.componentRecord(1, said.name ?? ''),
      s7.componentRecord(2, said.name ?? ''),
      s7.componentRecord(3, ''),
      s7.componentRecord(4, 'Original Siemens Equipment'),
      s7.componentRecord(5, said.serial ?? ''),
      s7.componentRecord(7, said.model ?? ''),
      s7.componentRecord(8, ''),
      s7.componentRecord(11, said.location ?? ''),
    ]
    const list = (id: number, records: readonly Uint8Array[]): Word[] => {
      const own = next()
      if (deed.refused)
        return [
          ask(s7.readSzl(own, id)),
          reply(s7.userdata(own, 8, 4, 1, [0x0a, 0, 0, 0], { sequence: 1, error: 0xd401 })),
        ]
      const [first, ...others] = s7.szlAnswers(own, id, records, own & 0xff)
      // The client asks for each further part.
      const goOn = (): Word => ask(s7.userdata(next(), 4, 4, 1, [0x0a, 0, 0, 0], { sequence: own & 0xff }))
      return [ask(s7.readSzl(own, id)), reply(first!), ...others.flatMap((part) => [goOn(), reply(part)])]
    }
    return [...list(0x0011, modules), ...list(0x001c, components)]
  }

  return {
    greeting() {
      const calling = Uint8Array.of(programmingDevice, 0)
      const called = s7.tsap(programmingDevice, 0, usualSlot)
      const own = next()
      return [
        ask(s7.connectRequest(7, calling, called)),
        reply(s7.connectConfirm(7, 0x4431, calling, called)),
        ask(s7.setupCommunication(own)),
        reply(s7.setupCommunicationAnswer(own)),
      ]
    },
    act(deed) {
      const { address = 0, quantity = 20 } = deed
      switch (deed.does) {
        case 'read':
          return simple(
            deed,
            (own) => s7.readVar(own, block, address, quantity),
            [4, 1],
            join([0xff, 4], be16(quantity * 8), octets(quantity)),
          )
        case 'write':
          return simple(
            deed,
            (own) => s7.writeVar(own, block, address, octets(deed.quantity ?? 2)),
            [5, 1],
            Uint8Array.of(0xff),
          )
        case 'identify':
          return identify(deed)
        case 'program':
          return download(deed)
        case 'upload':
          return upload(deed)
        case 'stop':
          return simple(deed, s7.plcStop, [0x29])
        case 'start':
          return simple(deed, (own) => s7.piService(own, 'P_PROGRAM'), [0x28])
        case 'setClock': {
          const own = next()
          const clock = [0xff, 9, 0, 10, 0, 0x19, 0x26, 0x11, 0x23, 0x08, 0x15, 0, 0, 1]
          return [
            ask(s7.userdata(own, 4, 7, 2, clock)),
            reply(s7.userdata(own, 8, 7, 2, [0x0a, 0, 0, 0], { sequence: 1, error: deed.refused ? 0xd401 : 0 })),
          ]
        }
        default:
          return impossible(deed, 'S7comm')
      }
    },
  }
}
