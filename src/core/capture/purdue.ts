import type { Bilingual } from '../record/record.ts'
import { type Deeds, isOutside } from './deeds.ts'
import type { Identity, PurdueLevel, RoleName } from './inspection.ts'
import { reasons } from './reasons.ts'
import type { FoundRole } from './roles.ts'

/** Ports of office and infrastructure services: DNS, DHCP, Kerberos, NetBIOS, LDAP, SMB, mail, web. */
const officePorts = new Set([25, 53, 67, 68, 80, 88, 110, 135, 137, 138, 139, 143, 389, 443, 445, 587, 636, 993, 3268])
/** The same by content. */
const officeServices = new Set(
  'dns dhcp http tls smb ntlm browser nbns mdns llmnr ssdp rdp ftp ldap kerberos smtp imap pop3'.split(' '),
)
/** CIP device types: 12 is a communications adapter. Source: CIP Vol. 1, 6-7. */
const communicationsAdapter = /^(12|0x0*c)$|communications adapter/i
/** Who reads from so many servers of level 2 collects for the site. */
const manyServers = 3

const lowerBy = (confidence: number, contradictions: number): number =>
  Math.round(confidence * 0.8 ** contradictions * 100) / 100

/** On which level the devices stand that this one talks to, as far as that is known. */
export type LevelOfPeer = (id: string) => PurdueLevel['level'] | null

/**
 * On which level of the Purdue model a device stands, as far as its deeds tell; each reason and each contradiction is told.
 * Null without any evidence: silence is no level.
 */
export function purdueLevelOf(
  roles: readonly FoundRole[],
  deeds: Deeds | undefined,
  facts: readonly Identity[],
  levelOfPeer: LevelOfPeer = () => null,
  isOfInternet = false,
): PurdueLevel | null {
  const role = (name: RoleName) => roles.find((held) => held.role === name)
  const controller = role('safety-controller') ?? role('controller') ?? role('ied') ?? role('gateway')
  const field = role('field-device')
  const engineering = role('engineering-station')
  const supervisory = role('supervisory')
  const outside = deeds === undefined || deeds.outside.size === 0 ? [] : [reasons.butOutside([...deeds.outside])]
  const passesOn = role('router') === undefined ? [] : [reasons.butPassesOn()]
  const programs = engineering === undefined ? [] : [reasons.butPrograms(engineering.because)]
  if (controller !== undefined) {
    const adapter = facts.find(({ field, value }) => field === 'deviceType' && communicationsAdapter.test(value))
    const safety = controller.role === 'safety-controller' ? [reasons.isSafetySystem()] : []
    const because = [
      controller.because,
      ...safety,
      ...(adapter === undefined ? [] : [reasons.isAdapter(adapter.value)]),
    ]
    const sure = controller.isOnlySaid ? 0.6 : controller.role === 'ied' ? 0.85 : 0.9
    return found('1', sure, because, [...programs, ...passesOn, ...outside])
  }
  if (field !== undefined) {
    return found(
      field.level ?? '1',
      field.isOnlySaid ? 0.6 : 0.7,
      [field.because],
      [...programs, ...passesOn, ...outside],
    )
  }
  if (engineering !== undefined) {
    return found('2', 0.8, [engineering.because, ...(supervisory === undefined ? [] : [supervisory.because])], outside)
  }
  const collected = [...(deeds?.asks.get('opcua') ?? [])].filter(
    (id) => levelOfPeer(id) === '2' || levelOfPeer(id) === '1',
  )
  if (collected.length >= manyServers) return found('3', 0.7, [reasons.collects('OPC UA', collected)], outside)
  if (supervisory !== undefined) {
    const isWriting = (deeds?.writes.size ?? 0) > 0
    return found('2', supervisory.isOnlySaid ? 0.6 : isWriting ? 0.8 : 0.6, [supervisory.because], outside)
  }
  const chassis = facts.find(({ field: name, value }) => name === 'deviceType' && communicationsAdapter.test(value))
  if (chassis !== undefined) return found('1', 0.6, [reasons.isAdapter(chassis.value)], [...passesOn, ...outside])
  // Weak signs of somebody on the internet are signs of no plant's level.
  if (isOfInternet) return null
  const lower = [...(deeds?.peers ?? [])].filter((id) => isLow(levelOfPeer(id)) && !isOutside(id))
  if (lower.length > 0 && outside.length > 0)
    return found('3.5', 0.4, [reasons.between(lower, [...deeds!.outside])], [])
  const server = role('server')
  if (server !== undefined) return found('2', 0.4, [server.because], outside)
  const office = role('workstation')
  if (office !== undefined && lower.length === 0) return found('4', 0.4, [office.because], [])
  const ports = [...(deeds?.otherPorts.keys() ?? [])].sort((a, b) => a - b)
  const services = deeds?.services.size ?? 0
  const isOffice =
    ports.length + services > 0 &&
    ports.every((port) => officePorts.has(port)) &&
    [...(deeds?.services ?? [])].every((protocol) => officeServices.has(protocol))
  if (!isOffice || deeds === undefined || deeds.polls.size > 0 || lower.length > 0 || deeds.sends.size > 0) return null
  return found(
    '4',
    0.3,
    [ports.length > 0 ? reasons.onlyOffice(ports.slice(0, 6).join(', ')) : reasons.onlyServices([...deeds.services])],
    [],
  )
}

const isLow = (level: PurdueLevel['level'] | null): boolean => level !== null && Number(level) <= 2

const found = (
  level: PurdueLevel['level'],
  confidence: number,
  because: readonly Bilingual[],
  against: readonly Bilingual[],
): PurdueLevel => ({
  level,
  confidence: lowerBy(confidence, against.length),
  because: [...because, ...against].map(({ en }) => en),
  becauseJa: [...because, ...against].map(({ ja }) => ja),
  ...(against.length === 0 ? {} : { against: against.map(({ en }) => en), againstJa: against.map(({ ja }) => ja) }),
})
