import type { Day } from '../calendar/day.ts'
import type { Bilingual } from '../record/record.ts'

const both = (en: string, ja: string): Bilingual => ({ en, ja })

const listed = (names: readonly string[]): string => names.slice(0, 5).join(', ') + (names.length > 5 ? ' …' : '')

/** What may be wrong with a policy, and how grave it is: with an error the verdicts that touch it cannot be relied on. */
export const troubleTexts = {
  zoneWithoutName: () =>
    both('a zone without a name: no conduit can lead to it', 'ゾーン名がない（コンジットから参照できない）'),
  endBeforeBegin: (from: Day, to: Day) =>
    both(
      `ends on ${to}, before it begins on ${from}: never in force`,
      `終了日${to}が開始日${from}より前（適用される日がない）`,
    ),
  noMembers: () => both('has no members: nothing can be placed in it', 'メンバーがない（どの機器も属さない）'),
  sameNetwork: (network: string, others: readonly string[]) =>
    both(`${network} is claimed by ${listed(others)} as well`, `${network}が${listed(others)}にも登録されている`),
  crossingNetworks: (network: string, others: readonly string[]) =>
    both(
      `${network} overlaps ${listed(others)}, and neither lies within the other`,
      `${network}が${listed(others)}と部分的に重複（包含関係にない）`,
    ),
  sameMac: (mac: string, others: readonly string[]) =>
    both(
      `the MAC ${mac} is claimed by ${listed(others)} as well`,
      `MACアドレス${mac}が${listed(others)}にも登録されている`,
    ),
  sameVlan: (vlan: string, others: readonly string[]) =>
    both(`VLAN ${vlan} is claimed by ${listed(others)} as well`, `VLAN ${vlan}が${listed(others)}にも登録されている`),
  sameTag: (tag: string, others: readonly string[]) =>
    both(`the asset ${tag} is claimed by ${listed(others)} as well`, `資産${tag}が${listed(others)}にも登録されている`),
  noTargetLevel: () => both('SL-T is missing', 'SL-Tが未設定'),
  noOwner: () => both('nobody owns it', '管理者が未設定'),
  zoneDisagrees: (others: readonly string[]) =>
    both(
      `another record of this zone, in force on the same days, says otherwise about ${others.join(', ')}`,
      `同じ期間に有効な同名ゾーンの記録と内容が異なる（${others.join('・')}）`,
    ),
  noEnds: () => both('an end is missing: it joins no two zones', '端のゾーンが未記入（2つのゾーンを結んでいない）'),
  outsideOnly: () => both('both ends are outside of all zones', '両端ともゾーンの外にある'),
  sameEnds: (zone: string) =>
    both(`both ends are ${zone}: within a zone no conduit is needed`, `両端とも${zone}（ゾーン内にコンジットは不要）`),
  unknownZone: (zone: string) => both(`no zone is called ${zone}`, `${zone}というゾーンがない`),
  zoneNotInForce: (zone: string) =>
    both(`${zone} is not in force on any of its days`, `適用期間中に${zone}が一日も有効でない`),
  allowsEverything: () =>
    both(
      'allows every service and every operation: this is no boundary',
      '全サービス・全操作を許可（境界として機能しない）',
    ),
  anyService: () => both('allows every service', '全サービスを許可'),
  allowsNothing: () => both('allows no service, or no operation', '許可するサービスまたは操作がない'),
  exceptionWithoutEnd: () => both('an exception without an end', '例外に期限がない'),
  exceptionWithoutReason: () => both('an exception without a reason', '例外に理由がない'),
  programsSafety: (zone: string) =>
    both(
      `lets ${zone}, which holds a safety system, be programmed from outside`,
      `安全系を含む${zone}のプログラム変更を外部から許可`,
    ),
  passesDmzBy: (high: string, low: string) =>
    both(`leads from ${high} to ${low} past the DMZ`, `${high}と${low}をDMZを経由せずに結ぶ`),
} as const

export type TroubleCode = keyof typeof troubleTexts
