import { describe, expect, it } from 'vitest'
import { type ProgramDeed, programDeed } from './program-deed.ts'

/**
 * Names as our readers give them; what each does by the maker's or the standard's text: S7comm (0x1a–0x29, PI services _INSE,
 * _DELE, P_PROGRAM), CIP Vol. 1 appendix A, PCCC (Rockwell 1770-6.5.16), UMAS (seen: services 0x10–0x41), TriStation, FINS
 * (OMRON W342), MELSEC (SH-080008), GE SRTP, MMS (ISO 9506-2), BACnet (135 clause 16).
 */
const table: readonly (readonly [ProgramDeed | null, ...string[]])[] = [
  ['download', 'Request Download', 'Download Block', 'Download Ended', 'PI Service _INSE (Activate Block)'],
  ['download', 'UMAS: Begin Download', 'UMAS: Download Block', 'UMAS: Write Memory Block', 'UMAS: Restore'],
  ['download', 'Initiate Download', 'Download Transfer', 'Download All', 'Enter Download Mode', 'File Write'],
  ['download', 'Start Download All', 'Start Download Change', 'End Download Change', 'Begin Conversion Table Download'],
  ['download', 'Program Area Write', 'Write Program Block Memory', 'Program Load', 'Program Store'],
  ['download', 'InitiateDownloadSequence', 'DownloadSegment', 'LoadDomainContent', 'atomicWriteFile'],
  [
    'delete',
    'PI Service _DELE (Delete Block)',
    'Program Area Clear',
    'File Delete',
    'deleteObject',
    'DeleteDomain',
    'Delete',
  ],
  ['firmware', 'Firmware Replacement', 'Firmware Update: Begin'],
  ['stop', 'PLC Stop', 'UMAS: Stop PLC', 'Remote Stop', 'Halt Program', 'Stop', 'Remote Pause', 'Shutdown'],
  ['start', 'PI Service P_PROGRAM (Start)', 'UMAS: Start PLC', 'Remote Run', 'Run Program', 'Start', 'Run'],
  ['mode', 'Change Mode', 'Set CPU Mode', 'Mode Change', 'Set PLC Run/Stop', 'Remote Reset', 'UMAS: Initialize PLC'],
  [
    'mode',
    'reinitializeDevice',
    'Force',
    'Disable Outputs',
    'Memory Reset',
    'Restart Request',
    'Reset',
    'ADS Write Control',
  ],
  [null, 'Start Upload', 'Upload', 'End Upload', 'UMAS: Begin Upload', 'Upload Transfer', 'Enter Upload Mode'],
  [null, 'UMAS: Take Reservation', 'UMAS: Release Reservation', 'Program Area Read', 'Read Program Memory'],
  [null, 'Programmer Logon', 'Change Privilege Level', 'Access Right Acquire', 'PLC Password', 'Get Edit Resource'],
  [
    null,
    'InitiateUploadSequence',
    'UploadSegment',
    'Upload Configuration',
    'File Read',
    'File Open',
    'GetVarSubStreamed',
  ],
  ['configure', 'UMAS: Service 0x99', 'Create', 'Configure Module', 'AddNodes'],
]

describe('a function that programs', () => {
  it.each(table.flatMap(([deed, ...names]) => names.map((name) => [name, deed] as const)))('%s: %s', (name, deed) => {
    expect(programDeed(name)).toBe(deed)
  })
})
