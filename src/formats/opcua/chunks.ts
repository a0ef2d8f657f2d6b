import { adding, type Pieces, whole } from '../s7comm/pieces.ts'

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

interface Waiting {
  readonly encoding: number
  pieces: Pieces | undefined
}

export function createChunks(): Chunks {
  const waiting = new Map<number, Waiting>()
  return {
    has: (key) => waiting.has(key),
    add(key, body, encoding, isWanted) {
      let message = waiting.get(key)
      if (message === undefined) {
        if (waiting.size >= mostMessages) waiting.delete(waiting.keys().next().value as number)
        message = { encoding, pieces: isWanted ? { parts: [], size: 0 } : undefined }
        waiting.set(key, message)
      }
      if (message.pieces !== undefined) message.pieces = adding(message.pieces, body, longestMessage)
    },
    finish(key, body) {
      const message = waiting.get(key)
      if (message === undefined) return undefined
      waiting.delete(key)
      return {
        encoding: message.encoding,
        body: message.pieces === undefined ? undefined : whole(message.pieces, body),
      }
    },
    drop: (key) => void waiting.delete(key),
  }
}
