import { ipv4Text, ipv6Text, macText } from '#core/capture/address-text.ts'
import { createFrame, i32, u16 } from './frame.ts'
import { createFragments } from './ip/fragments.ts'
import { decodeFrame } from './link-types.ts'

/** What the headers say, readably. `ip` is `source > target`, with ports where there are any. */
export function summary(bytes: Uint8Array, linkType: number, fragments = createFragments()) {
  const frame = createFrame()
  if (!decodeFrame(bytes, 0, bytes.length, linkType, frame, fragments)) return 'not read'
  const address = (at: number) =>
    frame.family === 4
      ? ipv4Text(i32(bytes, at))
      : ipv6Text(i32(bytes, at), i32(bytes, at + 4), i32(bytes, at + 8), i32(bytes, at + 12))
  const mac = (at: number) => macText(u16(bytes, at), i32(bytes, at + 2))
  const ports = frame.transport === 0 ? ['', ''] : [`:${frame.sourcePort}`, `:${frame.targetPort}`]
  return {
    ...(frame.family === 0
      ? {}
      : { ip: `${address(frame.sourceAt)}${ports[0]} > ${address(frame.targetAt)}${ports[1]}` }),
    ...(frame.family === 0 ? {} : { protocol: frame.transport || frame.ipProtocol }),
    ...(frame.sourceMacAt < 0 ? {} : { from: mac(frame.sourceMacAt) }),
    ...(frame.targetMacAt < 0 ? {} : { to: mac(frame.targetMacAt) }),
    ...(frame.vlan < 0 ? {} : { vlan: frame.vlan }),
    ...(frame.family !== 0 || frame.etherType < 0 ? {} : { type: `0x${frame.etherType.toString(16)}` }),
    ...(frame.inner ? { inner: true } : {}),
    ...(frame.payloadEnd > frame.payloadAt
      ? { payload: hexOf((frame.assembled ?? bytes).subarray(frame.payloadAt, frame.payloadEnd)) }
      : {}),
    ...(frame.fault === '' ? {} : { fault: frame.fault }),
  }
}

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
