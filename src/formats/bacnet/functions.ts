import { hex } from '../octets.ts'
import type { Operation, WireFunction } from '../protocol.ts'

const fn = (code: string, name: string, operation: Operation): WireFunction => Object.freeze({ code, name, operation })

type Listed = readonly (readonly [choice: number, name: string, operation: Operation])[]

/**
 * Confirmed services (ANSI/ASHRAE 135, clause 21, BACnetConfirmedServiceChoice). Files hold programs and configurations, and
 * objects made or deleted change the configuration: writing them programs the device. What a private transfer does only its
 * vendor knows: `other`.
 */
const confirmed: Listed = [
  [0, 'acknowledgeAlarm', 'write'],
  [1, 'confirmedCOVNotification', 'other'],
  [2, 'confirmedEventNotification', 'other'],
  [3, 'getAlarmSummary', 'read'],
  [4, 'getEnrollmentSummary', 'read'],
  [5, 'subscribeCOV', 'read'],
  [6, 'atomicReadFile', 'read'],
  [7, 'atomicWriteFile', 'program'],
  [8, 'addListElement', 'write'],
  [9, 'removeListElement', 'write'],
  [10, 'createObject', 'program'],
  [11, 'deleteObject', 'program'],
  [12, 'readProperty', 'read'],
  [13, 'readPropertyConditional', 'read'],
  [14, 'readPropertyMultiple', 'read'],
  [15, 'writeProperty', 'write'],
  [16, 'writePropertyMultiple', 'write'],
  [17, 'deviceCommunicationControl', 'program'],
  [18, 'confirmedPrivateTransfer', 'other'],
  [19, 'confirmedTextMessage', 'other'],
  [20, 'reinitializeDevice', 'program'],
  [21, 'vtOpen', 'other'],
  [22, 'vtClose', 'other'],
  [23, 'vtData', 'other'],
  [24, 'authenticate', 'other'],
  [25, 'requestKey', 'other'],
  [26, 'readRange', 'read'],
  [27, 'lifeSafetyOperation', 'write'],
  [28, 'subscribeCOVProperty', 'read'],
  [29, 'getEventInformation', 'read'],
  [30, 'subscribeCOVPropertyMultiple', 'read'],
  [31, 'confirmedCOVNotificationMultiple', 'other'],
  [32, 'confirmedAuditNotification', 'other'],
  [33, 'auditLogQuery', 'read'],
]

/** Unconfirmed services (clause 21, BACnetUnconfirmedServiceChoice). */
const unconfirmed: Listed = [
  [0, 'i-Am', 'identify'],
  [1, 'i-Have', 'identify'],
  [2, 'unconfirmedCOVNotification', 'other'],
  [3, 'unconfirmedEventNotification', 'other'],
  [4, 'unconfirmedPrivateTransfer', 'other'],
  [5, 'unconfirmedTextMessage', 'other'],
  [6, 'timeSynchronization', 'write'],
  [7, 'who-Has', 'identify'],
  [8, 'who-Is', 'identify'],
  [9, 'utcTimeSynchronization', 'write'],
  [10, 'writeGroup', 'write'],
  [11, 'unconfirmedCOVNotificationMultiple', 'other'],
  [12, 'unconfirmedAuditNotification', 'other'],
  [13, 'who-Am-I', 'identify'],
  [14, 'you-Are', 'write'],
]

/** Network layer messages (clause 6.2.4). */
const network: Listed = [
  [0x00, 'Who-Is-Router-To-Network', 'identify'],
  [0x01, 'I-Am-Router-To-Network', 'identify'],
  [0x02, 'I-Could-Be-Router-To-Network', 'identify'],
  [0x03, 'Reject-Message-To-Network', 'other'],
  [0x04, 'Router-Busy-To-Network', 'other'],
  [0x05, 'Router-Available-To-Network', 'other'],
  [0x06, 'Initialize-Routing-Table', 'write'],
  [0x07, 'Initialize-Routing-Table-Ack', 'write'],
  [0x08, 'Establish-Connection-To-Network', 'write'],
  [0x09, 'Disconnect-Connection-To-Network', 'write'],
  [0x0a, 'Challenge-Request', 'other'],
  [0x0b, 'Security-Payload', 'other'],
  [0x0c, 'Security-Response', 'other'],
  [0x0d, 'Request-Key-Update', 'other'],
  [0x0e, 'Update-Key-Set', 'write'],
  [0x0f, 'Update-Distribution-Key', 'write'],
  [0x10, 'Request-Master-Key', 'other'],
  [0x11, 'Set-Master-Key', 'write'],
  [0x12, 'What-Is-Network-Number', 'identify'],
  [0x13, 'Network-Number-Is', 'identify'],
]

/** BACnet Virtual Link Layer (annex J.2) where it carries no NPDU. */
const virtualLink: Listed = [
  [0x00, 'BVLC-Result', 'other'],
  [0x01, 'Write-Broadcast-Distribution-Table', 'write'],
  [0x02, 'Read-Broadcast-Distribution-Table', 'read'],
  [0x03, 'Read-Broadcast-Distribution-Table-Ack', 'read'],
  [0x05, 'Register-Foreign-Device', 'other'],
  [0x06, 'Read-Foreign-Device-Table', 'read'],
  [0x07, 'Read-Foreign-Device-Table-Ack', 'read'],
  [0x08, 'Delete-Foreign-Device-Table-Entry', 'write'],
  [0x0c, 'Secure-BVLL', 'other'],
]

/** The same over IPv6 (annex U.2). */
const virtualLink6: Listed = [
  [0x00, 'BVLC-Result', 'other'],
  [0x03, 'Address-Resolution', 'other'],
  [0x04, 'Forwarded-Address-Resolution', 'other'],
  [0x05, 'Address-Resolution-Ack', 'other'],
  [0x06, 'Virtual-Address-Resolution', 'other'],
  [0x07, 'Virtual-Address-Resolution-Ack', 'other'],
  [0x09, 'Register-Foreign-Device', 'other'],
  [0x0a, 'Delete-Foreign-Device-Table-Entry', 'write'],
  [0x0b, 'Secure-BVLL', 'other'],
]

function tableOf(layer: string, listed: Listed, unknown: string): readonly WireFunction[] {
  const byChoice: WireFunction[] = []
  for (let choice = 0; choice < 256; choice++)
    byChoice.push(fn(`${layer}/${hex(choice, 2)}`, `${unknown} ${choice}`, 'other'))
  for (const [choice, name, operation] of listed) byChoice[choice] = fn(`${layer}/${hex(choice, 2)}`, name, operation)
  return byChoice
}

export const confirmedServices = tableOf('confirmed', confirmed, 'Confirmed service')
export const unconfirmedServices = tableOf('unconfirmed', unconfirmed, 'Unconfirmed service')
export const networkMessages = tableOf('network', network, 'Network layer message')
export const virtualLinkFunctions = tableOf('bvlc', virtualLink, 'BVLC function')
export const virtualLink6Functions = tableOf('bvlc6', virtualLink6, 'BVLC function')

export const segmentAck = fn('segment-ack', 'Segment-ACK', 'other')
export const reject = fn('reject', 'Reject', 'other')
export const abort = fn('abort', 'Abort', 'other')

/** Writing the property program-change (90) of a program object (16) loads, runs, halts or unloads it (clause 12.22.5). */
export const programChange = fn('confirmed/0x0f/90', 'writeProperty (program-change)', 'program')
export const programObject = 16
export const programChangeProperty = 90
/** Writing file-size (42) or archive (13) of a file object (10) prepares a restore (clause 19.1). */
export const fileChange = fn('confirmed/0x0f/file', 'writeProperty (file)', 'program')
export const fileObject = 10
