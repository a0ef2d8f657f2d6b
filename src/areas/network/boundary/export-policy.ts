import type { Day } from '#core/calendar/day.ts'
import type { Policy } from '#core/segmentation/policy.ts'
import { encodeIetfAcl } from '#formats/ietf-acl/encode.ts'
import { encodeNetboxOt } from '#formats/netbox-ot/encode.ts'
import { encodeNftables } from '#formats/nftables/encode.ts'
import { encodePolicy } from '#formats/policy/encode.ts'
import type { Unsaid } from '#formats/policy/unsaid.ts'
import type { NetworkContext } from '../context.ts'
import { judgePlant } from './judge-traffic.ts'
import { zoneMembers } from './zone-members.ts'

export const policyFormats = ['json', 'netbox-ot-zones', 'netbox-ot-flows', 'nftables', 'rfc8519'] as const
export type PolicyFormat = (typeof policyFormats)[number]

/** A policy in another language, and what it says that the language cannot. */
export interface ExportedPolicy {
  readonly name: string
  readonly mediaType: string
  readonly text: string
  readonly unsaid: readonly Omit<Unsaid, 'effect'>[]
}

/** What is in force on a day as a file to take along. */
export async function exportPolicy(
  context: NetworkContext,
  plant: string,
  format: PolicyFormat,
  on: Day,
): Promise<ExportedPolicy> {
  const judged = await judgePlant(context, plant)
  const { policy } = judged.recorded
  const members = await zoneMembers(context, plant, judged, on)
  const name = `${plant}-${format === 'json' ? 'policy' : format}-${on}`
  switch (format) {
    case 'json':
      return { name: `${name}.json`, mediaType: 'application/json', text: encodePolicy(policy), unsaid: [] }
    case 'nftables':
      return { name: `${name}.nft`, mediaType: 'text/plain; charset=utf-8', ...encodeNftables(policy, { on, members }) }
    case 'rfc8519':
      return {
        name: `${name}.json`,
        mediaType: 'application/yang-data+json',
        ...encodeIetfAcl(policy, { on, members }),
      }
    default: {
      const { files, unsaid } = encodeNetboxOt(inForce(policy, on))
      const wanted = format === 'netbox-ot-zones' ? 'zones.csv' : 'flows.csv'
      const text = files.find((file) => file.name === wanted)?.text ?? ''
      return { name: `${name}.csv`, mediaType: 'text/csv; charset=utf-8', text, unsaid }
    }
  }
}

/** The tables of netbox-ot know no days but an end. */
function inForce({ zones, conduits }: Policy, on: Day): Policy {
  const now = <T extends { readonly validFrom: Day; readonly validTo: Day | null }>(all: readonly T[]) =>
    all.filter(({ validFrom, validTo }) => validFrom <= on && (validTo === null || on <= validTo))
  return { zones: now(zones), conduits: now(conduits) }
}
