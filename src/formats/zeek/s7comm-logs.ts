import type { WireFunction } from '../protocol.ts'
import { acknowledgement, jobOf, plusOf, userdataOf } from '../s7comm/functions.ts'
import { isToServer, type LineContext, type Log, tell } from './log.ts'
import type { LogRow } from './row.ts'

const number = (text: string | null): number | null => {
  const value = text === null ? Number.NaN : Number(text)
  return Number.isInteger(value) ? value : null
}

/** ROSCTR: 1 job, 2 acknowledgement, 3 acknowledgement with data, 7 user data. */
function functionOf(row: LogRow, rosctr: number | null): WireFunction {
  const code = number(row.get('function_code'))
  if (rosctr === 7) return userdataOf((code ?? 0) & 15, number(row.get('subfunction_code')) ?? 0)
  return code === null ? acknowledgement : jobOf(code)
}

function isRefusal(row: LogRow): boolean {
  const [name, code] = [row.get('error_class'), number(row.get('error_code'))]
  return (code !== null && code !== 0) || (name !== null && !/^no error$/i.test(name))
}

function say(row: LogRow, context: LineContext, kind: 'request' | 'response'): void {
  const { telling, ends, at, line } = context
  if (ends === null) return
  const fn = functionOf(row, number(row.get('rosctr_code')))
  const message = { reader: 's7comm', function: fn, kind }
  telling.message(ends, kind === 'response' && isRefusal(row) ? { ...message, exception: true } : message, at, line)
}

/** The functions of a transfer by the names that the log gives them: counted where s7comm.log is missing. */
const transfers: Readonly<Record<string, number>> = {
  'request download': 0x1a,
  'download block': 0x1b,
  'download ended': 0x1c,
  'start upload': 0x1d,
  upload: 0x1e,
  'end upload': 0x1f,
}

const detail = (fnOf: (row: LogRow) => WireFunction | null): Log => ({
  transport: 'tcp',
  read(row, context) {
    const { telling, ends, at, line } = context
    const fn = fnOf(row)
    if (ends === null || fn === null) return
    const kind = isToServer(row, context) === false ? 'response' : 'request'
    telling.message(ends, { reader: 's7comm', function: fn, kind, isDetail: true }, at, line)
  },
})

export const s7commLogs: Readonly<Record<string, Log>> = {
  s7comm: {
    transport: 'tcp',
    read(row, context) {
      const rosctr = number(row.get('rosctr_code'))
      const isAnswer =
        rosctr === 7 ? ((number(row.get('function_code')) ?? 0) & 0x80) !== 0 : rosctr === 2 || rosctr === 3
      say(row, context, isAnswer ? 'response' : 'request')
    },
  },
  s7comm_read_szl: detail(() => userdataOf(4, 1)),
  s7comm_upload_download: detail((row) => {
    const code = transfers[(row.get('function_name') ?? '').toLowerCase()]
    return code === undefined ? null : jobOf(code)
  }),
  s7comm_plus: {
    transport: 'tcp',
    read(row, context) {
      const { telling, ends, at, line } = context
      const code = number(row.get('function_code'))
      if (ends === null || code === null) return
      const kind = /resp|32/i.test(row.get('opcode_name') ?? row.get('opcode') ?? '') ? 'response' : 'request'
      telling.message(ends, { reader: 's7comm', protocol: 's7comm-plus', function: plusOf(code), kind }, at, line)
    },
  },
  /** What the answers to SZL 0x001C said, summed up by ICSNPP. */
  s7comm_known_devices: {
    transport: 'tcp',
    read(row, context) {
      tell(context, context.ends?.server ?? row.get('host') ?? row.get('address'), 's7comm', {
        name: row.get('automation_system_name'),
        moduleName: row.get('module_name'),
        plant: row.get('plant_name') ?? row.get('plant_identification'),
        serial: row.get('module_serial') ?? row.get('serial_number'),
        model: row.get('module_type') ?? row.get('module_type_name'),
        orderNumber: row.get('order_number'),
      })
    },
  },
  cotp: { transport: 'tcp', ignored: 'cotp.log tells of the transport below S7 and MMS, which have logs of their own' },
}
