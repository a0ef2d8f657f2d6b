/** How much of a file's beginning tells its language. */
const headLength = 200_000

/** A running configuration of a Cisco ASA, a part of one, or what "show access-list" printed. */
export function isAsaConfiguration(text: string): boolean {
  const head = text.slice(0, headLength)
  if (/^(ASA|PIX|NGFW|FWSM) Version \d/m.test(head)) return true
  if (isIosMarked(head)) return false
  return (
    (/^access-list \S+ (line \d+ )?(extended|standard|remark) /m.test(head) ||
      /^access-group \S+ (global|(in|out) interface) ?/m.test(head) ||
      /^\s+nameif \S/m.test(head) ||
      /^object network \S/m.test(head)) &&
    !/^ip access-list (standard|extended) /m.test(head)
  )
}

/** A running configuration of Cisco IOS or IOS-XE, a part of one, or what "show ip access-lists" printed. */
export function isIosConfiguration(text: string): boolean {
  const head = text.slice(0, headLength)
  if (isAsaConfiguration(head)) return false
  return (
    isIosMarked(head) ||
    /^ip(v6)? access-list /m.test(head) ||
    /^access-list \d+ (permit|deny|remark) /m.test(head) ||
    /^\s*ip access-group \S+ (in|out)\s*$/m.test(head) ||
    /^(Standard|Extended) IP access list \S/m.test(head) ||
    /^IPv6 access list \S/m.test(head)
  )
}

/** What only IOS writes: a version without "ASA", before service and boot markers. */
const isIosMarked = (head: string): boolean =>
  /^version 1[0-9]\.\d/m.test(head) && /^(service |boot-start-marker|hostname |no service |line vty|ip )/m.test(head)
