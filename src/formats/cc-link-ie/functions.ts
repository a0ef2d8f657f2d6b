import { functionTable } from '../telling.ts'

/**
 * Frame types on ethertype 0x890f: those of Field and Control as NTT Communications' Zeek parser names them (BSD-3), those of
 * TSN as the CC-Link Partner Association's own Wireshark script does.
 */
export const frameOf = functionTable(
  [
    [0x00, 'Connect', 'other'],
    [0x01, 'Connect Ack', 'other'],
    [0x02, 'Scan', 'other'],
    [0x03, 'Collect', 'other'],
    [0x04, 'Select', 'other'],
    [0x05, 'Launch', 'other'],
    [0x06, 'Token', 'other'],
    [0x10, 'Persuasion', 'other'],
    [0x11, 'Test Data', 'other'],
    [0x12, 'Test Data Ack', 'other'],
    [0x13, 'Setup', 'other'],
    [0x14, 'Setup Ack', 'other'],
    [0x15, 'Token (Field)', 'other'],
    [0x1c, 'Timer', 'other'],
    [0x20, 'My Status', 'other'],
    [0x22, 'Transient 1', 'other'],
    [0x23, 'Transient Ack', 'other'],
    [0x24, 'Dummy', 'other'],
    [0x25, 'Transient 2', 'other'],
    [0x26, 'IP Transient', 'other'],
    [0x28, 'Parameter Check', 'other'],
    [0x29, 'Parameter', 'write'],
    [0x2f, 'Node-to-node Test', 'other'],
    [0x40, 'Measure', 'other'],
    [0x41, 'Measure Ack', 'other'],
    [0x42, 'Offset', 'other'],
    [0x43, 'Update', 'other'],
    [0x80, 'Cyclic Data W', 'other'],
    [0x81, 'Cyclic Data B', 'other'],
    [0x82, 'Cyclic Data RWw', 'other'],
    [0x83, 'Cyclic Data RY', 'other'],
    [0x84, 'Cyclic Data RWr', 'other'],
    [0x85, 'Cyclic Data RX', 'other'],
    [0x8c, 'Cyclic Data Out 1', 'other'],
    [0x8d, 'Cyclic Data Out 2', 'other'],
    [0x8e, 'Cyclic Data In 1', 'other'],
    [0x8f, 'Cyclic Data In 2', 'other'],
    [0xc0, 'TSN Priority', 'other'],
    [0xc1, 'TSN Detection', 'identify'],
    [0xc2, 'TSN Detection Ack', 'identify'],
    [0xc3, 'TSN Acyclic Data', 'other'],
    [0xc4, 'TSN Cyclic Data of the Master', 'other'],
    [0xc5, 'TSN Cyclic Data of a Slave', 'other'],
  ],
  2,
  'Unknown frame',
)

export const frames = {
  testData: 0x11,
  testDataAck: 0x12,
  persuasion: 0x10,
  status: 0x20,
  detectionAck: 0xc2,
  acyclic: 0xc3,
} as const
/** Before TSN all frames have one header. */
export const isBeforeTsn = (type: number): boolean => type < 0xc0
const ofControl = new Set([0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x24, 0x2f, 0x80, 0x81, 0x8c, 0x8d, 0x8e, 0x8f])
/** Frames that only Control has: where the others name the network, they have nothing. */
export const isOfControl = (type: number): boolean => ofControl.has(type)
/** Frames that tell the type of the node that sent them. */
export const tellsNodeType = (type: number): boolean =>
  type === frames.persuasion || type === frames.testData || type === frames.testDataAck || type === frames.status

/** Frame types that answer: whoever sent them was asked. */
const answers = new Set([0x01, 0x12, 0x14, 0x23, 0x41, 0xc2])
export const isAnswer = (type: number): boolean => answers.has(type)
