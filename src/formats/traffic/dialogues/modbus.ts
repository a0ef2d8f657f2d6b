import * as modbus from '../../modbus/encode.ts'
import { fromText } from '../../octets.ts'
import type { Deed, DescribedHost } from '../described.ts'
import { answering, ask, type Dialogue, impossible, reply, type Word } from '../dialogue.ts'
import { below, type Random } from '../random.ts'

type Exchange = readonly [request: Uint8Array, response: Uint8Array]

/** Values move slowly around what they were, as those of a process do. */
export function modbusDialogue(server: DescribedHost, random: Random): Dialogue {
  let transaction = below(random, 1000)
  const levels = Array.from({ length: 32 }, () => 200 + below(random, 3000))
  const value = (at: number): number => {
    const i = at % levels.length
    levels[i] = Math.max(0, Math.min(65_535, levels[i]! + below(random, 7) - 3))
    return levels[i]!
  }
  const values = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => value(from + i))

  function exchanges(deed: Deed): Exchange[] {
    const { address = 0, quantity = 10 } = deed
    switch (deed.does) {
      case 'read':
        return [[modbus.readRequest(3, address, quantity), modbus.registersResponse(3, values(address, quantity))]]
      case 'write':
        if (deed.quantity === undefined) {
          const pdu = modbus.writeSingle(6, address, value(address))
          return [[pdu, pdu]]
        }
        return [
          [
            modbus.writeRegisters(address, values(address, quantity)),
            modbus.writeMultipleResponse(16, address, quantity),
          ],
        ]
      case 'identify':
        return [[modbus.deviceIdentificationRequest(), identification(server, deed)]]
      case 'program':
      case 'upload':
      case 'stop':
      case 'start':
        return umas(deed, random)
      default:
        return impossible(deed, 'Modbus')
    }
  }

  return {
    greeting: () => [],
    act(deed) {
      const unit = deed.unit ?? 255
      return exchanges(deed).flatMap(([request, response]): Word[] => {
        transaction = (transaction + 1) & 0xffff
        const said = deed.refused ? modbus.exceptionResponse(request[0]!, 2) : response
        return [
          ask(modbus.encodeModbus(transaction, unit, request)),
          reply(modbus.encodeModbus(transaction, unit, said)),
        ]
      })
    },
  }
}

function identification(server: DescribedHost, deed: Deed): Uint8Array {
  const said = answering(server, deed)
  const objects: [number, string][] = [
    [0, said.vendor ?? ''],
    [1, said.orderNumber ?? said.model ?? ''],
    [2, said.firmware ?? ''],
  ]
  if (said.model !== undefined) objects.push([5, said.model])
  return modbus.deviceIdentificationResponse(objects, said.model === undefined ? 1 : 2)
}

/** Engineering of a Modicon: reserve, move blocks, release; or start and stop. */
function umas(deed: Deed, random: Random): Exchange[] {
  const block = (): Uint8Array => Uint8Array.from({ length: 200 }, () => below(random, 256))
  const exchange = (service: number, asks: Uint8Array, told: Uint8Array): Exchange => [
    modbus.umasRequest(service, asks),
    modbus.umasResponse(true, told),
  ]
  const nothing = new Uint8Array()
  const reserve = exchange(0x10, fromText('ENGINEERING'), Uint8Array.of(1))
  const release = exchange(0x11, Uint8Array.of(1), nothing)
  const moves = deed.quantity ?? 8
  switch (deed.does) {
    case 'stop':
      return [reserve, exchange(0x41, Uint8Array.of(0xff, 0), nothing), release]
    case 'start':
      return [reserve, exchange(0x40, Uint8Array.of(0xff, 0), nothing), release]
    case 'upload':
      return [
        exchange(0x30, nothing, nothing),
        ...Array.from({ length: moves }, (_, i) => exchange(0x31, Uint8Array.of(i, 0), block())),
        exchange(0x32, nothing, nothing),
      ]
    default:
      return [
        reserve,
        exchange(0x33, nothing, nothing),
        ...Array.from({ length: moves }, () => exchange(0x34, block(), nothing)),
        exchange(0x35, nothing, nothing),
        release,
      ]
  }
}
