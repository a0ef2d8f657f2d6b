import { fromText } from '../octets.ts'

/** One Fox message; values are strings. */
export function encodeFox(
  sequence: number,
  reply: number,
  command: string,
  values: Readonly<Record<string, string>> = {},
): Uint8Array {
  const lines = Object.entries(values).map(([name, value]) => `${name}=s:${value}\n`)
  return fromText(`fox a ${sequence} ${reply} ${command}\n{\n${lines.join('')}};;\n`)
}
