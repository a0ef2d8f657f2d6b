/** Which device a name or an address in a log means. */
export interface HostAddresses {
  /** The device's id; the text itself where it is an address that nobody was seen under; null for an unknown name. */
  deviceOf(text: string | null): string | null
}

const isAddress = (text: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || (text.includes(':') && /^[0-9a-f:.]+$/i.test(text))

/** `JUMP01.plant.example.com` is JUMP01. */
const bare = (name: string): string => name.normalize('NFKC').trim().toLowerCase().split('.')[0] ?? ''

export function hostAddresses(
  devices: readonly { readonly id: string; readonly ips: readonly string[]; readonly names: readonly string[] }[],
): HostAddresses {
  const byAddress = new Map<string, string>()
  const byName = new Map<string, string | null>()
  for (const { id, ips, names } of devices) {
    for (const ip of ips) byAddress.set(ip, id)
    for (const name of names) {
      const key = bare(name)
      // Two devices of one name: neither is meant.
      if (key !== '') byName.set(key, byName.has(key) && byName.get(key) !== id ? null : id)
    }
  }
  return {
    deviceOf(text) {
      if (text === null) return null
      if (isAddress(text)) return byAddress.get(text) ?? text
      return byName.get(bare(text)) ?? null
    },
  }
}
