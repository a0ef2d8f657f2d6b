import { bacnetLogs } from './bacnet-logs.ts'
import { cipLogs } from './cip-logs.ts'
import { connLog } from './conn-log.ts'
import { dnp3Logs } from './dnp3-logs.ts'
import type { Log } from './log.ts'
import { modbusLogs } from './modbus-logs.ts'
import { ignoredLogs, officeLogs } from './office-logs.ts'
import { familyOf, otherControlLogs } from './other-control-logs.ts'
import { s7commLogs } from './s7comm-logs.ts'

const logs: Readonly<Record<string, Log>> = {
  conn: connLog,
  ...officeLogs,
  ...modbusLogs,
  ...dnp3Logs,
  ...s7commLogs,
  ...cipLogs,
  ...bacnetLogs,
  ...otherControlLogs,
}

/** How a log of this name is read; null: nobody here knows it. */
export function logNamed(name: string): Log | null {
  if (Object.hasOwn(logs, name)) return logs[name]!
  if (Object.hasOwn(ignoredLogs, name)) return { ignored: ignoredLogs[name]! }
  return familyOf(name) ?? null
}

/** Fields that only one log has, for entries that do not say which log they are of. */
const signs: readonly (readonly [log: string, fields: readonly string[]])[] = [
  ['conn', ['conn_state', 'id.orig_h']],
  ['conn', ['orig_pkts', 'resp_pkts']],
  ['modbus_detailed', ['func', 'modbus_detailed_link_id', 'matched']],
  ['modbus', ['func', 'tid', 'id.orig_h']],
  ['modbus', ['func', 'pdu_type']],
  ['dnp3', ['fc_reply']],
  ['dnp3', ['fc_request']],
  ['s7comm', ['rosctr_code']],
  ['cip_identity', ['product_name', 'device_type_id']],
  ['cip', ['cip_service_code']],
  ['enip', ['enip_command_code']],
  ['bacnet_property', ['property', 'object_type', 'pdu_service']],
  ['bacnet_discovery', ['pdu_service', 'object_type', 'instance_number']],
  ['bacnet', ['bvlc_function']],
  ['dhcp', ['msg_types']],
  ['dhcp', ['assigned_addr', 'mac']],
  ['software', ['software_type']],
  ['known_services', ['port_num', 'port_proto']],
  ['ssl', ['cipher', 'server_name']],
  ['ssl', ['cipher', 'established']],
  ['ssh', ['auth_success', 'host_key']],
  ['ssh', ['cipher_alg', 'mac_alg']],
  ['http', ['method', 'host', 'uri']],
  ['http', ['status_code', 'status_msg']],
  ['snmp', ['community', 'get_requests']],
  ['notice', ['note', 'msg']],
  ['dns', ['query', 'qtype_name']],
  ['dns', ['trans_id', 'rcode']],
  ['weird', ['name', 'peer', 'notice']],
]

/** Which log an entry is of, by the fields that it has. */
export function logByFields(fields: readonly string[]): string | null {
  const has = new Set(fields)
  return signs.find(([, needed]) => needed.every((field) => has.has(field)))?.[0] ?? null
}
