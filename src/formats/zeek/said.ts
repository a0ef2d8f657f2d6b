/** What a program or a handshake says, under the names and in the spelling of captures. */
type Said = Readonly<Record<string, string | null>>

/** `SSH-2.0-OpenSSH_7.4p1 Debian`; some tools give the software alone. */
export function sshSaid(text: string | null): Said {
  if (text === null) return {}
  const [, software = text] = /^SSH-[\d.]+-(\S+)/.exec(text) ?? []
  return { banner: text.startsWith('SSH-') ? text : null, software }
}

/** `TLSv12`, `TLSv1.2` and `TLS 1.2` are one version. */
export function tlsVersion(text: string | null): string | null {
  const [, name, major, minor = '0'] = /^(TLS|SSL)\s?v?(\d)\.?(\d)?$/i.exec(text ?? '') ?? []
  if (name === undefined) return text
  return `${name.toUpperCase()} ${major}.${minor}`
}

const attributes: Readonly<Record<string, string>> = {
  CN: 'Name',
  O: 'Organization',
  OU: 'Unit',
  L: 'Locality',
  ST: 'State',
  C: 'Country',
}

/** The parts of a distinguished name (RFC 4514), each under `prefix` and its own name; commas in values are escaped. */
export function nameSaid(prefix: string, text: string | null): Said {
  const said: Record<string, string> = {}
  for (const part of (text ?? '').replace(/\\\\?,/g, '\u0000').split(/,\s*|\/(?=[A-Z]+=)/, 32)) {
    const at = part.indexOf('=')
    const name = attributes[part.slice(0, at).trim().toUpperCase()]
    if (at > 0 && name !== undefined)
      said[`${prefix}${name}`] ??= part
        .slice(at + 1)
        .replaceAll('\u0000', ',')
        .trim()
  }
  return said
}
