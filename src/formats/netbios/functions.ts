import { functionTable, wireFunction } from '../telling.ts'

/** Operations of the name service: RFC 1002 §4.2.1.1; 15 is Microsoft's. */
export const nameFunction = functionTable(
  [
    [0, 'Name query', 'identify'],
    [5, 'Registration', 'other'],
    [6, 'Release', 'other'],
    [7, 'Wait and acknowledge', 'other'],
    [8, 'Refresh', 'other'],
    [9, 'Refresh', 'other'],
    [15, 'Multi-homed registration', 'other'],
  ],
  2,
  'Unknown operation',
)
export const nodeStatus = wireFunction('nbstat', 'Node status', 'identify')

/** Commands of the browser: MS-BRWS §2.2. */
export const browserFunction = functionTable(
  [
    [1, 'Host Announcement', 'identify'],
    [2, 'Request Announcement', 'identify'],
    [8, 'Browser Election Request', 'other'],
    [9, 'Get Backup List Request', 'other'],
    [10, 'Get Backup List Response', 'other'],
    [11, 'Become Backup Browser', 'other'],
    [12, 'Domain/Workgroup Announcement', 'identify'],
    [13, 'Master Announcement', 'identify'],
    [14, 'Reset Browser State Announcement', 'other'],
    [15, 'Local Master Announcement', 'identify'],
  ],
  2,
  'Unknown command',
)
export const datagram = wireFunction('datagram', 'NetBIOS Datagram', 'other')
