import type { Bilingual } from '../record/record.ts'
import type { Deeds } from './deeds.ts'
import type { Identity, PurdueLevel, RoleName } from './inspection.ts'
import { reasons } from './reasons.ts'
import type { FoundRole } from './roles.ts'

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
  roles: readonly FoundRole[],
  deeds: Deeds | undefined,
  facts: readonly Identity[],
): PurdueLevel | null {
  const role = (name: RoleName) => roles.find((held) => held.role === name)
  const controller = role('controller') ?? role('gateway')
  const engineering = role('engineering-station')
  const supervisory = role('supervisory')
  if (controller !== undefined) {
    const adapter = facts.find(({ field, value }) => field === 'deviceType' && communicationsAdapter.test(value))
    const against = [
      ...(engineering === undefined ? [] : [reasons.butPrograms(engineering.because)]),
      ...(role('router') === undefined ? [] : [reasons.butPassesOn()]),
    ]
    const because = [
      controller.because,
      ...(adapter === undefined ? [] : [reasons.isAdapter(adapter.value)]),
      ...against,
    ]
    return found('1', lowerBy(0.9, against.length), because)
  }
  if (engineering !== undefined) {
    return found('2', 0.8, [engineering.because, ...(supervisory === undefined ? [] : [supervisory.because])])
  }
  if (supervisory !== undefined) {
    const isWriting = (deeds?.writes.size ?? 0) > 0
    return found('2', isWriting ? 0.8 : 0.6, [supervisory.because])
  }
  const ports = [...(deeds?.otherPorts.keys() ?? [])].sort((a, b) => a - b)
  const isOffice = ports.length > 0 && ports.every((port) => officePorts.has(port))
  if (!isOffice || deeds === undefined || deeds.polls.size > 0) return null
  return found('4', 0.3, [reasons.onlyOffice(ports.slice(0, 6).join(', '))])
}

const found = (level: PurdueLevel['level'], confidence: number, because: readonly Bilingual[]): PurdueLevel => ({
  level,
  confidence,
  because: because.map(({ en }) => en),
  becauseJa: because.map(({ ja }) => ja),
})
