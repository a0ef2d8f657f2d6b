import { u16be } from '../octets.ts'
import type { Protocol, ProtocolSession } from '../protocol.ts'
import { tlsLengthAt, tlsSession, tlsWantedAt } from './decode.ts'

/** A record of TLS, where text was spoken before: kind 20…24, version 3, a length that one may have. */
const isRecord = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start >= 5 &&
  bytes[start]! >= 20 &&
  bytes[start]! <= 24 &&
  bytes[start + 1] === 3 &&
  bytes[start + 2]! <= 4 &&
  u16be(bytes, start + 3) <= 18_432

/** A protocol whose connections may turn to TLS (STARTTLS, AUTH TLS, CONNECT): what TLS tells is read then. */
export function turningToTls(plain: Protocol): Protocol {
  return {
    ...plain,
    lengthAt: (bytes, start, end) =>
      isRecord(bytes, start, end) ? tlsLengthAt(bytes, start, end) : plain.lengthAt(bytes, start, end),
    wantedAt: (bytes, start, end) => {
      if (isRecord(bytes, start, end)) return tlsWantedAt(bytes, start)
      return plain.wantedAt === undefined ? Number.POSITIVE_INFINITY : plain.wantedAt(bytes, start, end)
    },
    session() {
      const text = plain.session()
      let inner: ProtocolSession | undefined
      return {
        read(bytes, start, end, toServer) {
          // The first is a hello; anything else that looks alike is contents.
          const isHello =
            isRecord(bytes, start, end) && bytes[start] === 22 && (bytes[start + 5] === 1 || bytes[start + 5] === 2)
          if (inner === undefined && isHello) inner = tlsSession()
          if (inner === undefined || !isRecord(bytes, start, end)) return text.read(bytes, start, end, toServer)
          return inner.read(bytes, start, end, toServer)
        },
      }
    },
  }
}
