import { berElement, readBer } from '../ber.ts'
import { text } from '../octets.ts'
import { fault, type Reading, withIdentity } from '../reading.ts'
import { serviceOf } from './functions.ts'

const one = berElement()
const named = berElement()
const requests = 0xa1
const responses = 0xa2

/** GSEMngtPdu (IEC 61850-8-1:2011, annex A): state [0], requests [1] or responses [2], and in them the service by its tag. */
export function readManagement(bytes: Uint8Array, from: number, to: number): Reading {
  let at = from
  while (at < to && readBer(bytes, at, to, one)) {
    at = one.to
    if (one.tag !== requests && one.tag !== responses) continue
    const isRequest = one.tag === requests
    if (!readBer(bytes, one.from, one.to, one)) break
    const number = one.tag & 0x1f
    const service = serviceOf(number)
    if (service === undefined) return fault('GSE management of an unknown kind')
    if (number === 0) return service.refusal
    const plain = isRequest ? service.request : service.response
    // The first element names the control block that is asked; what answers to it has it.
    if (isRequest || !readBer(bytes, one.from, one.to, named) || named.tag !== 0x80) return plain
    const value = text(bytes, named.from, named.to)
    if (value === '') return plain
    return withIdentity(plain, [{ field: 'gocbRef', value }])
  }
  return fault('GSE management cut short')
}
