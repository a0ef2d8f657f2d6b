import { hex } from '../octets.ts'
import type { Operation, WireFunction } from '../protocol.ts'

type Row = readonly [code: number, name: string, operation: Operation]
const fn = (code: string, name: string, operation: Operation): WireFunction => Object.freeze({ code, name, operation })

/**
 * Function codes of the application layer (IEEE 1815-2012, 4.2.2, table 4-1). Whatever restarts, starts or stops the device, or
 * puts or deletes a file on it (configurations and programs travel as files), is `program`; fetching one (a record of events, as
 * a rule) is a read, freezing and clearing counters a write.
 */
const rows: readonly Row[] = [
  [0, 'Confirm', 'other'],
  [1, 'Read', 'read'],
  [2, 'Write', 'write'],
  [3, 'Select', 'write'],
  [4, 'Operate', 'write'],
  [5, 'Direct Operate', 'write'],
  [6, 'Direct Operate No Ack', 'write'],
  [7, 'Immediate Freeze', 'write'],
  [8, 'Immediate Freeze No Ack', 'write'],
  [9, 'Freeze and Clear', 'write'],
  [10, 'Freeze and Clear No Ack', 'write'],
  [11, 'Freeze With Time', 'write'],
  [12, 'Freeze With Time No Ack', 'write'],
  [13, 'Cold Restart', 'program'],
  [14, 'Warm Restart', 'program'],
  [15, 'Initialize Data', 'program'],
  [16, 'Initialize Application', 'program'],
  [17, 'Start Application', 'program'],
  [18, 'Stop Application', 'program'],
  [19, 'Save Configuration', 'program'],
  [20, 'Enable Unsolicited Messages', 'write'],
  [21, 'Disable Unsolicited Messages', 'write'],
  [22, 'Assign Class', 'write'],
  [23, 'Delay Measurement', 'other'],
  [24, 'Record Current Time', 'other'],
  [25, 'Open File', 'program'],
  [26, 'Close File', 'other'],
  [27, 'Delete File', 'program'],
  [28, 'Get File Information', 'read'],
  [29, 'Authenticate File', 'other'],
  [30, 'Abort File Transfer', 'other'],
  [31, 'Activate Configuration', 'program'],
  [32, 'Authentication Request', 'other'],
  [33, 'Authentication Request No Ack', 'other'],
  [129, 'Response', 'other'],
  [130, 'Unsolicited Response', 'read'],
  [131, 'Authentication Response', 'other'],
]
const byCode = new Map(rows.map(([code, name, operation]) => [code, fn(hex(code, 2), name, operation)]))

/** Functions that say what they are only with the group of their first object. */
const withGroup: readonly (readonly [code: number, group: number, name: string, operation: Operation])[] = [
  [1, 0, 'Read Device Attributes', 'identify'],
  [2, 0, 'Write Device Attributes', 'write'],
  [1, 70, 'Read File', 'read'],
  [2, 70, 'Write File', 'program'],
  [2, 50, 'Write Time', 'write'],
  [2, 80, 'Write Internal Indications', 'write'],
]
const byGroup = new Map(
  withGroup.map(([code, group, name, operation]) => [
    code * 256 + group,
    fn(`${hex(code, 2)}/g${group}`, name, operation),
  ]),
)

/** `group` is that of the first object, -1 without one. */
export const functionOf = (code: number, group: number): WireFunction =>
  byGroup.get(code * 256 + group) ?? byCode.get(code) ?? unlisted(code)

/** An open file command whose mode is to read. */
export const openToRead: WireFunction = fn('0x19/read', 'Open File to Read', 'read')

const strange = new Map<number, WireFunction>()
function unlisted(code: number): WireFunction {
  const known = strange.get(code)
  if (known !== undefined) return known
  const made = fn(hex(code, 2), `Function ${hex(code, 2)}`, 'other')
  strange.set(code, made)
  return made
}

/** Functions of the data link (9.2.4.1.3.6): from the primary station, then from the secondary one. */
const links: readonly (readonly [key: number, name: string, operation: Operation])[] = [
  [0x40, 'Reset Link', 'other'],
  [0x41, 'Reset User Process', 'program'],
  [0x42, 'Test Link', 'other'],
  [0x49, 'Request Link Status', 'other'],
  [0x00, 'Link Acknowledgement', 'other'],
  [0x01, 'Link Refusal', 'other'],
  [0x0b, 'Link Status', 'other'],
  [0x0e, 'Link Not Functioning', 'other'],
  [0x0f, 'Link Function Not Supported', 'other'],
]
const linkByKey = new Map(links.map(([key, name, operation]) => [key, fn(`link ${hex(key & 15, 2)}`, name, operation)]))
/** `key`: the bit PRM and the function of the control octet. */
export const linkFunctionOf = (key: number): WireFunction | undefined => linkByKey.get(key)
