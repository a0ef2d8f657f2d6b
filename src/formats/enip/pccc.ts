import { hex } from '../octets.ts'
import type { Operation, WireFunction } from '../protocol.ts'
import { wireFunction } from '../telling.ts'

/** PCCC (DF1 protocol, Rockwell 1770-6.5.16): command, or command and function. */
const pccc: readonly (readonly [command: number, f: number, name: string, operation: Operation])[] = [
  [0x00, -1, 'Protected Write', 'write'],
  [0x01, -1, 'Unprotected Read', 'read'],
  [0x02, -1, 'Protected Bit Write', 'write'],
  [0x05, -1, 'Unprotected Bit Write', 'write'],
  [0x08, -1, 'Unprotected Write', 'write'],
  [0x06, 0x00, 'Echo', 'other'],
  [0x06, 0x01, 'Read Diagnostic Counters', 'identify'],
  [0x06, 0x02, 'Set Variables', 'write'],
  [0x06, 0x03, 'Diagnostic Status', 'identify'],
  [0x06, 0x04, 'Set Timeout', 'write'],
  [0x06, 0x05, 'Set NAKs', 'write'],
  [0x06, 0x06, 'Set ENQs', 'write'],
  [0x06, 0x07, 'Reset Diagnostic Counters', 'write'],
  [0x06, 0x08, 'Set Data Table Size', 'program'],
  [0x06, 0x09, 'Read Link Parameters', 'read'],
  [0x06, 0x0a, 'Set Link Parameters', 'program'],
  [0x07, 0x00, 'Disable Outputs', 'program'],
  [0x07, 0x01, 'Enable Outputs', 'program'],
  [0x07, 0x03, 'Enable PLC Scanning', 'program'],
  [0x07, 0x04, 'Enter Download Mode', 'program'],
  [0x07, 0x05, 'Exit Download/Upload Mode', 'program'],
  [0x07, 0x06, 'Enter Upload Mode', 'program'],
  [0x0f, 0x00, 'Word Range Write', 'write'],
  [0x0f, 0x01, 'Word Range Read', 'read'],
  [0x0f, 0x02, 'Bit Write', 'write'],
  [0x0f, 0x03, 'File Write', 'program'],
  [0x0f, 0x04, 'File Read', 'program'],
  [0x0f, 0x05, 'Download Request', 'program'],
  [0x0f, 0x06, 'Upload', 'program'],
  [0x0f, 0x07, 'Shutdown', 'program'],
  [0x0f, 0x08, 'Physical Write', 'program'],
  [0x0f, 0x09, 'Physical Read', 'program'],
  [0x0f, 0x0a, 'Restart Request', 'program'],
  [0x0f, 0x11, 'Get Edit Resource', 'program'],
  [0x0f, 0x12, 'Return Edit Resource', 'program'],
  [0x0f, 0x17, 'Read Bytes Physical', 'program'],
  [0x0f, 0x18, 'Write Bytes Physical', 'program'],
  [0x0f, 0x26, 'Read Modify Write', 'write'],
  [0x0f, 0x29, 'Read Section Size', 'read'],
  [0x0f, 0x3a, 'Set CPU Mode', 'program'],
  [0x0f, 0x41, 'Disable Forces', 'program'],
  [0x0f, 0x50, 'Download All', 'program'],
  [0x0f, 0x52, 'Download Completed', 'program'],
  [0x0f, 0x53, 'Upload All', 'program'],
  [0x0f, 0x55, 'Upload Completed', 'program'],
  [0x0f, 0x57, 'Initialize Memory', 'program'],
  [0x0f, 0x5e, 'Modify PLC-2 Compatibility File', 'program'],
  [0x0f, 0x67, 'Typed Write', 'write'],
  [0x0f, 0x68, 'Typed Read', 'read'],
  [0x0f, 0x79, 'Read Modify Write N', 'write'],
  [0x0f, 0x80, 'Change Mode', 'program'],
  [0x0f, 0x81, 'Open File', 'program'],
  [0x0f, 0x82, 'Close File', 'program'],
  [0x0f, 0x88, 'Execute Command List', 'program'],
  [0x0f, 0x8f, 'Apply Port Configuration', 'program'],
  [0x0f, 0xa1, 'Protected Typed Logical Read (2 fields)', 'read'],
  [0x0f, 0xa2, 'Protected Typed Logical Read (3 fields)', 'read'],
  // Undocumented; seen from programming software: a list of addresses is asked and their values come back.
  [0x0f, 0xa3, 'Protected Typed Logical Read (list)', 'read'],
  [0x0f, 0xa7, 'Protected Typed File Read', 'program'],
  [0x0f, 0xa9, 'Protected Typed Logical Write (2 fields)', 'write'],
  [0x0f, 0xaa, 'Protected Typed Logical Write (3 fields)', 'write'],
  [0x0f, 0xab, 'Masked Write (3 fields)', 'write'],
  [0x0f, 0xaf, 'Protected Typed File Write', 'program'],
]
const byKey = new Map(
  pccc.map(([command, f, name, operation]) => [
    f < 0 ? command * 256 : command * 256 + f,
    wireFunction(`0x4b/${hex(command, 2)}${f < 0 ? '' : `/${hex(f, 2)}`}`, `PCCC: ${name}`, operation),
  ]),
)

/** Whether a PCCC command carries a function code. */
export const hasFunction = (command: number): boolean => command === 0x06 || command === 0x07 || command === 0x0f

export const pcccOf = (command: number, f: number): WireFunction => {
  const key = hasFunction(command) ? command * 256 + f : command * 256
  const code = `0x4b/${hex(command, 2)}${hasFunction(command) ? `/${hex(f, 2)}` : ''}`
  return byKey.get(key) ?? wireFunction(code, `PCCC: Command${code.slice(4).replaceAll('/', ' ')}`, 'other')
}

/**
 * Typed logical access names a file by number and type (1770-6.5.16, §7): tables of data are 0x80 and above; below lie
 * ladders (0x22) and what else makes up the program of an SLC or MicroLogix: read by an upload, written by a download.
 */
const logical = new Map([
  [0xa1, 0x20],
  [0xa2, 0x20],
  [0xa9, 0],
  [0xaa, 0],
  [0xab, 0],
])
const onProgram = new Map(
  [...logical.keys()].map((f) => {
    const { code, name } = pcccOf(0x0f, f)
    return [f, wireFunction(code, `${name}, program file`, 'program')]
  }),
)

/** The function that a logical access to a program file is; undefined for others. `at`: size, file, type. */
export function onProgramFile(bytes: Uint8Array, at: number, end: number, f: number): WireFunction | undefined {
  const least = logical.get(f)
  if (least === undefined || at + 4 > end) return undefined
  // A file number above 254 is written as ff and two octets.
  const type = bytes[at + (bytes[at + 1] === 0xff ? 4 : 2)]!
  return type >= least && type < 0x80 ? onProgram.get(f) : undefined
}
