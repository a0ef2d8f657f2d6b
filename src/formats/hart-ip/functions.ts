import type { Operation, WireFunction } from '../protocol.ts'
import { wireFunction } from '../telling.ts'

type Listed = readonly (readonly [command: number, name: string, operation: Operation])[]

/**
 * Universal commands (HCF_SPEC-127), common practice commands (HCF_SPEC-151) and wireless commands (HCF_SPEC-155). What a device
 * has of its own (128 to 253, and most of the extended ones) is `other`. Resets and block transfers, by which firmware is
 * loaded, program the device.
 */
const commands: Listed = [
  [0, 'Read Unique Identifier', 'identify'],
  [1, 'Read Primary Variable', 'read'],
  [2, 'Read Loop Current and Percent of Range', 'read'],
  [3, 'Read Dynamic Variables and Loop Current', 'read'],
  [6, 'Write Polling Address', 'write'],
  [7, 'Read Loop Configuration', 'read'],
  [8, 'Read Dynamic Variable Classifications', 'read'],
  [9, 'Read Device Variables with Status', 'read'],
  [11, 'Read Unique Identifier Associated with Tag', 'identify'],
  [12, 'Read Message', 'identify'],
  [13, 'Read Tag, Descriptor, Date', 'identify'],
  [14, 'Read Primary Variable Transducer Information', 'identify'],
  [15, 'Read Device Information', 'read'],
  [16, 'Read Final Assembly Number', 'identify'],
  [17, 'Write Message', 'write'],
  [18, 'Write Tag, Descriptor, Date', 'write'],
  [19, 'Write Final Assembly Number', 'write'],
  [20, 'Read Long Tag', 'identify'],
  [21, 'Read Unique Identifier Associated with Long Tag', 'identify'],
  [22, 'Write Long Tag', 'write'],
  [33, 'Read Device Variables', 'read'],
  [34, 'Write Primary Variable Damping Value', 'write'],
  [35, 'Write Primary Variable Range Values', 'write'],
  [36, 'Set Primary Variable Upper Range Value', 'write'],
  [37, 'Set Primary Variable Lower Range Value', 'write'],
  [38, 'Reset Configuration Changed Flag', 'write'],
  [39, 'EEPROM Control', 'write'],
  [40, 'Enter/Exit Fixed Current Mode', 'write'],
  [41, 'Perform Self Test', 'write'],
  [42, 'Perform Device Reset', 'program'],
  [43, 'Set Primary Variable Zero', 'write'],
  [44, 'Write Primary Variable Units', 'write'],
  [45, 'Trim Loop Current Zero', 'write'],
  [46, 'Trim Loop Current Gain', 'write'],
  [47, 'Write Primary Variable Transfer Function', 'write'],
  [48, 'Read Additional Device Status', 'read'],
  [49, 'Write Primary Variable Transducer Serial Number', 'write'],
  [50, 'Read Dynamic Variable Assignments', 'read'],
  [51, 'Write Dynamic Variable Assignments', 'write'],
  [52, 'Set Device Variable Zero', 'write'],
  [53, 'Write Device Variable Units', 'write'],
  [54, 'Read Device Variable Information', 'read'],
  [55, 'Write Device Variable Damping Value', 'write'],
  [56, 'Write Device Variable Transducer Serial Number', 'write'],
  [57, 'Read Unit Tag, Descriptor, Date', 'identify'],
  [58, 'Write Unit Tag, Descriptor, Date', 'write'],
  [59, 'Write Number of Response Preambles', 'write'],
  [60, 'Read Analog Channel and Percent of Range', 'read'],
  [61, 'Read Dynamic Variables and Primary Variable Analog Channel', 'read'],
  [62, 'Read Analog Channels', 'read'],
  [63, 'Read Analog Channel Information', 'read'],
  [64, 'Write Analog Channel Additional Damping Value', 'write'],
  [65, 'Write Analog Channel Range Values', 'write'],
  [66, 'Enter/Exit Fixed Analog Channel Mode', 'write'],
  [67, 'Trim Analog Channel Zero', 'write'],
  [68, 'Trim Analog Channel Gain', 'write'],
  [69, 'Write Analog Channel Transfer Function', 'write'],
  [70, 'Read Analog Channel Endpoint Values', 'read'],
  [71, 'Lock Device', 'write'],
  [72, 'Squawk', 'other'],
  [73, 'Find Device', 'identify'],
  [74, 'Read I/O System Capabilities', 'identify'],
  [75, 'Poll Sub-Device', 'identify'],
  [76, 'Read Lock Device State', 'read'],
  [77, 'Send Command to Sub-Device', 'other'],
  [78, 'Read Aggregated Commands', 'other'],
  [79, 'Write Device Variable', 'write'],
  [80, 'Read Device Variable Trim Points', 'read'],
  [81, 'Read Device Variable Trim Guidelines', 'read'],
  [82, 'Write Device Variable Trim Point', 'write'],
  [83, 'Reset Device Variable Trim', 'write'],
  [84, 'Read Sub-Device Identity Summary', 'identify'],
  [85, 'Read I/O Channel Statistics', 'read'],
  [86, 'Read Sub-Device Statistics', 'read'],
  [87, 'Write I/O System Master Mode', 'write'],
  [88, 'Write I/O System Retry Count', 'write'],
  [89, 'Set Real-Time Clock', 'write'],
  [90, 'Read Real-Time Clock', 'read'],
  [91, 'Read Trend Configuration', 'read'],
  [92, 'Write Trend Configuration', 'write'],
  [93, 'Read Trend', 'read'],
  [94, 'Read I/O System Client-Side Communication Statistics', 'read'],
  [95, 'Read Device Communication Statistics', 'read'],
  [96, 'Read Synchronous Action', 'read'],
  [97, 'Configure Synchronous Action', 'write'],
  [98, 'Read Command Action', 'read'],
  [99, 'Configure Command Action', 'write'],
  [101, 'Read Sub-Device to Burst Message Map', 'read'],
  [102, 'Map Sub-Device to Burst Message', 'write'],
  [103, 'Write Burst Period', 'write'],
  [104, 'Write Burst Trigger', 'write'],
  [105, 'Read Burst Mode Configuration', 'read'],
  [106, 'Flush Delayed Responses', 'write'],
  [107, 'Write Burst Device Variables', 'write'],
  [108, 'Write Burst Mode Command Number', 'write'],
  [109, 'Burst Mode Control', 'write'],
  [110, 'Read All Dynamic Variables', 'read'],
  [111, 'Transfer Service Control', 'program'],
  [112, 'Transfer Service', 'program'],
  [113, 'Catch Device Variable', 'write'],
  [114, 'Read Caught Device Variable', 'read'],
  [115, 'Read Event Notification Summary', 'read'],
  [116, 'Write Event Notification Bit Mask', 'write'],
  [117, 'Write Event Notification Timing', 'write'],
  [118, 'Event Notification Control', 'write'],
  [119, 'Acknowledge Event Notification', 'write'],
  [512, 'Read Country Code', 'read'],
  [513, 'Write Country Code', 'write'],
  [768, 'Write Join Key', 'write'],
  [769, 'Read Join Status', 'read'],
  [770, 'Request Active Advertise', 'write'],
  [771, 'Force Join Mode', 'write'],
  [772, 'Read Join Mode Configuration', 'read'],
  [773, 'Write Network Id', 'write'],
  [774, 'Read Network Id', 'read'],
  [775, 'Write Network Tag', 'write'],
  [776, 'Read Network Tag', 'read'],
  [960, 'Disconnect Device', 'write'],
  [961, 'Write Network Key', 'write'],
  [962, 'Write Device Nickname', 'write'],
  [963, 'Write Session', 'write'],
]

const known = new Map(
  commands.map(([command, name, operation]) => [command, wireFunction(String(command), name, operation)]),
)
const mostUnknown = 4096

/** The function of a command number, which the protocol's documents write in decimal. */
export function commandOf(command: number): WireFunction {
  const found = known.get(command)
  if (found !== undefined) return found
  const other = wireFunction(String(command), `Command ${command}`, 'other')
  if (known.size < mostUnknown) known.set(command, other)
  return other
}

/** Messages of HART-IP itself (HCF_SPEC-085, §10.2). */
export const sessionMessages: readonly WireFunction[] = [
  wireFunction('session/0', 'Session Initiate', 'other'),
  wireFunction('session/1', 'Session Close', 'other'),
  wireFunction('session/2', 'Keep Alive', 'other'),
  wireFunction('session/3', 'Pass Through', 'other'),
  wireFunction('session/4', 'Direct PDU', 'other'),
  wireFunction('session/5', 'Read Audit Log', 'read'),
]

const warnings: ReadonlySet<number> = new Set([0, 8, 14, 24, 25, 26, 27, 30, 31])
/** Response codes that are no success and no warning (HCF_SPEC-307); with the upper bit set, the line was disturbed. */
export const isRefusal = (code: number): boolean => code >= 0x80 || !(warnings.has(code) || (code >= 96 && code <= 127))
