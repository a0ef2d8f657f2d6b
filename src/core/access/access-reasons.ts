/** Why a line was left out or refused, in Japanese; the English is the key. */
const known: Readonly<Record<string, string>> = {
  'an empty line': '空行',
  'tells of no session': '接続を示さない行',
  'the refusal of an unknown user, told by another line': '未知の利用者の拒否（別の行に記録済み）',
  'the opening of a session, told by another line': '接続の開始（別の行に記録済み）',
  'a connection that was closed before anybody logged on': '認証前に閉じられた接続',
  'a connection before anybody logged on': '認証前の接続',
  'a new key for a session that goes on': '継続中の接続の鍵更新',
  'no event of the VPN': 'VPN以外のイベント',
  'a log-on to the gateway, without a connection': 'ゲートウェイへのログインのみ（接続なし）',
  'somebody who looked on has left': '閲覧者の退出',
  'an account of the computer itself': 'コンピューター自身のアカウント',
  'it has no time that can be read': '日時を読み取れません',
  'it is a line of no log that is known': '対応していない形式の行です',
  'a line longer than any that is read': '長すぎる行です',
  'it is no JSON': 'JSONとして読めません',
  'it is no event of Teleport': 'Teleportのイベントではありません',
  'it is no event of Windows': 'Windowsのイベントではありません',
  'it names neither an account nor a person': 'アカウントも利用者も記載がありません',
  'it ends before it begins': '終了が開始より前です',
}

const shaped: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [/^a line of (?:another program|(.+))$/, (name) => `他のプログラム${name ? `（${name}）` : ''}の行`],
  [/^message (\d+) of the ASA$/, (number) => `ASAのメッセージ ${number}`],
  [/^event (\d+) of the Security log$/, (number) => `セキュリティログのイベント ${number}`],
  [/^an event of another kind \((.*)\)$/, (name) => `対象外のイベント（${name}）`],
  [
    /^a log-on of type (\S+), which is no remote desktop$/,
    (type) => `リモートデスクトップ以外のログオン（種類 ${type}）`,
  ],
  [/^its start is no time that can be read: (.*)$/, (text) => `開始日時を読み取れません：${text}`],
  [/^its end is no time that can be read: (.*)$/, (text) => `終了日時を読み取れません：${text}`],
  [/^more than (\d+) lines of access$/, (count) => `接続の行が${count}行を超えています`],
]

export function accessReasonJa(reason: string): string | null {
  const said = Object.hasOwn(known, reason) ? known[reason] : undefined
  if (said !== undefined) return said
  for (const [shape, tell] of shaped) {
    const found = shape.exec(reason)
    if (found !== null) return tell(...found.slice(1).map((part) => part ?? ''))
  }
  return null
}
