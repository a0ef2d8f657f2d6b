import { fromText, join } from '../octets.ts'
import { cotpData } from '../s7comm/encode.ts'

type Octets = Uint8Array | readonly number[]

/** One element of BER with a definite length; tags above 30 in two octets. */
function ber(tag: number, ...contents: readonly Octets[]): Uint8Array {
  const inside = join(...contents)
  const size = inside.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 255]
  return join(tag > 255 ? [tag >> 8, tag & 255] : [tag], length, inside)
}

const presented = (context: number, content: Octets): Uint8Array =>
  ber(0x61, ber(0x30, ber(0x02, [context]), ber(0xa0, content)))

/** An MMS PDU as it travels within an association. */
export const message = (pdu: Octets): Uint8Array => cotpData(join([1, 0, 1, 0], presented(3, pdu)))

const mmsContext = fromHexDigits('28ca220203')
const mmsSyntax = fromHexDigits('28ca220201')
const acseSyntax = fromHexDigits('52010001')
const basicEncoding = fromHexDigits('5101')
function fromHexDigits(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (octet) => Number.parseInt(octet, 16))
}

/** The opening of an association or its acceptance, all layers of it, around an initiate PDU. */
function opening(isRequest: boolean, pdu: Octets, password?: string): Uint8Array {
  const external = ber(0x28, ber(0x06, basicEncoding), ber(0x02, [3]), ber(0xa0, pdu))
  const authentication = password === undefined ? [] : ber(0xac, ber(0x80, fromText(password)))
  const acse = isRequest
    ? ber(0x60, ber(0xa1, ber(0x06, mmsContext)), authentication, ber(0xbe, external))
    : ber(0x61, ber(0xa1, ber(0x06, mmsContext)), ber(0xa2, ber(0x02, [0])), ber(0xbe, external))
  const context = (id: number, syntax: Octets): Uint8Array =>
    ber(0x30, ber(0x02, [id]), ber(0x06, syntax), ber(0x30, ber(0x06, basicEncoding)))
  const accepted = ber(0x30, ber(0x80, [0]), ber(0x81, basicEncoding))
  const contexts = isRequest ? ber(0xa4, context(1, acseSyntax), context(3, mmsSyntax)) : ber(0xa5, accepted, accepted)
  const presentation = ber(0x31, ber(0xa0, ber(0x80, [1])), ber(0xa2, contexts, presented(1, acse)))
  const parameters = join([0x05, 6, 0x13, 1, 0, 0x16, 1, 2, 0x14, 2, 0, 2, 0xc1, presentation.length], presentation)
  return cotpData(join([isRequest ? 0x0d : 0x0e, parameters.length], parameters))
}

const negotiated: Octets = [0x81, 1, 5, 0x82, 1, 5, 0x83, 1, 10]
export const initiateRequest = (password?: string): Uint8Array =>
  opening(true, ber(0xa8, negotiated, ber(0xa4, [0x80, 1, 1, 0x81, 3, 5, 0xf1, 0, 0x82, 3, 3, 0xee, 0x1c])), password)
export const initiateResponse = (): Uint8Array =>
  opening(false, ber(0xa9, negotiated, ber(0xa4, [0x80, 1, 1, 0x81, 3, 5, 0xf1, 0, 0x82, 3, 3, 0xee, 0x1c])))

const numbered = (invoke: number): Uint8Array => ber(0x02, [(invoke >> 8) & 0x7f, invoke & 255])
/** A confirmed request or response: `tag` of the service, above 30 in two octets (0xbf1a is service 26). */
export const request = (invoke: number, tag: number, ...contents: readonly Octets[]): Uint8Array =>
  message(ber(0xa0, numbered(invoke), ber(tag, ...contents)))
export const response = (invoke: number, tag: number, ...contents: readonly Octets[]): Uint8Array =>
  message(ber(0xa1, numbered(invoke), ber(tag, ...contents)))
export const confirmedError = (invoke: number): Uint8Array =>
  message(ber(0xa2, ber(0x80, [(invoke >> 8) & 0x7f, invoke & 255]), ber(0xa2, ber(0xa0, ber(0x87, [3])))))

export const identify = (invoke: number): Uint8Array => request(invoke, 0x82)
export const identifyAnswer = (invoke: number, vendor: string, model: string, revision: string): Uint8Array =>
  response(invoke, 0xa2, ber(0x80, fromText(vendor)), ber(0x81, fromText(model)), ber(0x82, fromText(revision)))

/** The domains of the whole device. */
export const listDomains = (invoke: number): Uint8Array =>
  request(invoke, 0xa1, ber(0xa0, ber(0x80, [9])), ber(0xa1, ber(0x80)))
export const nameListAnswer = (invoke: number, names: readonly string[]): Uint8Array =>
  response(invoke, 0xa1, ber(0xa0, ...names.map((name) => ber(0x1a, fromText(name)))), ber(0x81, [0]))

const variable = (domain: string, item: string): Uint8Array =>
  ber(0x30, ber(0xa0, ber(0xa1, ber(0x1a, fromText(domain)), ber(0x1a, fromText(item)))))
export const read = (invoke: number, domain: string, item: string): Uint8Array =>
  request(invoke, 0xa4, ber(0xa1, ber(0xa0, variable(domain, item))))
/** One boolean; `failed`: a data access error instead. */
export const readAnswer = (invoke: number, value: boolean, failed = false): Uint8Array =>
  response(invoke, 0xa4, ber(0xa1, failed ? ber(0x80, [10]) : ber(0x83, [value ? 255 : 0])))
export const write = (invoke: number, domain: string, item: string, value: boolean): Uint8Array =>
  request(invoke, 0xa5, ber(0xa0, variable(domain, item)), ber(0xa0, ber(0x83, [value ? 255 : 0])))
export const writeAnswer = (invoke: number, failed = false): Uint8Array =>
  response(invoke, 0xa5, failed ? ber(0x80, [3]) : ber(0x81))
/** A report: the data set by name, then its values. */
export const report = (dataSet: string, values: readonly boolean[]): Uint8Array =>
  message(
    ber(
      0xa3,
      ber(
        0xa0,
        ber(0xa1, ber(0x80, fromText(dataSet))),
        ber(0xa0, ...values.map((value) => ber(0x83, [value ? 1 : 0]))),
      ),
    ),
  )
