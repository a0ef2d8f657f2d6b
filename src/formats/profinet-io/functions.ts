import { createCalls } from '../calls.ts'
import { hex } from '../octets.ts'
import type { Operation, WireFunction } from '../protocol.ts'
import { functionTable, wireFunction } from '../telling.ts'

/** Operations of the PNIO interfaces: IEC 61158-6-10, 4.10.3.1. */
export const operationOf = functionTable(
  [
    [0, 'Connect', 'other'],
    [1, 'Release', 'other'],
    [2, 'Read', 'read'],
    [3, 'Write', 'write'],
    [4, 'Control', 'other'],
    [5, 'Read Implicit', 'read'],
  ],
  2,
  'Unknown operation',
)
export const opnum = { connect: 0, read: 2, write: 3, readImplicit: 5 } as const

/** Identification & Maintenance 0…5 are records 0xaff0…0xaff5; 0xf840 tells which modules have them. */
const firstIm = 0xaff0
const imFilter = 0xf840
export const isIm = (index: number): boolean => index >= firstIm && index <= 0xafff

const imNames = ['Read', 'Write', 'Read Implicit']
const records = new Map<string, WireFunction>()

/** Reading or writing of one record: what is read to identify is told apart. */
export function recordFunction(operation: number, index: number): WireFunction {
  if (!isIm(index) && (index !== imFilter || operation === opnum.write)) return operationOf(operation)
  const what = index === imFilter ? 'I&M0 filter data' : `I&M${index - firstIm}`
  const key = `${operation}/${index}`
  let found = records.get(key)
  if (found === undefined) {
    const verb = imNames[operation === opnum.read ? 0 : operation === opnum.write ? 1 : 2]!
    const kind: Operation = operation === opnum.write ? 'write' : 'identify'
    found = wireFunction(hex(operation, 2), `${verb} ${what}`, kind)
    records.set(key, found)
  }
  return found
}

/** Endpoint mapper of DCE/RPC: a lookup lists the devices' labels. */
export const lookup = wireFunction('epm/0x02', 'Endpoint Lookup', 'identify')
export const mapperOther = wireFunction('epm', 'Endpoint Mapper', 'other')

/** What DCE/RPC needs for itself: packet types other than request, response, fault and reject. */
export const upkeep = functionTable(
  [
    [1, 'RPC Ping', 'other'],
    [4, 'RPC Working', 'other'],
    [5, 'RPC No Call', 'other'],
    [7, 'RPC Acknowledge', 'other'],
    [8, 'RPC Cancel', 'other'],
    [9, 'RPC Fragment Acknowledge', 'other'],
    [10, 'RPC Cancel Acknowledge', 'other'],
  ],
  2,
  'RPC',
)

export const callTo = createCalls()
