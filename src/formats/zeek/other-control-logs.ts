import type { Operation } from '../protocol.ts'
import { isToServer, type LineContext, type Log, namedFunction, tell } from './log.ts'
import type { LogRow } from './row.ts'

interface Told {
  readonly name: string | null
  readonly kind: 'request' | 'response'
  readonly exception?: boolean
  readonly operation?: Operation
  readonly unit?: string | undefined
}

/** A log that names its functions in words only: they are classed by these, and counted under them. */
function wordLog(
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
      for (const { name, kind, exception, operation, unit } of [messagesOf(row, context) ?? []].flat()) {
        if (name === null) continue
        const fn = namedFunction(name)
        const named = operation === undefined ? fn : { ...fn, operation }
        const message = { reader, function: named, kind, unit }
        telling.message(ends, exception === true ? { ...message, exception } : message, at, line)
      }
      more?.(row, context)
    },
  }
}

/** A log with nothing to count beside what another log of the protocol counts: that the two talked is all. */
const detail = (transport: 'tcp' | 'udp', more?: (row: LogRow, context: LineContext) => void): Log =>
  wordLog('', transport, () => null, more)

const kindOf = (text: string | null): 'request' | 'response' =>
  /resp|reply|ack|publish|indication/i.test(text ?? '') ? 'response' : 'request'

/** Genisys (Union Switch & Signal): the server's number tells apart who shares the line. */
const genisys = wordLog('genisys', 'tcp', (row) => ({
  name: row.get('header'),
  kind: row.get('direction') === 'response' ? 'response' : 'request',
  unit: row.get('server') ?? undefined,
}))

const rocOperations: Readonly<Record<string, Operation>> = {
  '008': 'write',
  '011': 'write',
  '017': 'other',
  '024': 'other',
  '166': 'write',
  '181': 'write',
  '203': 'program',
  '224': 'other',
  '225': 'other',
  '255': 'other',
}
/** `System Config (006)`: the number of the opcode stands behind its name. Type `Unknown` is neither asked nor answered. */
const roc = wordLog('roc', 'tcp', (row) => {
  const [, name, code] = /^(.*?)\s*\((\d{1,3})\)$/.exec(row.get('opcode') ?? '') ?? [null, row.get('opcode'), '']
  const type = (row.get('packet_type') ?? '').toLowerCase()
  const operation = rocOperations[code ?? ''] ?? (code === '006' ? 'identify' : 'read')
  if (type !== 'request' && type !== 'response') return null
  return { name: name ?? null, kind: type, operation, exception: code === '255' }
})

const commands = new Set(['commands', 'command'])
const synchrophasorCommand = wordLog('c37.118', undefined, (row) => ({
  name: row.get('command'),
  kind: 'request',
  operation: /cfg|hdr|header|config/i.test(row.get('command') ?? '') ? 'identify' : 'write',
}))
const synchrophasorFrame = (operation: Operation, more?: (row: LogRow, context: LineContext) => void) =>
  wordLog(
    'c37.118',
    undefined,
    (row) =>
      commands.has((row.get('frame_type') ?? '').toLowerCase())
        ? null
        : { name: row.get('frame_type') ?? 'Frame', kind: 'response', operation },
    more,
  )

const hartOperation = (name: string): Operation =>
  /identif|tag|descriptor/i.test(name) && !/write/i.test(name) ? 'identify' : namedFunction(name).operation

/** HART-IP: the command within the token-passing PDU, else the message itself. Gateways answer from another port. */
const hartIp = wordLog('hart-ip', 'udp', (row) => {
  const name = row.get('token_passing_pdu_command_number') ?? row.get('header_message_id')
  const code = row.get('token_passing_pdu_contents_response_response_code')
  return {
    name,
    kind: kindOf(row.get('header_message_type_message_type')),
    operation: name === null ? 'other' : hartOperation(name),
    exception: code !== null && Number(code) > 0 && Number(code) < 128 && code !== '8',
  }
})

const unique = 'read_unique_identifier_response_'
function hartIdentity(row: LogRow, context: LineContext): void {
  // The one who answers may be the originator: gateways answer from another port, in a connection of its own.
  const address =
    row.get('id.orig_p') === '5095' || row.get('id.orig_p') === '5094' ? context.orig : context.ends?.server
  tell(context, address ?? null, 'hart-ip', {
    vendor: row.get(`${unique}manufacturer_identification_code`),
    deviceType: row.get(`${unique}expanded_device_type`),
    deviceId: row.get(`${unique}device_id`),
    softwareRevision: row.get(`${unique}software_revision_level`),
    deviceRevision: row.get(`${unique}device_revision_level`),
    profile: row.get(`${unique}device_profile`),
    tag: row.get('read_tag_descriptor_date_response_tag') ?? row.get('read_long_tag_response_long_tag'),
  })
}

const opnum: Readonly<Record<string, readonly [string, Operation]>> = {
  connect: ['Connect', 'other'],
  release: ['Release', 'other'],
  read: ['Read', 'read'],
  write: ['Write', 'write'],
  control: ['Control', 'other'],
  'read implicit': ['Read Implicit', 'read'],
  readimplicit: ['Read Implicit', 'read'],
}
const profinet = wordLog('profinet-io', 'udp', (row) => {
  const known = opnum[(row.get('operation_num') ?? row.get('operation') ?? '').toLowerCase()]
  const type = (row.get('packet_type') ?? '').toLowerCase()
  if (known === undefined || !/request|response|fault|reject/.test(type)) return null
  const kind = type === 'request' ? 'request' : 'response'
  return { name: known[0], operation: known[1], kind, exception: /fault|reject/.test(type) }
})

/** OPC UA: request and response of one exchange may stand in one line, each under its own name. */
const opcua = wordLog('opcua', 'tcp', (row) => {
  const messages: Told[] = []
  for (const field of row.fields) {
    if (!field.endsWith('identifier_str')) continue
    const said = row.get(field)
    const [, name, kind] = /^(.*?)(Request|Response)$/.exec(said ?? '') ?? []
    if (name !== undefined)
      messages.push({ name, kind: kind === 'Response' ? 'response' : 'request', operation: opcuaOperation(name) })
    if (said === 'ServiceFault') messages.push({ name: 'ServiceFault', kind: 'response', exception: true })
  }
  return messages
})

/** Services by what they do to the server: OPC 10000-4, clause 5. */
function opcuaOperation(service: string): Operation {
  if (/^(GetEndpoints|FindServers|Browse|TranslateBrowse)/.test(service)) return 'identify'
  if (/^(Write|HistoryUpdate|Call)$/.test(service)) return 'write'
  if (/^(AddNodes|AddReferences|DeleteNodes|DeleteReferences)$/.test(service)) return 'program'
  if (/^(Read|HistoryRead|Publish|Republish|Query)/.test(service)) return 'read'
  return 'other'
}

/** The server describes itself in its endpoints; the client in its request for a session. */
const opcuaDescription = detail('tcp', (row, context) => {
  const isServer = row.get('is_orig') === 'F' || row.fields.includes('message_security_mode')
  tell(context, (isServer ? context.ends?.server : context.ends?.client) ?? null, 'opcua', {
    applicationUri: row.get('application_uri'),
    productUri: row.get('product_uri'),
    applicationName: row.get('text'),
    securityPolicy: isServer ? row.get('security_policy_uri') : null,
    securityMode: isServer ? row.get('message_security_mode') : null,
  })
})

const geSrtp = wordLog('ge-srtp', 'tcp', (row) => {
  const name = row.get('service_request_code') ?? row.get('message_type')
  const kind = kindOf(row.get('srtp_type'))
  const status = row.get('status_code')
  return { name, kind, exception: kind === 'response' && status !== null && !/^(0x0*|0|success.*)$/i.test(status) }
})

const fins = (row: LogRow): Told => ({
  name: row.get('command_code'),
  kind: kindOf(row.get('icf_data_type')),
  exception: row.get('response_code') !== null && !/normal|success/i.test(row.get('response_code') ?? ''),
})

const bsap = wordLog('bsap', 'udp', (row, context) => ({
  name: row.get('func_code') ?? row.get('app_func_code'),
  kind: isToServer(row, context) === false ? 'response' : 'request',
}))

export const otherControlLogs: Readonly<Record<string, Log>> = {
  genisys,
  roc_plus: roc,
  synchrophasor: detail('tcp'),
  synchrophasor_cmd: synchrophasorCommand,
  synchrophasor_cfg: synchrophasorFrame('identify'),
  synchrophasor_hdr: synchrophasorFrame('identify'),
  synchrophasor_data: synchrophasorFrame('read'),
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
  omron_fins: wordLog('fins', 'udp', fins),
  omron_fins_general: wordLog('fins', 'udp', fins),
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
