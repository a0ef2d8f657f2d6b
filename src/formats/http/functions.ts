import { wireFunction } from '../telling.ts'

/** RFC 9110 §9, RFC 5789, and those of WebDAV that are met. A POST may as well ask for something. */
const methods = new Map(
  [
    wireFunction('GET', 'GET', 'read'),
    wireFunction('HEAD', 'HEAD', 'read'),
    wireFunction('OPTIONS', 'OPTIONS', 'identify'),
    wireFunction('POST', 'POST', 'other'),
    wireFunction('PUT', 'PUT', 'write'),
    wireFunction('PATCH', 'PATCH', 'write'),
    wireFunction('DELETE', 'DELETE', 'write'),
    wireFunction('CONNECT', 'CONNECT', 'other'),
    wireFunction('TRACE', 'TRACE', 'other'),
    wireFunction('PROPFIND', 'PROPFIND', 'read'),
    wireFunction('PROPPATCH', 'PROPPATCH', 'write'),
    wireFunction('MKCOL', 'MKCOL', 'write'),
    wireFunction('COPY', 'COPY', 'write'),
    wireFunction('MOVE', 'MOVE', 'write'),
    wireFunction('LOCK', 'LOCK', 'other'),
    wireFunction('UNLOCK', 'UNLOCK', 'other'),
    wireFunction('REPORT', 'REPORT', 'read'),
    wireFunction('SEARCH', 'SEARCH', 'read'),
    wireFunction('POLL', 'POLL', 'other'),
    wireFunction('CCM_POST', 'CCM_POST', 'other'),
    wireFunction('BITS_POST', 'BITS_POST', 'other'),
    wireFunction('SUBSCRIBE', 'SUBSCRIBE', 'other'),
    wireFunction('UNSUBSCRIBE', 'UNSUBSCRIBE', 'other'),
    wireFunction('NOTIFY', 'NOTIFY', 'other'),
    // RFC 2616 methods of SSDP, and the tunnel of remote desktop gateways.
    wireFunction('M-SEARCH', 'M-SEARCH', 'identify'),
    wireFunction('RPC_IN_DATA', 'RPC_IN_DATA', 'other'),
    wireFunction('RPC_OUT_DATA', 'RPC_OUT_DATA', 'other'),
  ].map((method) => [method.name, method]),
)
export const longestMethod = 12

export const methodOf = (said: string) => methods.get(said)
export const isFirstOfMethod = (octet: number | undefined): boolean => octet !== undefined && firsts.has(octet)
const firsts = new Set([...methods.keys()].map((name) => name.charCodeAt(0)))

export const answer = wireFunction('response', 'Response', 'other')
