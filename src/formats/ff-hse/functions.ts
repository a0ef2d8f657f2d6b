import type { Operation, WireFunction } from '../protocol.ts'
import { wireFunction } from '../telling.ts'

type Listed = readonly (readonly [service: number, name: string, operation: Operation])[]

/**
 * Confirmed services (FF-588, IEC 61158-5-5 and -6-5): session management, system management, Fieldbus Message Specification, LAN
 * redundancy. Domains hold programs; program invocations start and stop them; the object dictionary is the configuration.
 */
const confirmed: Readonly<Record<number, Listed>> = {
  1: [
    [1, 'FDA Open Session', 'other'],
    [3, 'FDA Idle', 'other'],
  ],
  2: [
    [3, 'SM Identify', 'identify'],
    [12, 'SM Clear Address', 'write'],
    [14, 'SM Set Assignment Info', 'write'],
    [15, 'SM Clear Assignment Info', 'write'],
  ],
  3: [
    [0, 'FMS Status', 'identify'],
    [1, 'FMS Identify', 'identify'],
    [2, 'FMS Read', 'read'],
    [3, 'FMS Write', 'write'],
    [4, 'FMS Get OD', 'read'],
    [7, 'FMS Define Variable List', 'write'],
    [8, 'FMS Delete Variable List', 'write'],
    [9, 'FMS Initiate Download Sequence', 'program'],
    [10, 'FMS Download Segment', 'program'],
    [11, 'FMS Terminate Download Sequence', 'program'],
    [12, 'FMS Initiate Upload Sequence', 'program'],
    [13, 'FMS Upload Segment', 'program'],
    [14, 'FMS Terminate Upload Sequence', 'program'],
    [15, 'FMS Request Domain Download', 'program'],
    [16, 'FMS Request Domain Upload', 'program'],
    [17, 'FMS Create Program Invocation', 'program'],
    [18, 'FMS Delete Program Invocation', 'program'],
    [19, 'FMS Start', 'program'],
    [20, 'FMS Stop', 'program'],
    [21, 'FMS Resume', 'program'],
    [22, 'FMS Reset', 'program'],
    [23, 'FMS Kill', 'program'],
    [24, 'FMS Alter Event Condition Monitoring', 'write'],
    [25, 'FMS Acknowledge Event Notification', 'write'],
    [28, 'FMS Initiate Put OD', 'program'],
    [29, 'FMS Put OD', 'program'],
    [30, 'FMS Terminate Put OD', 'program'],
    [31, 'FMS Generic Initiate Download Sequence', 'program'],
    [32, 'FMS Generic Download Segment', 'program'],
    [33, 'FMS Generic Terminate Download Sequence', 'program'],
    [82, 'FMS Read with Subindex', 'read'],
    [83, 'FMS Write with Subindex', 'write'],
    [96, 'FMS Initiate', 'other'],
  ],
  4: [
    [1, 'LAN Redundancy Get Information', 'read'],
    [2, 'LAN Redundancy Put Information', 'write'],
    [3, 'LAN Redundancy Get Statistics', 'read'],
  ],
}

const unconfirmed: Readonly<Record<number, Listed>> = {
  2: [
    [1, 'SM Find Tag Query', 'identify'],
    [2, 'SM Find Tag Reply', 'identify'],
    [16, 'SM Device Annunciation', 'identify'],
  ],
  3: [
    [0, 'FMS Information Report', 'other'],
    [1, 'FMS Unsolicited Status', 'other'],
    [2, 'FMS Event Notification', 'other'],
    [16, 'FMS Information Report with Subindex', 'other'],
    [17, 'FMS Information Report On Change', 'other'],
    [18, 'FMS Information Report On Change with Subindex', 'other'],
    [112, 'FMS Abort', 'other'],
  ],
  4: [[1, 'Diagnostic Message', 'other']],
}

const layers = ['', 'fda', 'sm', 'fms', 'lan']
const known = new Map<number, WireFunction>()
for (const [flag, tables] of [
  [0x80, confirmed],
  [0, unconfirmed],
] as const) {
  for (const [protocol, listed] of Object.entries(tables)) {
    for (const [service, name, operation] of listed) {
      const code = `${layers[Number(protocol)]}/${flag === 0 ? 'u' : ''}${service}`
      known.set(Number(protocol) * 256 + flag + service, wireFunction(code, name, operation))
    }
  }
}

/** By protocol (1 to 4) and the service octet, whose upper bit says that it is confirmed. */
export const serviceOf = (protocol: number, service: number): WireFunction | undefined =>
  known.get(protocol * 256 + service)
