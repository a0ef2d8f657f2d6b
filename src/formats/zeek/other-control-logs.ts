import { commandOf, frameOf } from '../c37118/functions.ts'
import { commandOf as finsCommandOf, isCommand } from '../fins/functions.ts'
import { serviceOf as srtpServiceOf } from '../ge-srtp/functions.ts'
import { functionOf as genisysOf } from '../genisys/functions.ts'
import { commandOf as hartCommandOf, isRefusal as isHartRefusal, sessionMessages } from '../hart-ip/functions.ts'
import { serviceOf, unknownFault } from '../opcua/functions.ts'
import { operationOf } from '../profinet-io/functions.ts'
import type { WireFunction } from '../protocol.ts'
import { errorIndicator, opcodeOf } from '../roc/functions.ts'
import { byFoldedName, folded, isToServer, type LineContext, type Log, namedFunction, numbered, tell } from './log.ts'
import type { LogRow } from './row.ts'

interface Told {
  readonly function: WireFunction | null
  readonly kind: 'request' | 'response'
  readonly exception?: boolean
  readonly unit?: string | undefined
}

/** A log of one protocol, whose lines tell of messages. */
function messageLog(
  reader: string,
  transport: Log['transport'],
  messagesOf: (row: LogRow, context: LineContext) => Told | readonly Told[] | null,
  more?: (row: LogRow, context: LineContext) => void,
): Log {
  return {
    ...(transport === undefined ? {} : { transport }),
    read(row, context) {
      const { telling, ends, at, line } = context
      if (ends === null) return
      telling.talk(ends, at, line)
      for (const { function: fn, kind, exception, unit } of [messagesOf(row, context) ?? []].flat()) {
        if (fn === null) continue
        const message = { reader, function: fn, kind, unit }
        telling.message(ends, exception === true ? { ...message, exception } : message, at, line)
      }
      more?.(row, context)
    },
  }
}

/** By the name that the log gives it, in the table of the protocol; else by its words. */
const named = (table: ReadonlyMap<string, WireFunction>, name: string | null): WireFunction | null =>
  name === null ? null : (table.get(folded(name)) ?? namedFunction(name))

/** A log with nothing to count beside what another log of the protocol counts: that the two talked is all. */
const detail = (transport: 'tcp' | 'udp', more?: (row: LogRow, context: LineContext) => void): Log =>
  messageLog('', transport, () => null, more)

const kindOf = (text: string | null): 'request' | 'response' =>
  /resp|reply|ack|publish|indication/i.test(text ?? '') ? 'response' : 'request'

/** Genisys (Union Switch & Signal): the server's number tells apart who shares the line. */
const genisysHeaders = byFoldedName(numbered(0xf1, 0xfe, genisysOf))
const genisys = messageLog('genisys', 'tcp', (row) => ({
  function: named(genisysHeaders, row.get('header')),
  kind: row.get('direction') === 'response' ? 'response' : 'request',
  unit: row.get('server') ?? undefined,
}))

/** `System Config (006)`: the number of the opcode stands behind its name. Type `Unknown` is neither asked nor answered. */
const roc = messageLog('roc', 'tcp', (row) => {
  const code = Number(/\((\d{1,3})\)$/.exec(row.get('opcode') ?? '')?.[1] ?? Number.NaN)
  const type = (row.get('packet_type') ?? '').toLowerCase()
  if ((type !== 'request' && type !== 'response') || Number.isNaN(code)) return null
  return { function: opcodeOf(code), kind: type, exception: code === errorIndicator }
})

const frames: Readonly<Record<string, number>> = { data: 0, header: 1, hdr: 1, cfg1: 2, cfg2: 3, cfg3: 5 }
const commands: readonly (readonly [RegExp, number])[] = [
  [/off/i, 1],
  [/on$/i, 2],
  [/h(ea)?d(e)?r/i, 3],
  [/cfg-?1/i, 4],
  [/cfg-?2/i, 5],
  [/cfg-?3/i, 6],
  [/ext/i, 8],
]
const synchrophasorCommand = messageLog('c37.118', undefined, (row) => {
  const said = row.get('command') ?? ''
  const code = commands.find(([words]) => words.test(said))?.[1]
  return { function: code === undefined ? namedFunction(said || 'Command') : commandOf(code), kind: 'request' }
})
const synchrophasorFrame = messageLog('c37.118', undefined, (row) => {
  const type = frames[folded(row.get('frame_type') ?? '')]
  return type === undefined ? null : { function: frameOf(type) ?? null, kind: 'response' }
})

/** HART-IP: the command within the token-passing PDU, else the message itself. Gateways answer from another port. */
const hartCommands = byFoldedName([...numbered(0, 1023, hartCommandOf), ...sessionMessages])
const hartIp = messageLog('hart-ip', 'udp', (row) => {
  const name = row.get('token_passing_pdu_command_number') ?? row.get('header_message_id')
  const code = row.get('token_passing_pdu_contents_response_response_code')
  return {
    function: named(hartCommands, name),
    kind: kindOf(row.get('header_message_type_message_type')),
    exception: code !== null && isHartRefusal(Number(code)),
  }
})

const unique = 'read_unique_identifier_response_'
function hartIdentity(row: LogRow, context: LineContext): void {
  // The one who answers may be the originator: gateways answer from another port, in a connection of its own.
  const address =
    row.get('id.orig_p') === '5095' || row.get('id.orig_p') === '5094' ? context.orig : context.ends?.server
  tell(context, address ?? null, 'hart-ip', {
    vendor: row.get(`${unique}manufacturer_identification_code`),
    model: row.get(`${unique}expanded_device_type`),
    deviceId: row.get(`${unique}device_id`),
    firmware: row.get(`${unique}software_revision_level`),
    deviceRevision: row.get(`${unique}device_revision_level`),
    profile: row.get(`${unique}device_profile`),
    tag: row.get('read_tag_descriptor_date_response_tag') ?? row.get('read_long_tag_response_long_tag'),
  })
}

const operations = byFoldedName(numbered(0, 5, operationOf))
const profinet = messageLog('profinet-io', 'udp', (row) => {
  const fn = operations.get(folded(row.get('operation_num') ?? row.get('operation') ?? ''))
  const type = (row.get('packet_type') ?? '').toLowerCase()
  if (fn === undefined || !/request|response|fault|reject/.test(type)) return null
  return { function: fn, kind: type === 'request' ? 'request' : 'response', exception: /fault|reject/.test(type) }
})

/** OPC UA: request and response of one exchange may stand in one line, each under its own name. */
const services = byFoldedName(
  [...numbered(397, 850, serviceOf), ...numbered(12_200, 12_220, serviceOf)].map((one) => one.function),
)
const opcua = messageLog('opcua', 'tcp', (row) => {
  const messages: Told[] = []
  for (const field of row.fields) {
    if (!field.endsWith('identifier_str')) continue
    const said = row.get(field)
    const [, name, kind] = /^(.*?)(Request|Response)$/.exec(said ?? '') ?? []
    if (name !== undefined)
      messages.push({ function: named(services, name), kind: kind === 'Response' ? 'response' : 'request' })
    if (said === 'ServiceFault') messages.push({ function: unknownFault, kind: 'response', exception: true })
  }
  return messages
})

/** The server describes itself in its endpoints; the client in its request for a session. */
const opcuaDescription = detail('tcp', (row, context) => {
  const isServer = row.get('is_orig') === 'F' || row.fields.includes('message_security_mode')
  tell(context, (isServer ? context.ends?.server : context.ends?.client) ?? null, 'opcua', {
    applicationUri: row.get('application_uri'),
    productUri: row.get('product_uri'),
    application: row.get('text'),
    securityPolicy: isServer ? row.get('security_policy_uri') : null,
    securityMode: isServer ? row.get('message_security_mode') : null,
  })
})

const srtpServices = byFoldedName(numbered(0, 255, srtpServiceOf))
const geSrtp = messageLog('ge-srtp', 'tcp', (row) => {
  const name = row.get('service_request_code') ?? row.get('message_type')
  const kind = kindOf(row.get('srtp_type'))
  const status = row.get('status_code')
  return {
    function: named(srtpServices, name),
    kind,
    exception: kind === 'response' && status !== null && !/^(0x0*|0|success.*)$/i.test(status),
  }
})

const finsCommands = byFoldedName(
  numbered(0x0101, 0x2fff, (code) => (isCommand(code) ? finsCommandOf(code) : undefined)),
)
const finsLog = messageLog('fins', 'udp', (row) => ({
  function: named(finsCommands, row.get('command_code')),
  kind: kindOf(row.get('icf_data_type')),
  exception: row.get('response_code') !== null && !/normal|success/i.test(row.get('response_code') ?? ''),
}))

const bsap = messageLog('bsap', 'udp', (row, context) => ({
  function: named(new Map(), row.get('func_code') ?? row.get('app_func_code')),
  kind: isToServer(row, context) === false ? 'response' : 'request',
}))

export const otherControlLogs: Readonly<Record<string, Log>> = {
  genisys,
  roc_plus: roc,
  synchrophasor: detail('tcp'),
  synchrophasor_cmd: synchrophasorCommand,
  synchrophasor_cfg: synchrophasorFrame,
  synchrophasor_hdr: synchrophasorFrame,
  synchrophasor_data: synchrophasorFrame,
  synchrophasor_cfg_detail: detail('tcp', (row, context) =>
    tell(context, context.ends?.server ?? null, 'c37.118', { name: row.get('station_name') }),
  ),
  synchrophasor_data_detail: detail('tcp'),
  hart_ip: hartIp,
  hart_ip_general: hartIp,
  hart_ip_universal_commands: detail('udp', hartIdentity),
  hart_ip_common_commands: detail('udp'),
  hart_ip_direct_pdu_command: detail('udp'),
  hart_ip_session_record: detail('udp'),
  profinet_io_cm: profinet,
  profinet: profinet,
  profinet_dce_rpc: profinet,
  opcua_binary: opcua,
  opcua_binary_create_session: opcuaDescription,
  opcua_binary_create_session_endpoints: opcuaDescription,
  opcua_binary_get_endpoints: opcuaDescription,
  opcua_binary_get_endpoints_description: opcuaDescription,
  ge_srtp: geSrtp,
  ge_srtp_general: geSrtp,
  omron_fins: finsLog,
  omron_fins_general: finsLog,
  omron_fins_detail: detail('udp', (row, context) => {
    const model = row.get('controller_model')
    tell(context, context.ends?.server ?? null, 'fins', {
      vendor: model === null ? null : 'Omron',
      model,
      orderNumber: model,
      firmware: row.get('controller_version'),
      mode: row.get('controller_status_data_read_mode'),
    })
  }),
  bsap_ip_header: detail('udp'),
  bsap_ip_rdb: bsap,
  bsap_serial_header: detail('udp'),
  bsap_serial_rdb: bsap,
}

/** Further logs of these protocols hold one thing each; that the two talked is what they tell here. */
const families: readonly (readonly [RegExp, Log])[] = [
  [/^opcua_binary_/, detail('tcp')],
  [/^roc_plus_/, detail('tcp')],
  [/^omron_fins_/, detail('udp')],
  [/^hart_ip_/, detail('udp')],
]
export const familyOf = (name: string): Log | undefined => families.find(([known]) => known.test(name))?.[1]
