import type { UnplacedNetwork } from '#contract/network.ts'

/**
 * The form of a zone, filled in with the network and the level that its devices suggest; a person names it and confirms.
 * Null for a network that has no addresses: a zone is told by its addresses.
 */
export function zoneFormPath(
  { plant, network, suggestion }: Pick<UnplacedNetwork, 'plant' | 'network' | 'suggestion'>,
  back: string,
): string | null {
  if (!network.includes('/')) return null
  const asked = new URLSearchParams({ for: plant, 'with.addresses': network })
  if (suggestion) asked.set('with.purdueLevel', suggestion.level)
  if (back) asked.set('back', back)
  return `/evidence/records/new/zone?${asked}`
}
