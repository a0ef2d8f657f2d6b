import { functionTable, wireFunction } from '../telling.ts'

/** Message types: IEEE 1588-2008, 13.3.2.2. */
export const messageOf = functionTable(
  [
    [0x0, 'Sync', 'other'],
    [0x1, 'Delay Request', 'other'],
    [0x2, 'Peer Delay Request', 'other'],
    [0x3, 'Peer Delay Response', 'other'],
    [0x8, 'Follow Up', 'other'],
    [0x9, 'Delay Response', 'other'],
    [0xa, 'Peer Delay Response Follow Up', 'other'],
    [0xb, 'Announce', 'identify'],
    [0xc, 'Signaling', 'other'],
    [0xd, 'Management', 'other'],
  ],
  1,
  'Unknown message',
)
export const messages = { announce: 0xb, management: 0xd } as const
export const isMessage = (type: number): boolean => type <= 3 || (type >= 8 && type <= 0xd)
export const kindOf = (type: number): 'request' | 'response' | 'event' =>
  type === 1 || type === 2 ? 'request' : type === 3 || type === 9 ? 'response' : 'event'

/** Version 1 (2002): by its control field. */
export const firstVersion = wireFunction('v1', 'Version 1 message', 'other')

/** Management actions (15.4.1.6): a clock is asked, set, or told to do something. */
export const management = [
  wireFunction('0xd/0', 'Management: Get', 'identify'),
  wireFunction('0xd/1', 'Management: Set', 'write'),
  wireFunction('0xd/2', 'Management: Response', 'identify'),
  wireFunction('0xd/3', 'Management: Command', 'write'),
  wireFunction('0xd/4', 'Management: Acknowledge', 'write'),
] as const
