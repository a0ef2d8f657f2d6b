/** MAC blocks that no card has: the shared address of a redundant pair, the card that a hypervisor makes up. */
const shared: readonly (readonly [prefix: string, en: string])[] = [
  ['00:00:5e:00:01:', 'VRRP'], // RFC 9568, 7.3
  ['00:00:5e:00:02:', 'VRRP'],
  ['00:00:0c:07:ac:', 'HSRP'], // RFC 2281, 5.3
  ['00:00:0c:9f:f', 'HSRP'],
  ['00:05:73:a0:0', 'HSRP'],
  ['00:07:b4:00:', 'GLBP'],
]
/** VMware, Hyper-V, VirtualBox, QEMU, Xen, Parallels. */
const hypervisors = [
  '00:50:56:',
  '00:0c:29:',
  '00:05:69:',
  '00:1c:14:',
  '00:15:5d:',
  '08:00:27:',
  '52:54:00:',
  '00:16:3e:',
  '00:1c:42:',
]

/** The protocol by which several routers share this address; null for an address of one card. */
export function sharedBy(mac: string): string | null {
  // Asked of every card, and nearly none begins so.
  if (!mac.startsWith('00:0')) return null
  return shared.find(([prefix]) => mac.startsWith(prefix))?.[1] ?? null
}

/** Whether a MAC's block names a maker at all: neither a local address (IEEE 802, bit 1) nor one that several share. */
export function hasMaker(mac: string): boolean {
  return (Number.parseInt(mac.slice(0, 2), 16) & 2) === 0 && sharedBy(mac) === null
}

/** The maker of a virtual machine's card made the hypervisor: what runs in it may well say another. */
export function isVirtualMachine(mac: string): boolean {
  return hypervisors.some((prefix) => mac.startsWith(prefix))
}
