/** Written at one go: a text put together of pieces takes several times the memory. */
const flat = (codes: number[]): string => String.fromCharCode(...codes)
const hexDigits = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))

/** `192.168.0.1` of 32 bits. */
export function ipv4Text(address: number): string {
  const codes: number[] = []
  for (let shift = 24; shift >= 0; shift -= 8) {
    const octet = (address >>> shift) & 255
    if (octet >= 100) codes.push(48 + Math.floor(octet / 100))
    if (octet >= 10) codes.push(48 + (Math.floor(octet / 10) % 10))
    codes.push(48 + (octet % 10))
    if (shift > 0) codes.push(46)
  }
  return flat(codes)
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
  const codes: number[] = []
  for (let i = 0; i < 6; i++) {
    const octet = i < 2 ? high >> (8 - 8 * i) : low >> (40 - 8 * i)
    if (i > 0) codes.push(58)
    codes.push(hexDigits[(octet >> 4) & 15]!, hexDigits[octet & 15]!)
  }
  return flat(codes)
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

/** The 32-bit words of an address as printed above: one of IPv4, four of IPv6, upper 16 and lower 32 bits of a MAC; null for other text. */
export function addressWords(text: string): readonly number[] | null {
  if (/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text)) {
    const octets = text.split(':').map((octet) => Number.parseInt(octet, 16))
    return [octets[0]! * 256 + octets[1]!, word(octets.slice(2))]
  }
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) {
    const octets = text.split('.').map(Number)
    return octets.some((octet) => octet > 255) ? null : [word(octets)]
  }
  return ipv6Words(text.toLowerCase())
}

const word = (octets: readonly number[]): number => octets.reduce((sum, octet) => (sum << 8) | octet, 0)

function ipv6Words(text: string): number[] | null {
  if (!/^[0-9a-f:]*:[0-9a-f:.]*$/.test(text)) return null
  const dotted = /^(.*:)(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})$/.exec(text)
  const tail = dotted === null ? [] : addressWords(dotted[2]!)
  if (tail === null) return null
  const groupsOf = (half: string) => (half === '' ? [] : half.split(':'))
  const plain = dotted === null ? text : dotted[1]!.replace(/([^:]):$/, '$1')
  const halves = plain.split('::')
  if (halves.length > 2) return null
  const before = groupsOf(halves[0]!)
  const after = [...groupsOf(halves[1] ?? ''), ...tail.flatMap((low) => [hexOf(low >>> 16), hexOf(low & 0xffff)])]
  const missing = 8 - before.length - after.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after]
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null
  return [0, 2, 4, 6].map((i) => (Number.parseInt(groups[i]!, 16) << 16) | Number.parseInt(groups[i + 1]!, 16))
}

const hexOf = (group: number): string => group.toString(16)
