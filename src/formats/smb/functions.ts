import { functionTable, wireFunction } from '../telling.ts'

/** Commands of SMB1: MS-CIFS §2.2.2.1. Names as tshark has them. */
export const smb1Function = functionTable(
  [
    [0x00, 'Create Directory', 'write'],
    [0x01, 'Delete Directory', 'write'],
    [0x02, 'Open', 'other'],
    [0x04, 'Close', 'other'],
    [0x06, 'Delete', 'write'],
    [0x07, 'Rename', 'write'],
    [0x08, 'Query Information', 'read'],
    [0x09, 'Set Information', 'write'],
    [0x0a, 'Read', 'read'],
    [0x0b, 'Write', 'write'],
    [0x24, 'Locking AndX', 'other'],
    [0x25, 'Trans', 'other'],
    [0x2b, 'Echo', 'other'],
    [0x2d, 'Open AndX', 'other'],
    [0x2e, 'Read AndX', 'read'],
    [0x2f, 'Write AndX', 'write'],
    [0x32, 'Trans2', 'read'],
    [0x71, 'Tree Disconnect', 'other'],
    [0x72, 'Negotiate Protocol', 'identify'],
    [0x73, 'Session Setup AndX', 'other'],
    [0x74, 'Logoff AndX', 'other'],
    [0x75, 'Tree Connect AndX', 'other'],
    [0xa0, 'NT Trans', 'other'],
    [0xa2, 'NT Create AndX', 'other'],
  ],
  2,
  'Unknown command',
)

/** Commands of SMB2 and SMB3: MS-SMB2 §2.2.1. */
export const smb2Function = functionTable(
  [
    [0, 'Negotiate Protocol', 'identify'],
    [1, 'Session Setup', 'other'],
    [2, 'Session Logoff', 'other'],
    [3, 'Tree Connect', 'other'],
    [4, 'Tree Disconnect', 'other'],
    [5, 'Create', 'other'],
    [6, 'Close', 'other'],
    [7, 'Flush', 'other'],
    [8, 'Read', 'read'],
    [9, 'Write', 'write'],
    [10, 'Lock', 'other'],
    [11, 'Ioctl', 'other'],
    [12, 'Cancel', 'other'],
    [13, 'KeepAlive', 'other'],
    [14, 'Find', 'read'],
    [15, 'Notify', 'other'],
    [16, 'GetInfo', 'read'],
    [17, 'SetInfo', 'write'],
    [18, 'Break', 'other'],
  ],
  4,
  'Unknown command',
)

export const sessionRequest = wireFunction('0x81', 'Session request', 'other')
export const encrypted = wireFunction('0xfd', 'Encrypted message', 'other')
