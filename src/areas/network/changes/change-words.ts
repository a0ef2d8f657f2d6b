import { titleOf } from '#core/capture/protocol-kinds.ts'
import type { ProgramDeed } from '#core/change/program-deed.ts'
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
