import { commandOf, implicitData, noClass, serviceOf, tagClass } from '../enip/functions.ts'
import { deviceTypeName, vendorName } from '../enip/names.ts'
import { hex } from '../octets.ts'
import { isToServer, type LineContext, type Log, senderOf, tell } from './log.ts'
import { countOf, type LogRow } from './row.ts'

const number = (text: string | null): number => (text === null || text === '' ? Number.NaN : Number(text))
const rockwellOrder = /^(\d{4}[A-Z]{0,2}-[A-Z0-9-]+)/
const mostPending = 256

/**
 * A response names no class: it is that of the request with the same sequence number. The services of one packet share it,
 * and are answered in their order.
 */
function classOf(row: LogRow, { memory }: LineContext, isRequest: boolean, service: number): number {
  const key = `${row.get('uid')}/${row.get('cip_sequence_count')}`
  const pending = (memory.get(key) as number[] | undefined) ?? []
  if (!isRequest) {
    const asked = pending.shift()
    if (pending.length === 0) memory.delete(key)
    return asked ?? noClass
  }
  const named = number(row.get('class_id'))
  // Services from 0x4b on that name no class go to a tag by its name.
  const cls = Number.isNaN(named) ? (service >= 0x4b ? tagClass : noClass) : named
  if (pending.length < mostPending) pending.push(cls)
  if (memory.size < 50_000) memory.set(key, pending)
  return cls
}

export const cipLogs: Readonly<Record<string, Log>> = {
  /** Commands that only carry CIP are counted with what they carry, in cip.log. */
  enip: {
    transport: 'tcp',
    read(row, context) {
      const { telling, ends, at, line } = context
      if (ends === null) return
      const command = number(row.get('enip_command_code'))
      if (command === 0x6f || command === 0x70 || Number.isNaN(command)) {
        telling.talk(ends, at, line)
        return
      }
      const name = row.get('enip_command') ?? 'Encapsulation'
      const fn = commandOf(command) ?? { code: hex(command, 4), name, operation: 'other' as const }
      const kind = isToServer(row, context) === false ? 'response' : 'request'
      const status = row.get('enip_status')
      const exception = kind === 'response' && status !== null && !/^success$/i.test(status)
      const message = { reader: 'enip', function: fn, kind } as const
      telling.message(ends, exception ? { ...message, exception } : message, at, line)
    },
  },
  cip: {
    transport: 'tcp',
    read(row, context) {
      const { telling, ends, at, line } = context
      const service = number(row.get('cip_service_code')) & 0x7f
      if (ends === null || Number.isNaN(number(row.get('cip_service_code')))) return
      const isRequest = row.get('direction') !== 'response'
      const fn = serviceOf(classOf(row, context, isRequest, service), service)
      const status = row.get('cip_status')
      const exception = !isRequest && status !== null && !/^success$/i.test(status)
      const message = {
        reader: 'enip',
        protocol: 'cip',
        function: fn,
        kind: isRequest ? 'request' : 'response',
      } as const
      telling.message(ends, exception ? { ...message, exception } : message, at, line)
    },
  },
  cip_io: {
    transport: 'udp',
    read(row, context) {
      const { telling, ends, at, line } = context
      if (ends === null) return
      const kind = isToServer(row, context) === false ? 'response' : 'request'
      telling.message(ends, { reader: 'enip', function: implicitData, kind }, at, line)
    },
  },
  /** The answer to List Identity: its sender is whom it is about, even where the address in it is another (NAT). */
  cip_identity: {
    transport: 'tcp',
    read(row, context) {
      const vendorId = countOf(row, 'vendor_id')
      const type = countOf(row, 'device_type_id')
      const product = row.get('product_name')
      const [major, minor] = (row.get('revision') ?? '').split('.')
      const state = number(row.get('device_state'))
      const { telling, ends, at, line } = context
      if (ends !== null) telling.talk(ends, at, line)
      tell(context, senderOf(row, context) ?? context.resp, 'enip', {
        vendor: (vendorId === null ? undefined : vendorName(vendorId)) ?? row.get('vendor_name'),
        vendorId: vendorId === null ? null : hex(vendorId, 4),
        deviceType: (type === null ? undefined : deviceTypeName(type)) ?? row.get('device_type_name'),
        deviceTypeId: type === null ? null : String(type),
        productCode: row.get('product_code'),
        firmware: row.get('revision'),
        majorRevision: major || null,
        minorRevision: minor || null,
        status: row.get('device_status'),
        serial: row.get('serial_number'),
        product,
        model: product,
        orderNumber: vendorId === 1 ? rockwellOrder.exec(product ?? '')?.[1] : null,
        state: Number.isNaN(state) ? null : hex(state, 2),
      })
    },
  },
}
