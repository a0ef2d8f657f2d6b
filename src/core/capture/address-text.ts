const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** `192.168.0.1` of 32 bits. */
export function ipv4Text(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`
}

/** RFC 5952, with the last 32 bits dotted in mapped and compatible addresses (as inet_ntop writes them). */
export function ipv6Text(a: number, b: number, c: number, d: number): string {
  const groups = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff, c >>> 16, c & 0xffff, d >>> 16, d & 0xffff]
  if (a === 0 && b === 0 && (c === 0xffff || (c === 0 && d >>> 16 !== 0))) {
    return c === 0 ? `::${ipv4Text(d)}` : `::ffff:${ipv4Text(d)}`
  }
  let longest = 1
  let zerosAt = -1
  for (let from = 0; from < 8; from++) {
    let to = from
    while (to < 8 && groups[to] === 0) to++
    if (to - from > longest) {
      longest = to - from
      zerosAt = from
    }
  }
  const text = (part: number[]) => part.map((group) => group.toString(16)).join(':')
  if (zerosAt < 0) return text(groups)
  return `${text(groups.slice(0, zerosAt))}::${text(groups.slice(zerosAt + longest))}`
}

/** `00:0e:8c:01:02:03` of the upper 16 and the lower 32 bits. */
export function macText(high: number, low: number): string {
  return [high >> 8, high, low >>> 24, low >>> 16, low >>> 8, low].map((byte) => hex[byte & 255]).join(':')
}

/** Belongs to one host: no group, broadcast or unspecified address. Directed broadcasts cannot be told without the mask. */
export function isHostIp(ip: string): boolean {
  if (ip.includes(':')) return !ip.startsWith('ff') && ip !== '::'
  const first = Number.parseInt(ip, 10)
  return (first < 224 || first > 239) && ip !== '0.0.0.0' && ip !== '255.255.255.255'
}

export function isHostMac(mac: string): boolean {
  return (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0 && mac !== '00:00:00:00:00:00'
}
