import { titleOf } from '#core/capture/protocol-kinds.ts'
import type { ProgramDeed } from '#core/change/program-deed.ts'
import type { Standing } from '#core/change/standing.ts'
import type { Bilingual } from '#core/record/record.ts'
import { changeKindWords } from './change-kinds.ts'
import type { ChangeEnd, JudgedChange } from './judge-changes.ts'

const deedWords: Readonly<Record<ProgramDeed, Bilingual>> = {
  download: { en: 'download', ja: 'ダウンロード' },
  delete: { en: 'delete', ja: '削除' },
  firmware: { en: 'firmware', ja: 'ファームウェア' },
  configure: { en: 'configuration', ja: '設定' },
  stop: { en: 'stop', ja: '停止' },
  start: { en: 'start', ja: '起動' },
  mode: { en: 'mode', ja: 'モード' },
}

const endWords = ({ address, tag, name }: ChangeEnd): string => {
  const known = tag ?? name
  return known === null || known === address ? address : `${known} (${address})`
}

/** A change in one sentence, for proofs and findings. */
export function changeWords(change: JudgedChange): Bilingual {
  const { kind, target, other, before, after, deeds, protocol, at } = change
  const what = changeKindWords[kind]
  const by = protocol === null ? '' : titleOf(protocol)
  const [one, peer] = [endWords(target), other === null ? null : endWords(other)]
  const when = at === null ? null : `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const done = deeds.map((deed) => deedWords[deed])
  const step = before === null && after === null ? '' : `: ${before ?? '–'} → ${after ?? '–'}`
  const [clientEn, serverEn] = kind === 'program-change' || kind === 'mode-change' ? [peer, one] : [one, peer]
  const ends = clientEn === null ? serverEn : serverEn === null ? clientEn : `${clientEn} → ${serverEn}`
  return {
    en: `${what.en}${done.length === 0 ? '' : ` (${done.map(({ en }) => en).join(', ')})`}, ${ends}${by ? `, ${by}` : ''}${step}${when === null ? ', at no known time' : `, ${when}`}`,
    ja: `${what.ja}${done.length === 0 ? '' : `（${done.map(({ ja }) => ja).join('、')}）`}、${ends}${by ? `、${by}` : ''}${step.replace(': ', '：')}${when === null ? '、時刻不明' : `、${when}`}`,
  }
}

const standingTexts: Readonly<Record<Standing, Bilingual>> = {
  unauthorised: { en: 'nobody approved it', ja: '承認記録なし' },
  outsideWindow: { en: 'outside the window of its approval', ja: '承認された作業期間外' },
  cannotDecide: { en: 'cannot be decided', ja: '判定できません' },
  raised: { en: 'raised as a finding', ja: '指摘事項として登録' },
  explained: { en: 'explained', ja: '説明済み' },
  accepted: { en: 'accepted', ja: '受容済み' },
  authorised: { en: 'approved', ja: '承認済み' },
  learned: { en: 'seen while learning', ja: '学習期間中に観測' },
}

/** Where a change stands, with the work order or the reason that speaks for it. */
export function standingWords({ standing, approval, decision }: JudgedChange): Bilingual {
  const { en, ja } = standingTexts[standing]
  const order = standing === 'authorised' || standing === 'outsideWindow' ? (approval?.workOrder ?? null) : null
  const reason = decision !== null && standing !== 'authorised' ? decision.reason : null
  const more = order ?? reason
  return more === null ? { en, ja } : { en: `${en} (${more})`, ja: `${ja}（${more}）` }
}

/** The time from the wire to the notice. */
export function delayWords(minutes: number): Bilingual {
  if (minutes < 1) {
    const seconds = Math.max(1, Math.round(minutes * 60))
    return { en: `noticed after ${seconds} s`, ja: `${seconds}秒後に検知` }
  }
  if (minutes < 120) return { en: `noticed after ${Math.round(minutes)} min`, ja: `${Math.round(minutes)}分後に検知` }
  if (minutes < 2880) {
    return { en: `noticed after ${Math.round(minutes / 60)} h`, ja: `${Math.round(minutes / 60)}時間後に検知` }
  }
  return { en: `noticed after ${Math.round(minutes / 1440)} days`, ja: `${Math.round(minutes / 1440)}日後に検知` }
}
