import type { Bilingual } from '#core/record/record.ts'

const both = (en: string, ja: string): Bilingual => ({ en, ja })

/** What may be wrong in tables of netbox-ot, and what cannot be said in them. */
export const netboxTexts = {
  missing: both('missing', '未記入'),
  notUnderstood: (text: string) => both(`not understood: ${text.slice(0, 60)}`, `解釈できない値：${text.slice(0, 60)}`),
  noDay: (text: string) => both(`no day of the calendar: ${text}`, `日付ではない値：${text}`),
  vector: (text: string, highest: number) =>
    both(
      `SL-T by foundational requirement (${text}): ${highest}, the highest, is taken`,
      `SL-Tベクトル（${text}）のうち最大値${highest}を採用`,
    ),
  unknownTable: both(
    'neither zones, conduits nor flows: the columns are not known',
    '列名からゾーン・コンジット・フローのいずれとも判別できない',
  ),
  noFlows: both(
    'no allowed flow runs over this conduit: it allows nothing',
    '許可されたフローがないコンジット（何も許可しない）',
  ),
  undecided: both('nobody has decided: no conduit is made of it', '判定が未決定のためコンジットにしない'),
  notAllowed: (verdict: string) =>
    both(`not allowed (${verdict}): no conduit is made of it`, `許可されていない（${verdict}）ためコンジットにしない`),
  unknownProtocol: (text: string) => both(`a protocol that is not known: ${text}`, `未知のプロトコル：${text}`),
  operations: both('its operations are not kept by netbox-ot', '操作の限定はnetbox-otで表現できない'),
  dataFlow: both('the direction of its data is not kept by netbox-ot', 'データの向きはnetbox-otで表現できない'),
  initiator: both('written once for each end that may open it', '開始側ごとに別のフローとして出力'),
  anyService: both('any service: a flow has one', '全サービスの許可は表現できない'),
  begins: (day: string) =>
    both(`begins on ${day}: netbox-ot keeps no beginning`, `適用開始日${day}はnetbox-otで表現できない`),
} as const
