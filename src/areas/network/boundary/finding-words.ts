import type { Cause } from '#core/filtering/causes.ts'
import type { Difference, Remark, Shadow, Sighting, UnusedRule } from '#core/filtering/comparison.ts'
import type { ZoneArea } from '#core/filtering/policy-view.ts'
import { ruleReasonJa } from '#core/filtering/rule-reasons.ts'
import type { Bilingual } from '#core/record/record.ts'

const both = (en: string, ja: string): Bilingual => ({ en, ja })

/** A part of all addresses as people call it. */
export function areaWords({ kind, name, names }: ZoneArea): Bilingual {
  switch (kind) {
    case 'zone':
      return both(name ?? '', name ?? '')
    case 'conflict':
      return both(
        `addresses that several zones claim (${names.join(', ')})`,
        `複数ゾーンが主張するアドレス（${names.join('、')}）`,
      )
    case 'internet':
      return both('the internet', 'インターネット')
    case 'unclaimed':
      return both('private addresses outside all zones', 'ゾーン外のプライベートアドレス')
    default:
      return both('addresses that nothing forwards', '転送されないアドレス')
  }
}

/** `tcp/502`, `icmp`; the server's port. */
export function serviceWords({
  protocol,
  targetPort,
}: {
  readonly protocol: number
  readonly targetPort: number
}): string {
  const name = protocolNames[protocol] ?? `ip/${protocol}`
  return targetPort > 0 ? `${name}/${targetPort}` : name
}

const protocolNames: Readonly<Record<number, string>> = {
  1: 'icmp',
  6: 'tcp',
  17: 'udp',
  47: 'gre',
  50: 'esp',
  58: 'icmpv6',
  132: 'sctp',
}

const ends = ({ from, to }: Pick<Difference, 'from' | 'to'>): Bilingual => {
  const [a, b] = [areaWords(from), areaWords(to)]
  return both(`from ${a.en} to ${b.en}`, `${a.ja}から${b.ja}へ`)
}

const seenWords = (seen: number): Bilingual =>
  seen === 0 ? both('', '') : both(`; seen ${seen === 1 ? 'once' : `${seen} times`}`, `（観測 ${seen} 件）`)

export function differenceWords(one: Difference): Bilingual {
  const { en, ja } = ends(one)
  const service = serviceWords(one.witness)
  const seen = seenWords(one.seen)
  const conduits = one.conduits.map(({ name }) => name).join(', ')
  switch (one.kind) {
    case 'excess':
      return both(
        `the rules let ${service} pass ${en}, and no conduit allows it${seen.en}`,
        `${ja}の${service}をルールは許可しているが、許可するコンジットがない${seen.ja}`,
      )
    case 'missing': {
      const isDefault = one.by.length > 0 && one.by.every(({ kind }) => kind === 'end')
      return isDefault
        ? both(
            `${conduits} needs ${service} ${en}, and no rule lets it pass${seen.en}`,
            `${conduits} に必要な${ja}の${service}を許可するルールがない${seen.ja}`,
          )
        : both(
            `${conduits} needs ${service} ${en}, and the rules refuse it${seen.en}`,
            `${conduits} に必要な${ja}の${service}をルールが遮断している${seen.ja}`,
          )
    }
    default: {
      const why = doubtWords(one.doubts[0])
      return both(
        `whether ${service} passes ${en} cannot be decided: ${why.en}${seen.en}`,
        `${ja}の${service}が通過するか判断できない：${why.ja}${seen.ja}`,
      )
    }
  }
}

export function doubtWords(cause: Cause | undefined): Bilingual {
  switch (cause?.kind) {
    case 'step': {
      const { line, match, action } = cause.step
      const why = match.unknown[0] ?? (action.do === 'unknown' ? action.why : undefined)
      if (why === undefined) return both(`what line ${line} does is not known`, `${line} 行目の動作が分からない`)
      return both(
        `line ${line} depends on more than the rules tell (${why})`,
        `${line} 行目はルール以外の条件に依存する（${ruleReasonJa(why)}）`,
      )
    }
    case 'translation':
      return both(
        `line ${cause.translation.line} translates its addresses`,
        `${cause.translation.line} 行目がアドレスを変換する`,
      )
    case 'missingChain':
      return both(`the chain ${cause.chain} is not in the file`, `チェイン ${cause.chain} がファイルにない`)
    case 'sourcePort':
      return both('a rule asks for the port of the client, which nobody knows', 'ルールが送信元ポートを条件としている')
    case 'interface':
      return both(
        'nobody has said what lies behind the interfaces of this filter',
        'インターフェースの先にあるゾーンが指定されていない',
      )
    case 'tooLarge':
      return both('the rules are too many together', 'ルールの組合せが多すぎる')
    default:
      return both('the rules do not tell', 'ルールから分からない')
  }
}

export function sightingWords(one: Sighting): Bilingual {
  const { en, ja } = ends(one)
  const service = serviceWords(one.witness)
  switch (one.kind) {
    case 'despiteBoth':
      return both(
        `${service} ${en} was answered, though the rules refuse it and no conduit allows it: does it pass another way?`,
        `${ja}の${service}が成立している。ルールも方針も許可していないため、別経路の可能性がある`,
      )
    case 'despiteRules':
      return both(
        `${service} ${en} was answered, though the rules refuse it: does it pass another way, or are these not the rules?`,
        `${ja}の${service}が成立しているが、ルールは遮断している。別経路か、ルールが異なる可能性がある`,
      )
    case 'despitePolicy':
      return both(
        `${service} ${en} was seen; the rules let it pass, no conduit allows it`,
        `${ja}の${service}を観測。ルールは許可しているが、許可するコンジットがない`,
      )
    case 'refused':
      return both(`${service} ${en} was tried, and is refused`, `${ja}の${service}は試行されたが遮断されている`)
    default: {
      const why = doubtWords(one.doubts[0])
      return both(
        `${service} ${en} was seen; whether the rules let it pass cannot be decided: ${why.en}`,
        `${ja}の${service}を観測したが、ルールが許可しているか判断できない：${why.ja}`,
      )
    }
  }
}

const linesOf = (causes: readonly Cause[]): string =>
  causes.flatMap((cause) => (cause.kind === 'step' ? [String(cause.step.line)] : [])).join(', ')

export function shadowWords({ kind, by, isContrary }: Shadow): Bilingual {
  const lines = linesOf(by)
  const [contrary, contraryJa] = isContrary ? [', which do the contrary', '（逆の動作）'] : ['', '']
  switch (kind) {
    case 'never':
      return both(
        `never reached: line ${lines || 'before it'} takes all that it matches${contrary}`,
        `到達しない：${lines || '前'} 行目がすべて処理する${contraryJa}`,
      )
    case 'unreached':
      return both(
        'never reached: nothing of its kind comes to its chain',
        '到達しない：該当するパケットがこのチェインに来ない',
      )
    case 'nothing':
      return both('matches nothing', '一致するパケットがない')
    case 'redundant':
      return both(
        `redundant: without it the same would happen${lines ? ` (line ${lines})` : ''}`,
        `冗長：なくても同じ結果になる${lines ? `（${lines} 行目）` : ''}`,
      )
    default:
      return both(`partly shadowed by line ${lines}${contrary}`, `一部が ${lines} 行目に隠れている${contraryJa}`)
  }
}

export function unusedWords({ kind, pairs, seenPairs }: UnusedRule): Bilingual {
  switch (kind) {
    case 'hits':
      return both('never hit, by the filter’s own count', '機器のカウンターで一致が0件')
    case 'unseen':
      return both(
        'no conversation that was seen came to it, and a source sees all that it concerns',
        '対象の通信は観測範囲内だが、一致した通信がない',
      )
    case 'partly':
      return both(
        `no conversation that was seen came to it; sources see ${seenPairs} of ${pairs} pairs of zones`,
        `一致した通信がない（観測できるのは ${pairs} 組中 ${seenPairs} 組）`,
      )
    default:
      return both(
        'whether it is used cannot be told: no source sees what it concerns',
        '使用状況は不明：対象の通信を観測する情報源がない',
      )
  }
}

export function remarkWords(remark: Remark): Bilingual {
  switch (remark.kind) {
    case 'coarse':
      return both(
        `A packet filter sees no operations: of ${remark.conduits.length} conduits it can keep the service, and not what is done in it.`,
        `パケットフィルターは操作を区別できません。${remark.conduits.length} 件のコンジットでは、サービスのみ照合しています。`,
      )
    case 'unplaced':
      return both(
        `${remark.conduits.length} conduits name zones that no packet filter can tell by addresses.`,
        `${remark.conduits.length} 件のコンジットは、アドレスで区別できないゾーンを参照しています。`,
      )
    case 'tooLarge':
      return both(
        'The rules are too many together to be decided all at once.',
        'ルールの組合せが多すぎるため、一度に判断できません。',
      )
    case 'translations':
      return both(
        `${remark.count} translations of addresses are noted; what they touch is not decided.`,
        `アドレス変換 ${remark.count} 件があります。該当する通信は判断していません。`,
      )
    case 'faults':
      return both(
        `${remark.count} places of the file were not understood; what they touch is not decided.`,
        `解釈できない箇所が ${remark.count} 件あります。該当する通信は判断していません。`,
      )
    case 'unseenTalks':
      return both(
        `${remark.count} conversations are none that a packet filter sees.`,
        `パケットフィルターの対象とならない通信が ${remark.count} 件あります。`,
      )
    default:
      return both(
        `Of ${remark.count} findings of a kind only the first are listed.`,
        `同種の所見 ${remark.count} 件のうち、先頭のみ表示しています。`,
      )
  }
}
