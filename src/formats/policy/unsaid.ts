import type { Day } from '#core/calendar/day.ts'
import type { PolicyView } from '#core/filtering/policy-view.ts'
import { servicesOf } from '#core/filtering/policy-view.ts'
import type { Bilingual } from '#core/record/record.ts'
import { isInForce } from '#core/segmentation/epochs.ts'
import { foldName } from '#core/segmentation/fold-name.ts'
import { type Conduit, outside, type Policy, type PolicyService, type Zone } from '#core/segmentation/policy.ts'
import { servicesText } from '#core/segmentation/policy-text.ts'
import { usualPorts } from '#core/segmentation/usual-ports.ts'
import { operationWords } from '#core/segmentation/verdict-texts.ts'

/** What a policy says and the language of a packet filter cannot. */
export interface Unsaid {
  readonly subject: 'zone' | 'conduit'
  readonly name: string
  readonly record: string
  /** `wider`: the export lets more pass than the policy. `narrower`: less. `note`: neither, and worth knowing. */
  readonly effect: 'wider' | 'narrower' | 'note'
  readonly what: Bilingual
}

/** A policy written in the language of a packet filter, and everything of it that is not in there. */
export interface PolicyExport {
  readonly text: string
  readonly unsaid: readonly Unsaid[]
}

const both = (en: string, ja: string): Bilingual => ({ en, ja })

/** Everything that a filter by addresses and ports cannot say of what is in force on a day; sorted by subject, name, record. */
export function unsaidOf({ zones, conduits }: Policy, view: PolicyView, on: Day): Unsaid[] {
  const now = zones.filter((zone) => isInForce(zone, on))
  const told = new Set(view.areas.flatMap(({ kind, name }) => (kind === 'zone' ? [foldName(name!)] : [])))
  const conflicts = view.areas.filter(({ kind }) => kind === 'conflict').map(({ names }) => names)
  const all = [
    ...now.flatMap((zone) => ofZone(zone, told, conflicts)),
    ...conduits.filter((one) => isInForce(one, on)).flatMap((one) => ofConduit(one, view)),
  ]
  const key = ({ subject, name, record, what }: Unsaid) =>
    `${subject === 'zone' ? 0 : 1}\n${name}\n${record}\n${what.en}`
  return all.sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

function ofZone(zone: Zone, told: ReadonlySet<string>, conflicts: readonly (readonly string[])[]): Unsaid[] {
  const found: Unsaid[] = []
  const note = (effect: Unsaid['effect'], what: Bilingual) =>
    found.push({ subject: 'zone', name: zone.name, record: zone.record, effect, what })
  const { vlans, macs, tags } = zone.members
  const others: readonly (readonly [readonly (string | number)[], string, string])[] = [
    [vlans, 'VLANs', 'VLAN'],
    [macs, 'MACs', 'MACアドレス'],
    [tags, 'asset tags', '資産タグ'],
  ]
  for (const [members, en, ja] of others) {
    if (members.length === 0) continue
    const shown = `${members.slice(0, 5).join(', ')}${members.length > 5 ? ' …' : ''}`
    note('narrower', both(`its members by ${en}: ${shown}`, `${ja}によるメンバー：${shown}`))
  }
  if (!told.has(foldName(zone.name))) {
    note(
      'narrower',
      both('has no address of its own: nothing is let in or out', '固有のアドレスがない（通信を許可しない）'),
    )
  }
  for (const names of conflicts) {
    if (!names.some((name) => foldName(name) === foldName(zone.name))) continue
    const list = names.join(', ')
    note(
      'narrower',
      both(`addresses that ${list} claim alike: refused`, `${list}が重複して登録しているアドレス（拒否する）`),
    )
  }
  return found
}

function ofConduit(conduit: Conduit, { unplaced }: PolicyView): Unsaid[] {
  const found: Unsaid[] = []
  const note = (effect: Unsaid['effect'], what: Bilingual) =>
    found.push({ subject: 'conduit', name: conduit.name, record: conduit.record, effect, what })
  const { operations, dataFlow, services, validTo } = conduit
  if (unplaced.includes(conduit)) {
    note('narrower', both('an end has no address: left out', '端のゾーンにアドレスがないため出力していない'))
    return found
  }
  if (conduit.from === outside && conduit.to === outside) {
    note('narrower', both('both ends are outside of all zones: left out', '両端ともゾーンの外にあるため出力していない'))
    return found
  }
  if (operations !== null) {
    const ja = operations.map((operation) => operationWords[operation].ja).join('、')
    note('wider', both(`only these operations: ${operations.join(', ')}`, `操作の限定：${ja}`))
  }
  if (dataFlow !== 'both') {
    const to = dataFlow === 'forward' ? conduit.to : conduit.from
    note('wider', both(`data may flow to ${to} only`, `データの向きは${to}への一方向のみ`))
  }
  for (const service of services ?? []) {
    const text = servicesText([service])
    if (servicesOf(service).length === 0) {
      note(
        'narrower',
        both(
          `${text}: has no ports that a packet filter could let pass`,
          `${text}：パケットフィルタで許可できるポートがない`,
        ),
      )
    } else if (service.protocol !== null) note('wider', byPort(service, text))
  }
  if (validTo !== null)
    note('wider', both(`ends on ${validTo}; the rule does not`, `${validTo}に終了（ルールは自動では失効しない）`))
  return found
}

function byPort({ protocol, transport, ports }: PolicyService, text: string): Bilingual {
  if (ports !== null)
    return both(`${text}: whatever is spoken on these ports`, `${text}：ポート番号のみで許可（内容は問わない）`)
  const usual = Object.entries(usualPorts(protocol!)).filter(([one]) => transport === null || one === transport)
  const list = usual.flatMap(([one, numbers]) =>
    numbers.length === 0 ? [one] : numbers.map((port) => `${one}/${port}`),
  )
  return both(
    `${text}: by its usual ports (${list.join(', ')}), whatever is spoken there`,
    `${text}：通常のポート（${list.join(', ')}）で許可（内容は問わない）`,
  )
}
