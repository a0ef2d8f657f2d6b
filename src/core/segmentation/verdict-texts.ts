import { titleOf } from '../capture/protocol-kinds.ts'
import type { Bilingual } from '../record/record.ts'
import type { SpokenService } from './match-service.ts'
import type { Placement } from './place-endpoint.ts'
import { type Conduit, outside, type PolicyOperation } from './policy.ts'

const both = (en: string, ja: string): Bilingual => ({ en, ja })

/** Kinds of operations in sentences. */
export const operationWords: Readonly<Record<PolicyOperation, Bilingual>> = {
  read: both('reading', '読出し'),
  write: both('writing', '書込み'),
  program: both('programming', 'プログラム変更'),
  identify: both('identifying', '識別'),
  other: both('other operations', 'その他の操作'),
}

const joined = (all: readonly string[], en: boolean): string =>
  en && all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : all.join(en ? ', ' : '・')

/** At most three by name: a sentence is no list. */
function namesOf(conduits: readonly Pick<Conduit, 'name'>[]): Bilingual {
  const names = [...new Set(conduits.map(({ name }) => name))]
  const shown = names.slice(0, 3)
  const more = names.length - shown.length
  return more === 0
    ? both(joined(shown, true), joined(shown, false))
    : both(`${shown.join(', ')} and ${more} more`, `${shown.join('・')}ほか${more}件`)
}

export function spokenText({ protocol, transport, port }: SpokenService): string {
  const where = port === null ? transport : `${transport}/${port}`
  return protocol === null ? where : `${titleOf(protocol)} (${where})`
}

export const endText = (zone: string): Bilingual => (zone === outside ? both('outside', '外部') : both(zone, zone))

export const verdictTexts = {
  within: (zone: string) => both(`stays within ${zone}`, `${zone}内の通信`),
  toGroup: (zone: string) =>
    both(`sent to a group from within ${zone}`, `${zone}内からのマルチキャスト・ブロードキャスト`),
  housekeeping: both(
    'keeps the link itself running (addresses, neighbours): the two zones share a network segment',
    '同一セグメント内のリンク維持通信（アドレス解決など）',
  ),
  allowed: (conduits: readonly Conduit[]) => {
    const { en, ja } = namesOf(conduits)
    return both(`allowed by ${en}`, `${ja}により許可`)
  },
  unproven: {
    protocol: both(
      'by its port alone: what was said in it was not recognised',
      'ポート番号のみで判断（内容は識別できず）',
    ),
    operations: both('its operations cannot be told', '操作の種類は確認できず'),
  },
  noConduit: (spoken: string, from: string, to: string) => {
    const [a, b] = [endText(from), endText(to)]
    return both(
      `no conduit lets ${spoken} pass from ${a.en} to ${b.en}`,
      `${a.ja}から${b.ja}への${spoken}を許可するコンジットがない`,
    )
  },
  notYet: (conduit: Conduit) =>
    both(`${conduit.name} begins on ${conduit.validFrom}`, `${conduit.name}は${conduit.validFrom}から有効`),
  passesDmzBy: both('passes the DMZ by', 'DMZを経由していない'),
  wrongOperation: (operations: readonly PolicyOperation[], conduits: readonly Conduit[]) => {
    const { en, ja } = namesOf(conduits)
    const words = operations.map((operation) => operationWords[operation])
    return both(
      `${joined(
        words.map(({ en: word }) => word),
        true,
      )} ${words.length > 1 ? 'are' : 'is'} not allowed by ${en}`,
      `${joined(
        words.map(({ ja: word }) => word),
        false,
      )}は${ja}で許可されていない`,
    )
  },
  wrongInitiator: (from: string, conduits: readonly Conduit[]) => {
    const { en, ja } = namesOf(conduits)
    const end = endText(from)
    return both(`opened from ${end.en}, which ${en} does not allow`, `${end.ja}側からの開始は${ja}で許可されていない`)
  },
  wrongFlow: (operations: readonly PolicyOperation[], conduits: readonly Conduit[]) => {
    const { en, ja } = namesOf(conduits)
    const words = operations.map((operation) => operationWords[operation])
    return both(
      `${joined(
        words.map(({ en: word }) => word),
        true,
      )} brings data against the direction of ${en}`,
      `${joined(
        words.map(({ ja: word }) => word),
        false,
      )}は${ja}のデータの向きに反する`,
    )
  },
  expired: (conduits: readonly Conduit[]) => {
    const last = conduits
      .map(({ validTo }) => validTo ?? '')
      .sort()
      .at(-1)!
    const { en, ja } = namesOf(conduits)
    const isException = conduits.some((conduit) => conduit.isException)
    return both(
      `${isException ? 'the exception ' : ''}${en} ended on ${last}`,
      `${isException ? '例外' : ''}${ja}は${last}に期限切れ`,
    )
  },
  unknown: (end: 'client' | 'server', placement: Placement) => {
    const [who, ja] = end === 'client' ? ['the client', 'クライアント'] : ['the server', 'サーバー']
    const { en: why, ja: whyJa } = unknownText(placement)
    return both(`${who} ${why}`, `${ja}${whyJa}`)
  },
}

function unknownText(placement: Placement): Bilingual {
  switch (placement.kind) {
    case 'conflict': {
      const names = placement.zones.map(({ name }) => name)
      return both(
        `is claimed by ${joined(names, true)} (${placement.member})`,
        `は${joined(names, false)}の両方に属する（${placement.member}）`,
      )
    }
    case 'unknown':
      if (placement.later === null) return both('is in no zone', 'はどのゾーンにも属さない')
      return both(
        `is in no zone on that day (${placement.later.name} is in force ${placement.later.validFrom} … ${placement.later.validTo ?? ''})`,
        `は当日どのゾーンにも属さない（${placement.later.name}の適用期間：${placement.later.validFrom}～${placement.later.validTo ?? ''}）`,
      )
    case 'internet':
      return both('is on the internet', 'はインターネット上にある')
    case 'group':
      return both('is a group', 'はグループ宛アドレス')
    default:
      return both(
        'has an address that belongs to no network, and nothing else tells its zone',
        'のアドレスはネットワークに属さず、ゾーンを特定できない',
      )
  }
}

/** Several reasons as one sentence. */
export function together(reasons: readonly Bilingual[]): Bilingual {
  return both(reasons.map(({ en }) => en).join('; '), reasons.map(({ ja }) => ja).join('。'))
}
