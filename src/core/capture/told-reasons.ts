import { faultReasonJa } from './fault-reasons.ts'

/** What readers of logs and scans say of lines that they refuse, leave out or read in part, in Japanese. */
const sentences: readonly (readonly [en: RegExp, ja: string])[] = [
  [/^a line before the header that names the columns$/, '列名を示すヘッダより前に行があります'],
  [/^the line has another number of columns than its header$/, '列の数がヘッダと一致しません'],
  [/^the line is no JSON object$/, 'JSONオブジェクトとして読めない行です'],
  [/^the line is longer than any that is read$/, '行が長すぎるため読み取れません'],
  [/^the text ends within an entry$/, 'エントリの途中でファイルが終わっています'],
  [/^the address of an end is none$/, '通信端のアドレスが不正です'],
  [/^the entry names no two ends$/, '通信の両端のアドレスがありません'],
  [/^the entry is of no kind$/, 'イベントの種類がありません'],
  [/^lines not counted, as there were too many conversations$/, '通信の数が多すぎるため、数えなかった行があります'],
  [
    /^the header that names the columns is missing: only who talked to whom is known$/,
    '列名を示すヘッダがないため、通信の両端のみ読み取りました',
  ],
  [/^logs of this kind are not read: (.+)$/, 'この種類のログには対応していません：$1'],
  [/^events of this kind are not read: (.+)$/, 'この種類のイベントには対応していません：$1'],
  [/^notices and signatures are left for a later version$/, '検知通知・シグネチャは今後の版で扱います'],
  [/^alerts are left for a later version$/, 'アラートは今後の版で扱います'],
  [/^weird\.log tells of oddities/, 'weird.logは通信の異常を示すもので、機器の情報ではありません'],
  [/^analyzer\.log and dpd\.log tell/, 'analyzer.logとdpd.logはZeekが解読できなかったものの記録です'],
  [/^files and certificates are told by/, 'ファイルと証明書は、それぞれの通信のログから読み取ります'],
  [/^the log tells of Zeek itself$/, 'Zeek自身の動作記録です'],
  [/^the event tells of Suricata itself$/, 'Suricata自身の動作記録です'],
  [/^cotp\.log tells of the transport/, 'cotp.logはS7・MMSの下位層の記録で、内容は上位のログから読み取ります'],
  [/^the file is no log and is left out: (.+)$/, 'ログではないファイルのため取り込みません：$1'],
  [/^the host was down when it was looked for$/, '走査時に応答しなかったホストです'],
  [/^the host has no address$/, 'アドレスのないホストです'],
  [/^the scan was not finished: (.+)$/, '走査が途中で終わっています：$1'],
  [/^broken XML/, 'XMLが壊れているため、これ以降を読み取れません'],
  [/^elements are nested|^a stretch of text without end/, 'ファイルの構造が不正なため、これ以降を読み取れません'],
]

/** The Japanese sentence for a reason; undefined where there is none. */
export function toldReasonJa(reason: string): string | undefined {
  for (const [en, ja] of sentences) {
    const found = en.exec(reason)
    if (found !== null) return ja.replace(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '')
  }
  return faultReasonJa(reason)
}
