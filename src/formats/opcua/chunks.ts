import { adding, type Pieces, whole } from '../s7comm/pieces.ts'
import { Waiting } from '../waiting.ts'

const mostMessages = 16
const longestMessage = 262_144

/** Chunks of messages that wait for their last one (OPC 10000-6, §6.7.2), by direction and request. Bounded. */
export interface Chunks {
  /** Keeps an intermediate chunk; the first one says whether the message is worth it. */
  add(key: number, body: Uint8Array, encoding: number, isWanted: boolean): void
  /** The message that its last chunk completes: its encoding's number and, where it was kept, its whole body. */
  finish(key: number, body: Uint8Array): { encoding: number; body: Uint8Array | undefined } | undefined
  has(key: number): boolean
  drop(key: number): void
}

interface Begun {
  readonly encoding: number
  pieces: Pieces | undefined
}

export function createChunks(): Chunks {
  const begun = new Waiting<Begun>(mostMessages)
  return {
    has: (key) => begun.get(key) !== undefined,
    add(key, body, encoding, isWanted) {
      let message = begun.get(key)
      if (message === undefined) {
        message = { encoding, pieces: isWanted ? { parts: [], size: 0 } : undefined }
        begun.put(key, message)
      }
      if (message.pieces !== undefined) message.pieces = adding(message.pieces, body, longestMessage)
    },
    finish(key, body) {
      const message = begun.take(key)
      if (message === undefined) return undefined
      return {
        encoding: message.encoding,
        body: message.pieces === undefined ? undefined : whole(message.pieces, body),
      }
    },
    drop: (key) => void begun.take(key),
  }
}
