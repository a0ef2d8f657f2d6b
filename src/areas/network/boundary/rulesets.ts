import type { Day } from '#core/calendar/day.ts'
import { type AddressSet, noAddress, unionOf } from '#core/filtering/addresses.ts'
import type { Places } from '#core/filtering/interfaces.ts'
import type { RuleFault, Ruleset } from '#core/filtering/ruleset.ts'
import { foldName } from '#core/segmentation/fold-name.ts'
import type { Policy } from '#core/segmentation/policy.ts'
import { ruleReaders } from '#formats/rule-readers.ts'
import { Broken } from '#platform/errors.ts'
import type { NetworkContext } from '../context.ts'
import { createMemory } from './memory.ts'
import { type InterfacePlaces, loadPlaces, loadRulesetBody, loadRulesets, type StoredRuleset } from './ruleset-store.ts'

type Context = Pick<NetworkContext, 'db'>

/** Rules as they were read from their text: reading is quick, and asked for again and again. */
const read = createMemory<Ruleset>(16)

/** The rules of a stored ruleset. */
export async function rulesOf({ db }: Context, { plant, id, language }: StoredRuleset): Promise<Ruleset> {
  const key = `${plant}/${id}`
  const known = read.get(db, key)
  if (known !== undefined) return known
  const reader = ruleReaders.find((one) => one.language === language)
  const body = await loadRulesetBody(db, plant, id)
  if (reader === undefined || body === null) throw new Broken(`the rules of ${key} cannot be read any more`)
  return read.put(db, key, reader.decode(body))
}

/** What was not understood, line by line; of a rule on several lines its decoder may have named the first alone. */
export function faultsOf({ faults, lines }: Pick<Ruleset, 'faults' | 'lines'>): readonly RuleFault[] {
  const named = new Set(faults.map(({ line }) => line))
  const others = lines.flatMap(({ as }, i) =>
    as === 'notUnderstood' && !named.has(i + 1) ? [{ line: i + 1, reason: 'a line that was not understood' }] : [],
  )
  return [...faults, ...others].sort((a, b) => a.line - b.line)
}

/** Of each filter the rules that tell most about a day: the newest until then, else the first after it. */
export async function rulesetsOn(context: Context, plant: string, on: Day): Promise<readonly StoredRuleset[]> {
  const all = await loadRulesets(context.db, { plants: [plant] })
  return [...Map.groupBy(all, ({ name }) => foldName(name)).values()].map(
    (versions) => versions.find(({ takenOn }) => takenOn <= on) ?? versions.at(-1)!,
  )
}

/** What lies behind the interfaces of a filter, where a person has said it: the networks of the zones they named. */
export async function placesOf({ db }: Context, { plant, name }: StoredRuleset, policy: Policy): Promise<Places> {
  const said = (await loadPlaces(db, plant)).get(foldName(name))
  return said === undefined ? new Map() : placesBy(said, policy)
}

export function placesBy(said: InterfacePlaces, { zones }: Pick<Policy, 'zones'>): Places {
  const networksOf = (name: string): AddressSet =>
    unionOf(
      zones
        .filter((zone) => foldName(zone.name) === foldName(name))
        .flatMap(({ members }) => members.networks.map(({ addresses }) => addresses)),
    )
  return new Map(
    Object.entries(said).map(([name, names]) => [
      name,
      names.length === 0 ? noAddress : unionOf(names.map(networksOf)),
    ]),
  )
}
