import { hex } from '../octets.ts'
import type { Operation, WireFunction } from '../protocol.ts'

type Row = readonly [code: number, name: string, operation: Operation, answer: number]

/**
 * Commands of a TriStation workstation with the code of the answer that grants each (-1: none is known), as published after
 * the TRITON attack (Nozomi Networks, tricotools). What changes, replaces or copies the safety program, its mode or its
 * configuration is programming; also a diagnosis that is switched off (OVD: output voter diagnostics).
 */
const commands: readonly Row[] = [
  [0, 'Start Download All', 'program', 101],
  [1, 'Start Download Change', 'program', 102],
  [2, 'Update Configuration', 'program', 123],
  [3, 'Upload Configuration', 'program', -1],
  [4, 'Set I/O Addresses', 'program', 107],
  [5, 'Allocate Network', 'program', 138],
  [6, 'Load Vector Table', 'program', 139],
  [7, 'Set Calendar', 'write', 122],
  [8, 'Get Calendar', 'read', 140],
  [9, 'Set Scan Time', 'program', 114],
  [10, 'End Download All', 'program', 105],
  [11, 'End Download Change', 'program', 103],
  [12, 'Cancel Download Change', 'program', 104],
  [13, 'Attach Tricon', 'identify', 106],
  [14, 'Set I/O Address Limits', 'program', -1],
  [15, 'Configure Module', 'program', 117],
  [16, 'Set Multiple Point Values', 'write', -1],
  [17, 'Enable All Points', 'write', -1],
  [18, 'Upload Vector Table', 'program', 120],
  [19, 'Get CP Status', 'identify', 108],
  [20, 'Run Program', 'program', 109],
  [21, 'Halt Program', 'program', 110],
  [22, 'Pause Program', 'program', 111],
  [23, 'Do Single Scan', 'program', 112],
  [24, 'Get Chassis Status', 'identify', 119],
  [25, 'Get Minimum Scan Time', 'read', 124],
  [26, 'Set Node Number', 'program', 126],
  [27, 'Set I/O Point Values', 'write', -1],
  [28, 'Get I/O Point Values', 'read', 121],
  [29, 'Get MP Status', 'identify', 127],
  [30, 'Set Retentive Values', 'write', 128],
  [31, 'Adjust Clock Calendar', 'write', -1],
  [32, 'Clear Module Alarms', 'write', 130],
  [33, 'Get Event Log', 'read', 131],
  [34, 'Set SOE Block', 'program', 129],
  [35, 'Record Event Log', 'write', 135],
  [36, 'Get SOE Data', 'read', 137],
  [37, 'Enable OVD', 'program', 133],
  [38, 'Disable OVD', 'program', 134],
  [39, 'Enable All OVDs', 'program', -1],
  [40, 'Disable All OVDs', 'program', -1],
  [41, 'Process Modbus', 'write', 152],
  [42, 'Upload Network', 'program', 136],
  [43, 'Set Label', 'program', 141],
  [44, 'Configure System Variables', 'program', 143],
  [45, 'Deconfigure Module', 'program', 144],
  [46, 'Get System Variables', 'read', 150],
  [47, 'Get Module Types', 'identify', 142],
  [48, 'Begin Conversion Table Download', 'program', -1],
  [49, 'Continue Conversion Table Download', 'program', -1],
  [50, 'End Conversion Table Download', 'program', -1],
  [51, 'Get Conversion Table', 'program', 147],
  [52, 'Set ICM Status', 'write', 149],
  [53, 'Broadcast SOE Data Available', 'other', -1],
  [54, 'Get Module Versions', 'identify', 151],
  [55, 'Allocate Program', 'program', 153],
  [56, 'Allocate Function', 'program', 154],
  [57, 'Clear Retentives', 'program', 155],
  [58, 'Set Initial Values', 'program', 156],
  [59, 'Start TS2 Program Download', 'program', -1],
  [60, 'Set TS2 Data Area', 'program', 157],
  [61, 'Get TS2 Data', 'program', 158],
  [62, 'Set TS2 Data', 'program', 159],
  [63, 'Set Program Information', 'program', 160],
  [64, 'Get Program Information', 'read', 161],
  [65, 'Upload Program', 'program', 162],
  [66, 'Upload Function', 'program', 163],
  [67, 'Get Point Groups', 'read', 164],
  [68, 'Allocate Symbol Table', 'program', 165],
  [69, 'Get I/O Address', 'read', -1],
  [70, 'Resend I/O Address', 'program', -1],
  [71, 'Get Program Timing', 'read', 166],
  [72, 'Allocate Multiple Functions', 'program', 168],
  [73, 'Get Node Number', 'identify', 169],
  [74, 'Get Symbol Table', 'program', 170],
  [80, 'Go To Download Mode', 'program', -1],
]

/** What is in no list is a command of engineering software to a safety controller: taken for programming. */
const byCode: WireFunction[] = []
const byAnswer: (WireFunction | undefined)[] = new Array(256).fill(undefined)
for (let code = 0; code < 256; code++)
  byCode.push({ code: hex(code, 2), name: `Command ${hex(code, 2)}`, operation: 'program' })
for (const [code, name, operation, answer] of commands) {
  byCode[code] = { code: hex(code, 2), name, operation }
  if (answer >= 0) byAnswer[answer] = byCode[code]
}

export const commandOf = (code: number): WireFunction => byCode[code & 0xff]!
/** The command that this answer grants, when the answer says it. */
export const answeredBy = (code: number): WireFunction | undefined => byAnswer[code & 0xff]
/** 100 refuses with a reason; from 200 on the reason is the answer itself (`Key setting prohibits this operation` is 212). */
export const isRefusal = (code: number): boolean => code === 100 || code >= 200

export const unknownAnswer: WireFunction = { code: 'answer', name: 'Answer', operation: 'other' }

/** Types of messages below the commands: the first octet. 5 carries a command or its answer. */
export const transportTypes: readonly (readonly [name: string, kind: 'request' | 'response', refuses: boolean])[] = [
  ['', 'request', false],
  ['Connect', 'request', false],
  ['Connect', 'response', false],
  ['Disconnect', 'response', false],
  ['Disconnect', 'request', false],
  ['Command', 'request', false],
  ['Ping', 'request', false],
  ['Connection Limit Reached', 'response', true],
  ['Not Connected', 'response', true],
  ['Main Processors Dead', 'response', true],
  ['Access Denied', 'response', true],
  ['Connection Failed', 'response', true],
]

export const keyStates = ['Stop', 'Program', 'Run', 'Remote'] as const
export const runStates = ['Running', 'Halted', 'Paused'] as const
