import { functionOf, identityFields, interfaceOf, readDeviceIdentification } from '../modbus/functions.ts'
import type { WireFunction } from '../protocol.ts'
import { folded, isToServer, type LineContext, type Log, tell } from './log.ts'
import { countOf, type LogRow } from './row.ts'

const byName = new Map(Array.from({ length: 128 }, (_, code) => [folded(functionOf(code).name), functionOf(code)]))
/** Names of Zeek's constants that are not the standard's. */
const aliases: Readonly<Record<string, number>> = {
  encapinterfacetransport: 43,
  reportslaveid: 17,
  diagnostics: 8,
  readexceptionstatus: 7,
  forcesinglecoil: 5,
  presetsingleregister: 6,
  forcemultiplecoils: 15,
  presetmultipleregisters: 16,
  readgeneralreference: 20,
  writegeneralreference: 21,
  firmwarereplacement: 125,
}

/** `func` is a name, or `unknown-100`; with `_EXCEPTION` behind it where the answer was a refusal. */
function functionNamed(func: string | null, mei: string | null): WireFunction {
  const name = (func ?? '').replace(/_EXCEPTION$/, '')
  const unknown = /^unknown-(\d{1,3})$/.exec(name)
  const code = unknown === null ? aliases[folded(name)] : Number(unknown[1])
  if (code === 43 && mei !== null) return /identification/i.test(mei) ? readDeviceIdentification : interfaceOf(0x0d)
  return code === undefined ? (byName.get(folded(name)) ?? { code: name, name, operation: 'other' }) : functionOf(code)
}

/** Units 0 and 255 are the endpoint itself, as in captures. */
function unitOf(row: LogRow): string | undefined {
  const unit = countOf(row, 'unit') ?? countOf(row, 'uint') ?? countOf(row, 'unit_id')
  return unit === null || unit === 0 || unit === 255 ? undefined : String(unit)
}

function say(
  row: LogRow,
  { telling, ends, at, line }: LineContext,
  kinds: readonly ('request' | 'response')[],
  isDetail: boolean,
  exception: boolean,
): void {
  if (ends === null) return
  const fn = functionNamed(row.get('func'), row.get('mei_type'))
  for (const kind of kinds) {
    const message = { reader: 'modbus', function: fn, kind, unit: unitOf(row), isDetail }
    telling.message(ends, kind === 'response' && exception ? { ...message, exception } : message, at, line)
  }
}

/** Newer versions write a line for each message, with `pdu_type`; older ones one for request and response together. */
const modbus: Log = {
  transport: 'tcp',
  read(row, context) {
    const type = row.get('pdu_type')
    const refused = row.get('exception') !== null || (row.get('func') ?? '').endsWith('_EXCEPTION')
    say(
      row,
      context,
      type === 'REQ' ? ['request'] : type === 'RESP' ? ['response'] : ['request', 'response'],
      false,
      refused,
    )
  },
}

/** ICSNPP: a line for each pair of request and response, or for one that found no partner. */
const detailed: Log = {
  transport: 'tcp',
  read(row, context) {
    const type = row.get('request_response')
    const error = row.get('exception_code') ?? row.get('error_code')
    const isAnswer = error !== null || row.get('response_values') !== null || row.get('response_data') !== null
    const kinds =
      type !== null
        ? [type === 'RESPONSE' ? ('response' as const) : ('request' as const)]
        : row.get('matched') === 'T'
          ? (['request', 'response'] as const)
          : [isAnswer || isSecond(row, context) ? ('response' as const) : ('request' as const)]
    say(row, context, kinds, true, error !== null)
  },
}

/** Functions without data have a line for each message, and nothing in it tells the response: it is the second one. */
function isSecond(row: LogRow, { memory }: LineContext): boolean {
  const key = ['modbus', ...['uid', 'tid', 'unit', 'func'].map((field) => row.get(field))].join('/')
  if (memory.delete(key)) return true
  if (memory.size < 50_000) memory.set(key, true)
  return false
}

/** What modbus_detailed.log holds with one line, too: counted where that one is missing. */
const oneDirection: Log = {
  transport: 'tcp',
  read(row, context) {
    const toServer = isToServer(row, context)
    const isResponse = row.get('request_response') === 'RESPONSE' || toServer === false
    const { ends, telling, at, line } = context
    if (ends !== null) telling.talk(ends, at, line)
    identify(row, context, isResponse)
  },
}

/** Read Device Identification (43/14): one object a line. */
function identify(row: LogRow, context: LineContext, isResponse: boolean): void {
  const value = row.get('object_value')
  if (!isResponse || value === null || context.ends === null) return
  const code = row.get('object_id_code')
  const id = code === null ? Number.NaN : Number(code)
  const field = Number.isInteger(id) ? (identityFields[id] ?? `object ${id}`) : fieldNamed(row.get('object_id'))
  if (field !== null) tell(context, context.ends.server, 'modbus', { [field]: value }, { unit: unitOf(row) })
}

const objectNames = [
  'vendorname',
  'productcode',
  'majorminorrevision',
  'vendorurl',
  'productname',
  'modelname',
  'userapplicationname',
]
function fieldNamed(name: string | null): string | null {
  const at = objectNames.indexOf(folded(name ?? ''))
  return at < 0 ? null : identityFields[at]!
}

export const modbusLogs: Readonly<Record<string, Log>> = {
  modbus,
  modbus_detailed: detailed,
  modbus_mask_write_register: oneDirection,
  modbus_read_write_multiple_registers: oneDirection,
  modbus_read_device_identification: oneDirection,
  known_modbus: {
    read(row, { telling, at, line }) {
      const host = row.get('host')
      if (host !== null) telling.host(host, at, line)
    },
  },
}
