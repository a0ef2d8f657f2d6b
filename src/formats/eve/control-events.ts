import { functionOf as dnp3FunctionOf } from '../dnp3/functions.ts'
import { commandOf } from '../enip/functions.ts'
import { deviceTypeName, vendorName } from '../enip/names.ts'
import { countAt, isObject, textAt, valueAt } from '../json-value.ts'
import { diagnosticOf, functionOf, readDeviceIdentification } from '../modbus/functions.ts'
import { hex } from '../octets.ts'
import { folded, namedFunction } from '../zeek/log.ts'
import type { EventContext, EventKind } from './event.ts'

const kinds = ['request', 'response'] as const

/** A transaction: `request` and `response` as Suricata read them, either of which may be missing. */
function modbus(event: unknown, { telling, ends, at, line }: EventContext): void {
  if (ends === null) return
  for (const kind of kinds) {
    const said = valueAt(event, 'modbus', kind)
    if (!isObject(said)) continue
    const raw = countAt(said, 'function_raw') ?? countAt(said, 'function_code')
    if (raw === null) continue
    const unit = countAt(said, 'unit_id')
    const exception = raw >= 0x80 || isObject(valueAt(said, 'exception'))
    const code = raw & 0x7f
    const isIdentity =
      code === 43 && /14|device/i.test(textAt(said, 'mei', 'code') ?? textAt(said, 'mei', 'raw') ?? '14')
    const fn = isIdentity
      ? readDeviceIdentification
      : code === 8
        ? diagnosticOf(countAt(said, 'diagnostic', 'raw') ?? -1)
        : functionOf(code)
    const unitText = unit === null || unit === 0 || unit === 255 ? undefined : String(unit)
    const message = { reader: 'modbus', function: fn, kind, unit: unitText }
    telling.message(ends, exception && kind === 'response' ? { ...message, exception } : message, at, line)
  }
}

/** Newer versions write a transaction, older ones one message an event. */
function dnp3(event: unknown, { telling, ends, at, line }: EventContext): void {
  if (ends === null) return
  const root = valueAt(event, 'dnp3')
  const parts = [valueAt(root, 'request'), valueAt(root, 'response'), root].filter((one) =>
    isObject(valueAt(one, 'application')),
  )
  for (const said of parts) {
    const code = countAt(said, 'application', 'function_code')
    if (code === null) continue
    const isAnswer = code >= 129 && code <= 131
    const outstation = countAt(said, isAnswer ? 'src' : 'dst')
    const unit = outstation === null || outstation >= 0xfff0 ? undefined : String(outstation)
    const fn = dnp3FunctionOf(code, -1)
    telling.message(ends, { reader: 'dnp3', function: fn, kind: isAnswer ? 'response' : 'request', unit }, at, line)
  }
}

const enipCommands = new Map(
  [0x04, 0x63, 0x64, 0x65, 0x66, 0x6f, 0x70, 0x72, 0x73].flatMap((code) => {
    const fn = commandOf(code)
    return fn === undefined ? [] : [[folded(fn.name), fn] as const]
  }),
)
const carriers = new Set(['sendrrdata', 'sendunitdata'])
const rockwellOrder = /^(\d{4}[A-Z]{0,2}-[A-Z0-9-]+)/

/** Of CIP within Send RR Data the events say nothing: what is asked of the device is not known from them. */
function enip(event: unknown, context: EventContext): void {
  const { telling, ends, at, line } = context
  if (ends === null) return
  telling.talk(ends, at, line)
  telling.recognise(ends, 'enip', line)
  for (const kind of kinds) {
    const said = valueAt(event, 'enip', kind)
    const name = textAt(said, 'command') ?? textAt(said, 'enip_command')
    if (name === null || carriers.has(folded(name))) continue
    const fn = enipCommands.get(folded(name)) ?? namedFunction(name)
    telling.message(ends, { reader: 'enip', function: fn, kind }, at, line)
  }
  identity(valueAt(event, 'enip', 'response', 'identity'), ends.server, context)
}

function identity(said: unknown, address: string, { telling, at, line }: EventContext): void {
  if (!isObject(said)) return
  const vendor = countAt(said, 'vendor_id')
  const type = countAt(said, 'device_type')
  const product = textAt(said, 'product_name')
  const serial = countAt(said, 'serial')
  const facts: Readonly<Record<string, string | null | undefined>> = {
    vendor: vendor === null ? null : vendorName(vendor),
    vendorId: vendor === null ? null : hex(vendor, 4),
    deviceType: type === null ? null : deviceTypeName(type),
    deviceTypeId: type === null ? null : String(type),
    productCode: textAt(said, 'product_code'),
    firmware: textAt(said, 'revision'),
    serial: serial === null ? textAt(said, 'serial') : hex(serial, 8),
    product,
    model: product,
    orderNumber: vendor === 1 ? rockwellOrder.exec(product ?? '')?.[1] : null,
  }
  for (const [field, value] of Object.entries(facts)) {
    if (value) telling.fact({ address, reader: 'enip', field, value }, at, line)
  }
}

export const controlEvents: Readonly<Record<string, EventKind>> = {
  modbus: { read: modbus },
  dnp3: { read: dnp3 },
  enip: { read: enip },
}
