import type { Deeds } from './deeds.ts'
import type { Draft } from './drafts.ts'
import type { DeviceRole } from './inspection.ts'

const titles: Readonly<Record<string, string>> = {
  modbus: 'Modbus',
  s7comm: 'S7comm',
  's7comm-plus': 'S7comm-plus',
  enip: 'EtherNet/IP',
  cip: 'CIP',
}
/** Fewer reads than these are a look, not the work of an operator station. */
const fewestPolls = 5

export const protocolTitle = (protocol: string): string => titles[protocol] ?? protocol

/** What a device is, each role with the observation that says so. A port alone makes none. */
export function rolesOf(draft: Draft, deeds: Deeds | undefined, unitsBehind: readonly string[]): DeviceRole[] {
  const roles: DeviceRole[] = []
  const answers = [...(deeds?.answers ?? [])].map(protocolTitle).join(', ')
  if (draft.behind !== null) {
    const { id, unit, protocol } = draft.behind
    return [{ role: 'controller', because: `answers ${protocolTitle(protocol)} as unit ${unit} behind ${id}` }]
  }
  if (unitsBehind.length > 0) {
    roles.push({
      role: 'gateway',
      because: `answers for ${unitsBehind.length} units: ${unitsBehind.slice(0, 8).join(', ')}`,
    })
  } else if (answers !== '') roles.push({ role: 'controller', because: `answers ${answers} as server` })
  if (deeds !== undefined && deeds.programs.size > 0) {
    const [[server, functions]] = deeds.programs
    const others = deeds.programs.size > 1 ? ` and ${deeds.programs.size - 1} more` : ''
    roles.push({
      role: 'engineering-station',
      because: `sends ${functions.slice(0, 3).join(', ')} to ${server}${others}`,
    })
  }
  const requests = sum(deeds?.polls) + sum(deeds?.writes)
  const isControllerToo = answers !== ''
  if (deeds !== undefined && !isControllerToo && requests >= fewestPolls) {
    const servers = [...new Set([...deeds.polls.keys(), ...deeds.writes.keys()])]
    roles.push({
      role: 'supervisory',
      because: `reads ${sum(deeds.polls)} and writes ${sum(deeds.writes)} times: ${servers.slice(0, 4).join(', ')}${servers.length > 4 ? ' …' : ''}`,
    })
  }
  if (draft.isRouterBecause !== null) roles.push({ role: 'router', because: draft.isRouterBecause })
  return roles
}

const sum = (counts: ReadonlyMap<string, number> | undefined): number =>
  [...(counts?.values() ?? [])].reduce((total, count) => total + count, 0)
