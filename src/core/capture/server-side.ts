/**
 * Ports on which a server is to be expected when the opening of the connection was not captured. It only chooses which end is
 * called server; it never makes a device a controller.
 */
export const serverPorts: ReadonlySet<number> = new Set([
  102, 502, 802, 1089, 1090, 1091, 1502, 1911, 2222, 2404, 4712, 4713, 4840, 5006, 5007, 5094, 9600, 18245, 18246,
  20000, 34962, 34963, 34964, 44818, 47808, 48898, 48899, 4911, 5002, 5560, 5562, 4000, 20547, 789, 1962, 2455, 11740,
  1153, 5050, 4059, 161, 162, 67, 68, 53, 123, 137, 138, 139, 445, 135, 22, 23, 80, 443, 21, 25, 389, 3389, 5900, 1883,
  8883, 514, 69, 5353, 1900, 5355, 88, 1433, 1434,
])

/**
 * Whether a packet from `sourcePort` to `targetPort` goes to the server: by the opening SYN where it was seen, else by a
 * known server port, else by the lower port. Equal ports are symmetric (null): see {@link isTowardsServerAmongEquals}.
 */
export function isTowardsServer(sourcePort: number, targetPort: number, bySyn: boolean | null): boolean | null {
  if (bySyn !== null) return bySyn
  if (sourcePort === targetPort) return null
  const isSourceKnown = serverPorts.has(sourcePort)
  const isTargetKnown = serverPorts.has(targetPort)
  if (isSourceKnown !== isTargetKnown) return isTargetKnown
  return targetPort < sourcePort
}

/** Same port on both sides (BACnet, NTP …), and nobody was read to ask: a broadcast or group is the server, else the order of the addresses decides. */
export function isTowardsServerAmongEquals(source: string, target: string): boolean {
  const isGroup =
    target.endsWith('.255') || target.startsWith('224.') || target.startsWith('239.') || target.startsWith('ff')
  return isGroup || source < target
}
