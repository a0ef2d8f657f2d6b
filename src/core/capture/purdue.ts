import type { Deeds } from './deeds.ts'
import type { DeviceRole, Identity, PurdueLevel } from './inspection.ts'

/** Ports of office and infrastructure services: DNS, DHCP, Kerberos, NetBIOS, LDAP, SMB, mail, web. */
const officePorts = new Set([25, 53, 67, 68, 80, 88, 110, 135, 137, 138, 139, 143, 389, 443, 445, 587, 636, 993, 3268])
/** CIP device types: 12 is a communications adapter. Source: CIP Vol. 1, 6-7. */
const communicationsAdapter = /^(12|0x0*c)$|communications adapter/i

const lowerBy = (confidence: number, contradictions: number): number =>
  Math.round(confidence * 0.8 ** contradictions * 100) / 100

/**
 * On which level of the Purdue model a device stands, as far as its deeds tell; each reason and each contradiction is told.
 * Null without any evidence: silence is no level.
 */
export function purdueLevelOf(
  roles: readonly DeviceRole[],
  deeds: Deeds | undefined,
  facts: readonly Identity[],
): PurdueLevel | null {
  const role = (name: DeviceRole['role']) => roles.find((held) => held.role === name)
  const controller = role('controller') ?? role('gateway')
  const engineering = role('engineering-station')
  const supervisory = role('supervisory')
  if (controller !== undefined) {
    const because = [controller.because]
    const adapter = facts.find(({ field, value }) => field === 'deviceType' && communicationsAdapter.test(value))
    if (adapter !== undefined) because.push(`says it is a ${adapter.value}: a chassis, not a controller by itself`)
    const contradictions = engineering === undefined ? [] : [`but ${engineering.because}, as engineering stations do`]
    if (role('router') !== undefined) contradictions.push('but its network card passes on other addresses')
    return { level: '1', confidence: lowerBy(0.9, contradictions.length), because: [...because, ...contradictions] }
  }
  if (engineering !== undefined) {
    const because = [engineering.because, ...(supervisory === undefined ? [] : [supervisory.because])]
    return { level: '2', confidence: 0.8, because }
  }
  if (supervisory !== undefined) {
    const isWriting = (deeds?.writes.size ?? 0) > 0
    return { level: '2', confidence: isWriting ? 0.8 : 0.6, because: [supervisory.because] }
  }
  const ports = [...(deeds?.otherPorts.keys() ?? [])]
  const isOffice = ports.length > 0 && ports.every((port) => officePorts.has(port))
  if (isOffice && deeds !== undefined && deeds.polls.size === 0) {
    const listed = ports
      .sort((a, b) => a - b)
      .slice(0, 6)
      .join(', ')
    return {
      level: '4',
      confidence: 0.3,
      because: [`only office services by port (${listed}), which is weak evidence`],
    }
  }
  return null
}
