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

/** What speaks against what a device's role says. */
function doubts(deeds: Deeds | undefined, ...others: readonly Bilingual[]): readonly Bilingual[] {
  const outside = deeds === undefined || deeds.outside.size === 0 ? [] : [reasons.butOutside([...deeds.outside])]
  return [...others, ...outside]
}

const adapterIn = (facts: readonly Identity[]): Identity | undefined =>
  facts.find(({ field, value }) => field === 'deviceType' && communicationsAdapter.test(value))

const holds = (roles: readonly FoundRole[], name: RoleName): FoundRole | undefined =>
  roles.find((held) => held.role === name)

/**
 * On which level of the Purdue model a device stands by what it does itself, whoever its peers are: a controller, a field device,
 * an engineering station. Null for all others.
 */
export function levelOfOwn(
  roles: readonly FoundRole[],
  deeds: Deeds | undefined,
  facts: readonly Identity[],
): PurdueLevel | null {
  if (roles.length === 0) return null
  const controller =
    holds(roles, 'safety-controller') ?? holds(roles, 'controller') ?? holds(roles, 'ied') ?? holds(roles, 'gateway')
  const field = holds(roles, 'field-device')
  const engineering = holds(roles, 'engineering-station')
  const programs = engineering === undefined ? [] : [reasons.butPrograms(engineering.because)]
  if (controller !== undefined) {
    const adapter = adapterIn(facts)
    const safety = controller.role === 'safety-controller' ? [reasons.isSafetySystem()] : []
    const because = [
      controller.because,
      ...safety,
      ...(adapter === undefined ? [] : [reasons.isAdapter(adapter.value)]),
    ]
    const sure = controller.isOnlySaid ? 0.6 : controller.role === 'ied' ? 0.85 : 0.9
    return found('1', sure, because, doubts(deeds, ...programs, ...passesOn(roles)))
  }
  if (field !== undefined) {
    const against = doubts(deeds, ...programs, ...passesOn(roles))
    return found(field.level ?? '1', field.isOnlySaid ? 0.6 : 0.7, [field.because], against)
  }
  if (engineering === undefined) return null
  const supervisory = holds(roles, 'supervisory')
  const because = [engineering.because, ...(supervisory === undefined ? [] : [supervisory.because])]
  return found('2', 0.8, because, doubts(deeds))
}

const passesOn = (roles: readonly FoundRole[]): Bilingual[] =>
  holds(roles, 'router') === undefined ? [] : [reasons.butPassesOn()]

/**
 * The same for whom {@link levelOfOwn} tells nothing, by those it talks to and by weaker signs; each reason and each contradiction
 * is told. Null without any evidence: silence is no level.
 */
export function levelAmongPeers(
  roles: readonly FoundRole[],
  deeds: Deeds | undefined,
  facts: readonly Identity[],
  levelOfPeer: LevelOfPeer,
  isOfInternet: boolean,
): PurdueLevel | null {
  const collected = [...(deeds?.asks.get('opcua') ?? [])].filter(
    (id) => levelOfPeer(id) === '2' || levelOfPeer(id) === '1',
  )
  if (collected.length >= manyServers) {
    return found('3', 0.7, [reasons.collects('OPC UA', collected)], doubts(deeds))
  }
  const supervisory = holds(roles, 'supervisory')
  if (supervisory !== undefined) {
    const isWriting = (deeds?.writes.size ?? 0) > 0
    const sure = supervisory.isOnlySaid ? 0.6 : isWriting ? 0.8 : 0.6
    return found('2', sure, [supervisory.because], doubts(deeds))
  }
  const chassis = adapterIn(facts)
  if (chassis !== undefined) {
    return found('1', 0.6, [reasons.isAdapter(chassis.value)], doubts(deeds, ...passesOn(roles)))
  }
  // Weak signs of somebody on the internet are signs of no plant's level.
  if (isOfInternet) return null
  const lower = deeds === undefined ? [] : [...deeds.peers].filter((id) => isLow(levelOfPeer(id)) && !isOutside(id))
  if (lower.length > 0 && deeds !== undefined && deeds.outside.size > 0)
    return found('3.5', 0.4, [reasons.between(lower, [...deeds.outside])], [])
  const server = holds(roles, 'server')
  if (server !== undefined) return found('2', 0.4, [server.because], doubts(deeds))
  const office = holds(roles, 'workstation')
  if (office !== undefined && lower.length === 0) return found('4', 0.4, [office.because], [])
  if (deeds === undefined || deeds.polls.size > 0 || lower.length > 0 || deeds.sends.size > 0) return null
  const { otherPorts, services } = deeds
  const ports = [...otherPorts.keys()].sort((a, b) => a - b)
  const isOffice =
    ports.length + services.size > 0 &&
    ports.every((port) => officePorts.has(port)) &&
    [...services].every((protocol) => officeServices.has(protocol))
  if (!isOffice) return null
  return found(
    '4',
    0.3,
    [ports.length > 0 ? reasons.onlyOffice(ports.slice(0, 6).join(', ')) : reasons.onlyServices([...services])],
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
