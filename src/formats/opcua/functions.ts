import type { Operation, WireFunction } from '../protocol.ts'
import { wireFunction } from '../telling.ts'

/**
 * Services by the numbers of their binary encodings (OPC 10000-6, annex A; OPC 10000-4, §5). The code of a function is that of
 * its request. Node management changes what the server is, so it programs it.
 */
const listed: readonly (readonly [request: number, response: number, name: string, operation: Operation])[] = [
  [422, 425, 'FindServers', 'identify'],
  [12208, 12209, 'FindServersOnNetwork', 'identify'],
  [428, 431, 'GetEndpoints', 'identify'],
  [437, 440, 'RegisterServer', 'other'],
  [12211, 12212, 'RegisterServer2', 'other'],
  [446, 449, 'OpenSecureChannel', 'other'],
  [452, 455, 'CloseSecureChannel', 'other'],
  [461, 464, 'CreateSession', 'other'],
  [467, 470, 'ActivateSession', 'other'],
  [473, 476, 'CloseSession', 'other'],
  [479, 482, 'Cancel', 'other'],
  [488, 491, 'AddNodes', 'program'],
  [494, 497, 'AddReferences', 'program'],
  [500, 503, 'DeleteNodes', 'program'],
  [506, 509, 'DeleteReferences', 'program'],
  [527, 530, 'Browse', 'read'],
  [533, 536, 'BrowseNext', 'read'],
  [554, 557, 'TranslateBrowsePathsToNodeIds', 'read'],
  [560, 563, 'RegisterNodes', 'other'],
  [566, 569, 'UnregisterNodes', 'other'],
  [615, 618, 'QueryFirst', 'read'],
  [621, 624, 'QueryNext', 'read'],
  [631, 634, 'Read', 'read'],
  [664, 667, 'HistoryRead', 'read'],
  [673, 676, 'Write', 'write'],
  [700, 703, 'HistoryUpdate', 'write'],
  [712, 715, 'Call', 'write'],
  [751, 754, 'CreateMonitoredItems', 'read'],
  [763, 766, 'ModifyMonitoredItems', 'other'],
  [769, 772, 'SetMonitoringMode', 'other'],
  [775, 778, 'SetTriggering', 'other'],
  [781, 784, 'DeleteMonitoredItems', 'other'],
  [787, 790, 'CreateSubscription', 'other'],
  [793, 796, 'ModifySubscription', 'other'],
  [799, 802, 'SetPublishingMode', 'other'],
  [826, 829, 'Publish', 'read'],
  [832, 835, 'Republish', 'read'],
  [841, 844, 'TransferSubscriptions', 'other'],
  [847, 850, 'DeleteSubscriptions', 'other'],
]

export interface Service {
  readonly function: WireFunction
  readonly isRequest: boolean
}

const byEncoding = new Map<number, Service>()
for (const [request, response, name, operation] of listed) {
  const fn = wireFunction(String(request), name, operation)
  byEncoding.set(request, { function: fn, isRequest: true })
  byEncoding.set(response, { function: fn, isRequest: false })
}

/** The service of an encoding's number; undefined for what is none. */
export const serviceOf = (encoding: number): Service | undefined => byEncoding.get(encoding)
export const serviceFault = 397

export const encodings = {
  findServersResponse: 425,
  findServersOnNetworkResponse: 12209,
  getEndpointsRequest: 428,
  getEndpointsResponse: 431,
  findServersRequest: 422,
  registerServer: 437,
  registerServer2: 12211,
  openSecureChannel: 446,
  createSessionRequest: 461,
  createSessionResponse: 464,
  activateSession: 467,
  readRequest: 631,
  readResponse: 634,
  callRequest: 712,
} as const

export const hello = wireFunction('HEL', 'Hello', 'other')
export const acknowledge = wireFunction('ACK', 'Acknowledge', 'other')
export const failed = wireFunction('ERR', 'Error', 'other')
export const reverseHello = wireFunction('RHE', 'ReverseHello', 'other')
export const openChannel = byEncoding.get(446)!.function
export const closeChannel = byEncoding.get(452)!.function
export const encrypted = wireFunction('MSG', 'Message (encrypted)', 'other')
export const unknownService = wireFunction('MSG/?', 'Message of an unknown service', 'other')
export const unknownFault = wireFunction('397', 'ServiceFault', 'other')

/** Methods of the server that change how it runs (OPC 10000-5, §6.3.1; OPC 10000-12, §7.10): called, they program it. */
export const serverConfiguration = 12637
export const requestServerStateChange = 12886
export const programCall = wireFunction('712/program', 'Call (server state or configuration)', 'program')
