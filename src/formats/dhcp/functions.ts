import { functionTable, wireFunction } from '../telling.ts'

/** Message types of option 53: RFC 2132 §9.6, RFC 3203, RFC 4388, RFC 6926. An address is configuration, not process data. */
export const dhcpFunction = functionTable(
  [
    [1, 'Discover', 'other'],
    [2, 'Offer', 'other'],
    [3, 'Request', 'other'],
    [4, 'Decline', 'other'],
    [5, 'ACK', 'other'],
    [6, 'NAK', 'other'],
    [7, 'Release', 'other'],
    [8, 'Inform', 'identify'],
    [9, 'Force Renew', 'other'],
    [10, 'Lease query', 'identify'],
    [11, 'Lease Unassigned', 'identify'],
    [12, 'Lease Unknown', 'identify'],
    [13, 'Lease Active', 'identify'],
    [14, 'Bulk Lease Query', 'identify'],
    [15, 'Lease Query Done', 'identify'],
    [16, 'Active LeaseQuery', 'identify'],
    [17, 'Lease Query Status', 'identify'],
    [18, 'TLS', 'other'],
  ],
  2,
  'Unknown message type',
)

/** BOOTP without option 53: RFC 951. */
export const bootRequest = wireFunction('request', 'BOOTP Request', 'other')
export const bootReply = wireFunction('reply', 'BOOTP Reply', 'other')

/** RFC 8415 §7.3. */
export const dhcp6Function = functionTable(
  [
    [1, 'Solicit', 'other'],
    [2, 'Advertise', 'other'],
    [3, 'Request', 'other'],
    [4, 'Confirm', 'other'],
    [5, 'Renew', 'other'],
    [6, 'Rebind', 'other'],
    [7, 'Reply', 'other'],
    [8, 'Release', 'other'],
    [9, 'Decline', 'other'],
    [10, 'Reconfigure', 'other'],
    [11, 'Information-request', 'identify'],
    [12, 'Relay-forward', 'other'],
    [13, 'Relay-reply', 'other'],
  ],
  2,
  'Unknown message type',
)
