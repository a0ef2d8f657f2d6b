import type { Relation, RelationConcern, TalkEnd } from '#contract/relations.ts'
import type { Format } from '#web/i18n/format.ts'
import type { Text } from '#web/i18n/text.tsx'
import { roleName } from './device-words.ts'

export const deeds = ['program', 'write', 'read', 'identify'] as const
export type Deed = (typeof deeds)[number]

/** How an end is called: by its tag, its name, else its address. */
export function endName({ asset, name, device }: TalkEnd): string {
  return asset ?? name ?? device
}

/** What stands behind its name: address, what the registry calls it. */
export function endMore(end: TalkEnd): string {
  const shown = endName(end)
  return [end.assetName, end.name, end.device].filter((one) => one !== null && one !== shown).join(' · ')
}

export function rolesOf(end: TalkEnd, t: Text['t']): string {
  return end.roles.map((role) => roleName(role, t)).join(', ') || t('device.unknownRole')
}

/** `engineering station · level 2`; what is not known is said to be unknown. */
export function endPart(end: TalkEnd, t: Text['t']): string {
  return `${rolesOf(end, t)} · ${end.level === null ? t('relations.noLevel') : t('relations.level', { level: end.level })}`
}

/** Sorted by how much they matter; only these are drawn as wrong. */
const grave: readonly RelationConcern[] = ['safety', 'office', 'unregistered', 'noLevel']

export function isGrave(concern: RelationConcern): boolean {
  return grave.includes(concern)
}

/** Why a row needs somebody's eye, in a few words. */
export function concernWords(concern: RelationConcern, relation: Relation, t: Text['t']): string {
  if (concern !== 'safety') return t(`relations.concern.${concern}`)
  return t(
    (relation.operations?.program ?? 0) > 0 ? 'relations.concern.safety.program' : 'relations.concern.safety.write',
  )
}

/** `Download Block 12, Start 1`: the most frequent of what is asked for, by name. */
export function functionWords(relation: Relation, deed: Deed | null, format: Format, most = 3): string {
  const own = relation.functions.filter(({ operation }) => deed === null || operation === deed)
  const named = own.slice(0, most).map(({ name, requests, responses }) => {
    // A capture may hold only one direction: then the responses tell what was asked for.
    return `${name} ${format.number(Math.max(requests, responses))}`
  })
  return named.join(', ') + (own.length > most ? ', …' : '')
}

/** The whole sentence: who does what to whom, how often. */
export function relationSentence(relation: Relation, deed: Deed, t: Text['t'], format: Format): string {
  return t(`relations.sentence.${deed}`, {
    client: endName(relation.client),
    server: endName(relation.server),
    count: relation.operations?.[deed] ?? 0,
    number: format.number(relation.operations?.[deed] ?? 0),
  })
}
