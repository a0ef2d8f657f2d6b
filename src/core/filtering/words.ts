import type { Bilingual } from '../record/record.ts'
import type { Cause } from './causes.ts'
import type { Difference, Remark, Shadow, ShadowKind, Sighting, SightingKind, UnusedRule } from './comparison.ts'
import type { DmzHop, DmzPath, FilterCause } from './dmz-check.ts'
import { hasPorts, icmpV4, icmpV6, type Packet, textOfAddress } from './packet.ts'
import type { ZoneArea } from './policy-view.ts'
import { ruleReasonJa } from './rule-reasons.ts'

/** Everything that is said of rules, policy and traffic, in one place. Findings carry only kinds and parts. */
const both = (en: string, ja: string): Bilingual => ({ en, ja })

const protocols: Readonly<Record<number, string>> = {
  6: 'TCP',
  17: 'UDP',
  132: 'SCTP',
  [icmpV4]: 'ICMP',
  [icmpV6]: 'ICMPv6',
}

/** `10.1.2.3 → 10.20.1.5, TCP 502`. */
export function packetWords(packet: Packet): Bilingual {
  const { source, target, protocol, targetPort, icmp } = packet
  const ends = `${textOfAddress(source)} → ${textOfAddress(target)}`
  const name = protocols[protocol]
  if (hasPorts(protocol)) return both(...twice(`${ends}, ${name ?? `IP ${protocol}`} ${targetPort}`))
  if (protocol === icmpV4 || protocol === icmpV6) {
    return both(`${ends}, ${name} type ${icmp >> 8}`, `${ends}, ${name} タイプ${icmp >> 8}`)
  }
  return both(`${ends}, IP protocol ${protocol}`, `${ends}, IPプロトコル ${protocol}`)
}

export function areaWords({ kind, name, names }: ZoneArea): Bilingual {
  switch (kind) {
    case 'zone':
      return both(`zone ${name}`, `ゾーン「${name}」`)
    case 'conflict':
      return both(`what ${names.join(' and ')} both claim`, `${names.join('と')}が重複して主張するアドレス`)
    case 'internet':
      return both('the internet', 'インターネット')
    default:
      return both('addresses of no zone', 'どのゾーンにも属さないアドレス')
  }
}

export function causeWords(cause: Cause): Bilingual {
  switch (cause.kind) {
    case 'step': {
      const { line, lastLine, label } = cause.step
      const [en, ja] =
        line === lastLine ? [`line ${line}`, `${line}行目`] : [`lines ${line}–${lastLine}`, `${line}～${lastLine}行目`]
      return label === null ? both(en, ja) : both(`${en} (${label})`, `${ja}（${label}）`)
    }
    case 'end':
      return cause.line === null
        ? both(`the end of ${cause.chain}`, `${cause.chain}の末尾（既定動作）`)
        : both(`the default of ${cause.chain} in line ${cause.line}`, `${cause.line}行目の${cause.chain}の既定動作`)
    case 'translation':
      return both(
        `address translation in line ${cause.translation.line}`,
        `${cause.translation.line}行目のアドレス変換`,
      )
    case 'missingChain':
      return both(`${cause.chain}, which the file does not have`, `ファイルに存在しない${cause.chain}`)
    case 'interface':
      return both('the interface, which nobody has said', 'インターフェースが不明')
    case 'sourcePort':
      return both("the client's port, which is not known", 'クライアント側ポートが不明')
    case 'tooLarge':
      return both('more work than is allowed', '計算量が上限を超過')
  }
}

/** Why a cause leaves a packet undecided. */
export function doubtWords(cause: Cause): Bilingual {
  if (cause.kind !== 'step') return causeWords(cause)
  const where = causeWords(cause)
  const { match, action } = cause.step
  const why = [...match.unknown, ...(action.do === 'unknown' ? [action.why] : [])]
  if (why.length > 0)
    return both(`${where.en}: ${why.join('; ')}`, `${where.ja}：判定不能（${why.map(ruleReasonJa).join('、')}）`)
  const chain = 'chain' in action ? action.chain : ''
  return both(
    `${where.en}: it jumps to ${chain}, which is missing or comes back to itself`,
    `${where.ja}：${chain}への分岐先が存在しないか循環している`,
  )
}

const listed = (all: readonly Bilingual[], empty: Bilingual): Bilingual =>
  all.length === 0 ? empty : both(all.map(({ en }) => en).join(', '), all.map(({ ja }) => ja).join('、'))
const noRule = both('no rule', '該当ルールなし')
const rulesOf = (by: readonly Cause[]) => listed(by.map(causeWords), noRule)
const reasonsOf = (doubts: readonly Cause[]) => listed(doubts.map(doubtWords), both('unknown', '理由不明'))
const twice = (text: string): [string, string] => [text, text]

/** One sentence for a difference between rules and policy. */
export function differenceWords({ kind, from, to, by, doubts, conduits, witness }: Difference): Bilingual {
  const [a, b, rules, packet] = [areaWords(from), areaWords(to), rulesOf(by), packetWords(witness)]
  const named = conduits.map(({ name }) => name).join(', ')
  switch (kind) {
    case 'excess':
      return both(
        `From ${a.en} to ${b.en} more passes than any conduit allows, by ${rules.en}: ${packet.en}`,
        `${a.ja}から${b.ja}へ、コンジットで許可されていない通信が通過する（${rules.ja}）：${packet.ja}`,
      )
    case 'missing':
      return both(
        `${named} allows what is refused from ${a.en} to ${b.en}, by ${rules.en}: ${packet.en}`,
        `コンジット「${named}」で許可された${a.ja}から${b.ja}への通信が遮断される（${rules.ja}）：${packet.ja}`,
      )
    default: {
      const why = reasonsOf(doubts)
      return both(
        `From ${a.en} to ${b.en} it cannot be decided what passes (${why.en}): ${packet.en}`,
        `${a.ja}から${b.ja}への通過可否は判定できない（${why.ja}）：${packet.ja}`,
      )
    }
  }
}

const sightings: Readonly<Record<SightingKind, Bilingual>> = {
  despiteBoth: both(
    'Seen and answered, although the rules refuse it and no conduit allows it',
    'ルールで遮断され、コンジットでも許可されていないのに、応答のある通信が観測された',
  ),
  despiteRules: both(
    'Seen and answered, although the rules refuse it: these rules are not the ones in force, or there is another way',
    'ルールでは遮断されるのに、応答のある通信が観測された：取り込んだルールが稼働中のものでないか、別の経路がある',
  ),
  despitePolicy: both(
    'Seen; the rules let it pass, and no conduit allows it',
    '観測された。ルールは通すが、許可するコンジットがない',
  ),
  undecided: both('Seen; the rules do not tell whether it passes', '観測された。ルールからは通過可否を判定できない'),
  refused: both('Tried, and refused by the rules', '試みられたが、ルールで遮断される'),
}

export function sightingWords({ kind, from, to, by, doubts, witness }: Sighting): Bilingual {
  const [a, b, packet] = [areaWords(from), areaWords(to), packetWords(witness)]
  const rules = kind === 'undecided' ? reasonsOf(doubts) : rulesOf(by)
  return both(
    `${sightings[kind].en} (${rules.en}): ${a.en} to ${b.en}, ${packet.en}`,
    `${sightings[kind].ja}（${rules.ja}）：${a.ja}から${b.ja}へ、${packet.ja}`,
  )
}

const shadows: Readonly<Record<ShadowKind, Bilingual>> = {
  never: both('Never reached: taken before by', '到達しない：先に処理するルールは'),
  unreached: both(
    'Never reached: nothing of its kind comes to its chain',
    '到達しない：該当する通信がこのチェーンに来ない',
  ),
  nothing: both('Matches nothing', '何にも一致しない'),
  redundant: both('Not needed: the same would be done by', '不要：同じ動作をするルールは'),
  partly: both('Partly undone before by', '一部が先に逆の動作で処理される：'),
}

export function shadowWords({ kind, step, by, chain }: Shadow): Bilingual {
  const own = causeWords({ kind: 'step', chain, step })
  const { en, ja } = shadows[kind]
  if (by.length === 0) return both(`${own.en}: ${en}`, `${own.ja}：${ja}`)
  const rules = rulesOf(by)
  return both(`${own.en}: ${en} ${rules.en}`, `${own.ja}：${ja}${rules.ja}`)
}

export function unusedWords({ kind, step, chain, pairs, seenPairs }: UnusedRule): Bilingual {
  const own = causeWords({ kind: 'step', chain, step })
  switch (kind) {
    case 'hits':
      return both(`${own.en}: the filter itself counted no packet`, `${own.ja}：装置のカウンタが0件`)
    case 'unseen':
      return both(`${own.en}: nothing seen that it lets pass`, `${own.ja}：該当する通信は観測されていない`)
    case 'partly':
      return both(
        `${own.en}: nothing seen, where ${seenPairs} of its ${pairs} boundaries are observed`,
        `${own.ja}：対象の境界${pairs}か所のうち、観測できる${seenPairs}か所では通信なし`,
      )
    case 'notObservable':
      return both(
        `${own.en}: not observable, no source sees its boundaries`,
        `${own.ja}：観測不能（境界を見る情報源がない）`,
      )
  }
}

export function remarkWords(remark: Remark): Bilingual {
  switch (remark.kind) {
    case 'coarse': {
      const names = remark.conduits.map(({ name }) => name).join(', ')
      return both(
        `A packet filter sees neither operations nor the direction of data: that part of ${names} is not compared`,
        `パケットフィルタは操作種別とデータの向きを判別できないため、その部分は比較対象外：${names}`,
      )
    }
    case 'unplaced': {
      const names = remark.conduits.map(({ name }) => name).join(', ')
      return both(
        `Zones without addresses: ${names} cannot be compared`,
        `ゾーンにアドレスがなく比較できない：${names}`,
      )
    }
    case 'tooLarge':
      return both(
        'These rules together are more work than is allowed: what could not be computed is undecided',
        '計算量が上限を超えたため、計算できなかった部分は判定不能とした',
      )
    case 'translations':
      return both(
        `${remark.count} address translations: what they touch is not decided by addresses`,
        `アドレス変換${remark.count}件：その対象はアドレスだけでは判定しない`,
      )
    case 'faults':
      return both(`${remark.count} lines were not understood`, `解釈できない行が${remark.count}行`)
    case 'unseenTalks':
      return both(
        `${remark.count} conversations never come to a packet filter, or have no known protocol number`,
        `${remark.count}件の通信はパケットフィルタを通らないか、プロトコル番号が不明`,
      )
    case 'cut':
      return both(`Only the first of ${remark.count} are listed`, `全${remark.count}件のうち先頭のみ表示`)
  }
}

const filterCauseWords = ({ filter, cause }: FilterCause, say: (cause: Cause) => Bilingual): Bilingual => {
  if (filter === null || cause === null) return both('no filter is known between them', '間のフィルタが不明')
  const { en, ja } = say(cause)
  return both(`${filter}, ${en}`, `${filter} ${ja}`)
}

export function hopWords({ from, to, isSure, by, doubts, conduits, witness }: DmzHop): Bilingual {
  const [a, b] = [areaWords(from), areaWords(to)]
  const named: Bilingual[] = conduits.map(({ name }) => both(...twice(name)))
  const rules = listed(
    [
      ...named,
      ...(isSure
        ? by.map((one) => filterCauseWords(one, causeWords))
        : doubts.map((one) => filterCauseWords(one, doubtWords))),
    ],
    noRule,
  )
  const packet = witness === null ? both('', '') : packetWords(witness)
  const tail = witness === null ? ['', ''] : [`: ${packet.en}`, `：${packet.ja}`]
  return both(`${a.en} to ${b.en} (${rules.en})${tail[0]}`, `${a.ja}→${b.ja}（${rules.ja}）${tail[1]}`)
}

export function pathWords(path: DmzPath): Bilingual {
  const hops = path.hops.map(hopWords)
  const [en, ja] = path.isSure
    ? ['Past the DMZ', 'DMZを経由しない経路']
    : ['Possibly past the DMZ, cannot be decided', 'DMZを経由しない可能性がある経路（判定不能）']
  return both(`${en}: ${hops.map((hop) => hop.en).join('; ')}`, `${ja}：${hops.map((hop) => hop.ja).join('、')}`)
}
