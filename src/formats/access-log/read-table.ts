import { type AccessService, accessServices } from '#core/access/access-line.ts'
import { orderOfColumn } from '#core/import/dates.ts'
import { field } from '#core/record/field.ts'
import type { Field } from '#core/record/record.ts'
import type { Recorder } from './read-text.ts'
import { accountIn, addressIn, type ToldLine } from './told-line.ts'
import { windowsDataOf, windowsLine } from './windows-events.ts'
import { dateOfTime, isTimeZone, readSeconds, readTime, type TimeOptions } from './zoned-time.ts'

/** What the columns of a table of sessions may be, in any order and in either language. */
export const accessFields: readonly Field[] = [
  field('start', 'text', 'Start', '開始日時', {
    aliases: [
      ...[
        'start time',
        'started',
        'login',
        'login time',
        'logon time',
        'logged in',
        'connected',
        'connect time',
        'from',
      ],
      ...[
        'time',
        'date',
        'date and time',
        'datetime',
        'timestamp',
        'timecreated',
        'event time',
        'session start',
        'start date',
      ],
      ...[
        '開始',
        '開始時刻',
        '接続開始',
        '接続日時',
        'ログイン',
        'ログイン日時',
        'ログオン日時',
        '日時',
        '日付と時刻',
        '発生日時',
        '時刻',
      ],
    ],
  }),
  field('end', 'text', 'End', '終了日時', {
    aliases: [
      ...[
        'end time',
        'ended',
        'logout',
        'logout time',
        'logoff time',
        'disconnected',
        'disconnect time',
        'session end',
        'to',
      ],
      ...['終了', '終了時刻', '切断', '切断日時', 'ログアウト', 'ログアウト日時', 'ログオフ日時'],
    ],
  }),
  field('duration', 'text', 'Duration', '接続時間', {
    aliases: ['length', 'session time', '時間', '利用時間', '所要時間'],
  }),
  field('person', 'text', 'Person', '利用者', {
    aliases: [
      'name',
      'full name',
      'person name',
      'employee',
      'operator name',
      '氏名',
      '作業者',
      '担当者',
      '利用者氏名',
      '使用者',
    ],
  }),
  field('account', 'text', 'Account', 'アカウント', {
    aliases: [
      ...['user', 'username', 'user name', 'user id', 'userid', 'login name', 'login id', 'account name', 'id'],
      ...[
        'ユーザー',
        'ユーザ',
        'ユーザー名',
        'ユーザ名',
        'ユーザーID',
        'ユーザID',
        'アカウント名',
        'ログインID',
        'ログイン名',
      ],
    ],
  }),
  field('source', 'text', 'Source', '接続元', {
    aliases: [
      ...[
        'source ip',
        'source address',
        'client',
        'client ip',
        'client address',
        'remote host',
        'remote ip',
        'src',
        'src ip',
        'from ip',
      ],
      ...[
        '接続元IP',
        '接続元IPアドレス',
        '接続元アドレス',
        '接続元端末',
        '送信元',
        '送信元IP',
        'クライアント',
        'クライアントIP',
      ],
    ],
  }),
  field('assigned', 'text', 'Assigned address', '払い出しアドレス', {
    aliases: [
      'assigned ip',
      'vpn ip',
      'tunnel ip',
      'virtual ip',
      'inside address',
      '割当IP',
      '割当アドレス',
      'VPNアドレス',
      '払出IP',
    ],
  }),
  field('target', 'text', 'Target', '接続先', {
    aliases: [
      ...[
        'destination',
        'target ip',
        'destination ip',
        'server',
        'host',
        'target host',
        'connection',
        'connection name',
        'dst',
        'dst ip',
        'computer',
      ],
      ...[
        '接続先IP',
        '接続先IPアドレス',
        '接続先アドレス',
        '接続先機器',
        '宛先',
        '宛先IP',
        '対象機器',
        'サーバ',
        'サーバー',
        'コンピューター',
      ],
    ],
  }),
  field('service', 'text', 'Service', '接続方式', {
    aliases: ['protocol', 'method', 'type', 'access', 'プロトコル', '方式', '種別', '接続種別', 'サービス'],
  }),
  field('result', 'text', 'Result', '結果', {
    aliases: ['status', 'outcome', 'success', '成否', '状態', 'ステータス'],
  }),
  field('reason', 'text', 'Reason', '理由', {
    aliases: ['purpose', 'comment', 'work', 'ticket', 'work order', '目的', '作業内容', '用件', '備考', '切断理由'],
  }),
  field('session', 'text', 'Session id', 'セッションID', {
    aliases: ['session', 'sid', 'connection id', 'セッション', '接続ID'],
  }),
  field('event', 'text', 'Event', 'イベント', {
    aliases: ['action', 'event id', 'eventid', 'id', 'イベントID', 'イベント ID', '動作', '操作'],
  }),
  field('message', 'text', 'Message', 'メッセージ', {
    aliases: ['description', 'details', '説明', '詳細', 'メッセージ本文'],
  }),
  field('timeZone', 'text', 'Time zone', 'タイムゾーン', { aliases: ['timezone', 'tz', 'zone', '時差'] }),
]

export type AccessRow = Readonly<Record<string, unknown>>

const textOf = (row: AccessRow, key: string): string | null => {
  const value = row[key]
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** Which comes first in the dates of a column, day or month, where its cells tell. */
export function orderOfTimes(rows: readonly AccessRow[]): TimeOptions['dayOrder'] {
  const texts = rows.flatMap((row) => ['start', 'end'].flatMap((key) => textOf(row, key) ?? []))
  return orderOfColumn(texts.map(dateOfTime))
}

/** One row of a table: a session, the beginning or the end of one, somebody who was refused, an event of Windows. */
export function takeRow(row: AccessRow, line: number, record: Recorder, options: TimeOptions): boolean {
  const [start, end] = [textOf(row, 'start'), textOf(row, 'end')]
  const zone = textOf(row, 'timeZone')
  const timed = { ...options, timeZone: zone !== null && isTimeZone(zone) ? zone : options.timeZone }
  const suffix = zone !== null && timed.timeZone !== zone ? ` ${zone}` : ''
  const at = start === null ? null : readTime(`${start}${suffix}`, timed)
  if (start !== null && at === null)
    return record.refuse(line, `its start is no time that can be read: ${start.slice(0, 40)}`)
  const event = textOf(row, 'event')
  const windows = windowsOf(row, event)
  if (windows !== null)
    return typeof windows === 'string' ? record.ignore(line, windows) : record.read(line, windows, at)
  const until = end === null ? null : readTime(`${end}${suffix}`, timed)
  if (end !== null && until === null && /\d/.test(end)) {
    return record.refuse(line, `its end is no time that can be read: ${end.slice(0, 40)}`)
  }
  const account = accountIn(textOf(row, 'account'))
  const person = textOf(row, 'person')
  if (account === null && person === null) return record.refuse(line, 'it names neither an account nor a person')
  const target = textOf(row, 'target')
  const source = addressIn(textOf(row, 'source'))
  const told = {
    service: serviceOf(textOf(row, 'service')),
    account,
    person,
    source,
    assigned: addressIn(textOf(row, 'assigned')),
    target: addressIn(target) ?? target,
    session: textOf(row, 'session'),
    reason: textOf(row, 'reason'),
  }
  const words = `${textOf(row, 'result') ?? ''} ${event ?? ''}`
  const seconds = readSeconds(textOf(row, 'duration') ?? '')
  if (isRefusal(words)) return record.read(line, { ...told, what: 'refused' }, at ?? until)
  if (at !== null && until !== null) {
    if (until < at) return record.refuse(line, 'it ends before it begins')
    return record.read(line, { ...told, what: 'session', until, seconds }, at)
  }
  if (at !== null && seconds !== null) {
    const ended = new Date(Date.parse(at) + seconds * 1000).toISOString()
    return record.read(line, { ...told, what: 'session', until: ended, seconds }, at)
  }
  const isEnd = at === null ? until !== null : isClosing(words)
  return record.read(line, { ...told, what: isEnd ? 'closed' : 'opened', seconds }, isEnd ? (until ?? at) : at)
}

const isRefusal = (words: string): boolean => /fail|denied|refus|reject|invalid|失敗|拒否|否認|エラー|✕|×/i.test(words)
const isClosing = (words: string): boolean =>
  /log ?(out|off)|disconnect|clos|end|down|切断|終了|ログ(アウト|オフ)/i.test(words)

function serviceOf(text: string | null): AccessService {
  const said = text?.toLowerCase() ?? ''
  const named = accessServices.find((one) => said.includes(one))
  if (named !== undefined) return named
  if (/remote desktop|リモート ?デスクトップ|mstsc|terminal/.test(said)) return 'rdp'
  return /anyconnect|ipsec|openvpn|l2tp|ssl|wireguard|ike/.test(said) ? 'vpn' : 'gateway'
}

/** Exports of the Event Viewer and of PowerShell have the number of the event and its description. Null: no such row. */
function windowsOf(row: AccessRow, event: string | null): ToldLine | string | null {
  const message = textOf(row, 'message')
  const id = event === null || !/^\d{4}$/.test(event) ? Number.NaN : Number(event)
  if (Number.isNaN(id) || message === null) return null
  return windowsLine({ id, time: null, computer: textOf(row, 'target'), data: windowsDataOf(message) })
}
