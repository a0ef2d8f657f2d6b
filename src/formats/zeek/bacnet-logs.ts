import { abort, confirmedServices, reject, segmentAck, unconfirmedServices } from '../bacnet/functions.ts'
import type { WireFunction } from '../protocol.ts'
import { folded, isToServer, type LineContext, type Log, namedFunction, senderOf, tell } from './log.ts'
import type { LogRow } from './row.ts'

const byName = (table: readonly WireFunction[]) => new Map(table.map((fn) => [folded(fn.name), fn]))
const confirmed = byName(confirmedServices)
const unconfirmed = byName(unconfirmedServices)

/** `read_property` and `read-property-ack` are the service readProperty. */
function serviceOf(name: string | null, pdu: string | null): WireFunction {
  const type = folded(pdu ?? '')
  if (type.startsWith('segmentack')) return segmentAck
  if (type.startsWith('reject')) return reject
  if (type.startsWith('abort')) return abort
  const plain = folded((name ?? '').replace(/[-_](request|ack|response|error)$/i, ''))
  const first = type.startsWith('unconfirmed') ? unconfirmed : confirmed
  return first.get(plain) ?? unconfirmed.get(plain) ?? confirmed.get(plain) ?? namedFunction(name ?? 'BACnet')
}

function say(row: LogRow, context: LineContext, isAnswer: boolean, isDetail: boolean, exception = false): void {
  const { telling, ends, at, line } = context
  if (ends === null) return
  const fn = serviceOf(row.get('pdu_service'), row.get('pdu_type'))
  const toServer = isToServer(row, context)
  const kind = isAnswer ? 'response' : 'request'
  const message = {
    reader: 'bacnet',
    function: fn,
    kind,
    isDetail,
    ...(toServer === null ? {} : { isFromClient: toServer }),
  } as const
  telling.message(ends, exception ? { ...message, exception } : message, at, line)
}

/** Properties of the device object that say what it is, as captures name them. */
const fields: Readonly<Record<string, string>> = {
  applicationsoftwareversion: 'applicationSoftware',
  description: 'description',
  firmwarerevision: 'firmware',
  location: 'location',
  modelname: 'model',
  objectname: 'name',
  vendorname: 'vendor',
  profilename: 'profile',
  serialnumber: 'serial',
  vendoridentifier: 'vendorId',
}

export const bacnetLogs: Readonly<Record<string, Log>> = {
  bacnet: {
    transport: 'udp',
    read(row, context) {
      const type = folded(row.get('pdu_type') ?? '')
      const isRefusal = /^(error|reject|abort)/.test(type)
      const isAnswer = isRefusal || type.includes('ack')
      say(row, context, isAnswer, false, isRefusal)
    },
  },
  bacnet_discovery: {
    transport: 'udp',
    read(row, context) {
      say(row, context, false, true)
      if (folded(row.get('pdu_service') ?? '') !== 'iam' || row.get('object_type') !== 'device') return
      tell(context, senderOf(row, context), 'bacnet', {
        deviceInstance: row.get('instance_number'),
        vendor: row.get('vendor'),
      })
    },
  },
  bacnet_property: {
    transport: 'udp',
    read(row, context) {
      const isAnswer = folded(row.get('pdu_service') ?? '').endsWith('ack')
      say(row, context, isAnswer, true)
      const field = fields[folded(row.get('property') ?? '')]
      if (!isAnswer || row.get('object_type') !== 'device' || field === undefined) return
      tell(context, senderOf(row, context), 'bacnet', {
        deviceInstance: row.get('instance_number'),
        [field]: row.get('value'),
      })
    },
  },
  /** Reinitialize Device and Device Communication Control; the passwords in it are not kept. */
  bacnet_device_control: {
    transport: 'udp',
    read(row, context) {
      say(row, context, isToServer(row, context) === false || row.get('result') !== null, true)
    },
  },
}
