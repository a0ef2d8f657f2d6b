import { fromText } from '../octets.ts'

/** A head of HTTP/1.1: `GET / HTTP/1.1` or `HTTP/1.1 200 OK`, then its fields. */
export function encodeHead(line: string, fields: readonly (readonly [name: string, value: string])[]): Uint8Array {
  return fromText(`${line}\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`)
}
