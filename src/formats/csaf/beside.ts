/** Files that a CSAF provider puts beside an advisory (CSAF 2.0, 7.1.18 and 7.1.19): its hash, its OpenPGP signature. */
export interface BesideFile {
  /** Name of the advisory it belongs to. */
  readonly of: string
  readonly kind: 'sha256' | 'sha512' | 'signature'
}

export function besideFile(name: string): BesideFile | null {
  const found = /^(.+)\.(sha256|sha512|asc|sig)$/i.exec(name)
  if (found === null) return null
  const ending = found[2]!.toLowerCase()
  return { of: found[1]!, kind: ending === 'asc' || ending === 'sig' ? 'signature' : (ending as 'sha256' | 'sha512') }
}

/** The digest that a hash file tells: the first word of it, as `sha256sum` writes; null where that is none. */
export function digestIn(text: string, kind: 'sha256' | 'sha512'): string | null {
  const length = kind === 'sha256' ? 64 : 128
  const first = /^\ufeff?\\?([0-9a-f]+)(?:\s|$)/i.exec(text.slice(0, 1000))?.[1]?.toLowerCase()
  return first?.length === length ? first : null
}
