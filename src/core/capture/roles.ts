import type { Bilingual } from '../record/record.ts'
import type { Deeds } from './deeds.ts'
import type { Draft } from './drafts.ts'
import type { RoleName } from './inspection.ts'
import { reasons } from './reasons.ts'

const titles: Readonly<Record<string, string>> = {
  modbus: 'Modbus',
  s7comm: 'S7comm',
  's7comm-plus': 'S7comm-plus',
  enip: 'EtherNet/IP',
  cip: 'CIP',
}
/** Fewer reads than these are a look, not the work of an operator station. */
const fewestPolls = 5

/** A role with the observation that says so. */
export interface FoundRole {
  readonly role: RoleName
  readonly because: Bilingual
}

/** What a device is. A port alone makes no role. */
export function rolesOf(draft: Draft, deeds: Deeds | undefined, unitsBehind: readonly string[]): FoundRole[] {
  if (draft.behind !== null) {
    const { id, unit, protocol } = draft.behind
    return [{ role: 'controller', because: reasons.answersAsUnit(titleOf(protocol), unit, id) }]
  }
  const roles: FoundRole[] = []
  const answers = [...(deeds?.answers ?? [])].map(titleOf)
  if (unitsBehind.length > 0) roles.push({ role: 'gateway', because: reasons.answersForUnits(unitsBehind) })
  else if (answers.length > 0) roles.push({ role: 'controller', because: reasons.answers(answers.join(', ')) })
  if (deeds !== undefined) roles.push(...clientRoles(deeds, answers.length > 0))
  if (draft.isRouterBecause !== null) roles.push({ role: 'router', because: draft.isRouterBecause })
  return roles
}

function clientRoles({ programs, polls, writes }: Deeds, isController: boolean): FoundRole[] {
  const roles: FoundRole[] = []
  for (const [server, functions] of [...programs].slice(0, 1)) {
    roles.push({ role: 'engineering-station', because: reasons.programs(functions, server, programs.size - 1) })
  }
  const [reads, written] = [sum(polls), sum(writes)]
  // Controllers read from each other, too.
  if (!isController && reads + written >= fewestPolls) {
    const servers = [...new Set([...polls.keys(), ...writes.keys()])]
    roles.push({ role: 'supervisory', because: reasons.polls(reads, written, servers) })
  }
  return roles
}

const titleOf = (protocol: string): string => titles[protocol] ?? protocol

const sum = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((total, count) => total + count, 0)
