import { functionOf } from '../dnp3/functions.ts'
import { isToServer, type LineContext, type Log } from './log.ts'

/** Function codes by the names that Zeek gives them (IEEE 1815, table 4-1). */
const names: readonly (readonly [code: number, name: string])[] = [
  ...[
    'CONFIRM',
    'READ',
    'WRITE',
    'SELECT',
    'OPERATE',
    'DIRECT_OPERATE',
    'DIRECT_OPERATE_NR',
    'IMMED_FREEZE',
    'IMMED_FREEZE_NR',
    'FREEZE_CLEAR',
    'FREEZE_CLEAR_NR',
    'FREEZE_AT_TIME',
    'FREEZE_AT_TIME_NR',
    'COLD_RESTART',
    'WARM_RESTART',
    'INITIALIZE_DATA',
    'INITIALIZE_APPL',
    'START_APPL',
    'STOP_APPL',
    'SAVE_CONFIG',
    'ENABLE_UNSOLICITED',
    'DISABLE_UNSOLICITED',
    'ASSIGN_CLASS',
    'DELAY_MEASURE',
    'RECORD_CURRENT_TIME',
    'OPEN_FILE',
    'CLOSE_FILE',
    'DELETE_FILE',
    'GET_FILE_INFO',
    'AUTHENTICATE_FILE',
    'ABORT_FILE',
    'ACTIVATE_CONFIG',
    'AUTHENTICATE_REQ',
    'AUTHENTICATE_ERR',
  ].map((name, code) => [code, name] as const),
  [129, 'RESPONSE'],
  [130, 'UNSOLICITED_RESPONSE'],
  [131, 'AUTHENTICATE_RESP'],
]
const codeOf = new Map(names.map(([code, name]) => [name, code]))
const fn = (name: string) => {
  const code = codeOf.get(name)
  return code === undefined ? { code: name, name, operation: 'other' as const } : functionOf(code, -1)
}

function say(context: LineContext, name: string | null, kind: 'request' | 'response', isDetail: boolean): void {
  const { telling, ends, at, line } = context
  if (name !== null && ends !== null)
    telling.message(ends, { reader: 'dnp3', function: fn(name), kind, isDetail }, at, line)
}

/** Objects and controls are told per object: they count messages only where dnp3.log does not. */
const detail: Log = {
  transport: 'tcp',
  read(row, context) {
    say(context, row.get('function_code'), isToServer(row, context) === false ? 'response' : 'request', true)
  },
}

export const dnp3Logs: Readonly<Record<string, Log>> = {
  /** A request and the response to it. Which outstation (address) answered, the log does not say. */
  dnp3: {
    transport: 'tcp',
    read(row, context) {
      say(context, row.get('fc_request'), 'request', false)
      say(context, row.get('fc_reply'), 'response', false)
    },
  },
  dnp3_control: detail,
  dnp3_objects: detail,
}
