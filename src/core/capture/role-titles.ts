import type { Bilingual } from '../record/record.ts'
import type { RoleName } from './inspection.ts'

const both = (en: string, ja: string): Bilingual => ({ en, ja })

/** Roles in sentences; the screen has its own words for columns. */
const titles: Readonly<Record<RoleName, Bilingual>> = {
  controller: both('controller', 'コントローラ'),
  'safety-controller': both('safety controller', '安全コントローラ'),
  'field-device': both('field device', 'フィールド機器'),
  ied: both('relay or IED', '保護リレー・IED'),
  'engineering-station': both('engineering station', 'エンジニアリング端末'),
  supervisory: both('supervisory station', '監視操作端末'),
  server: both('data server', 'データサーバ'),
  gateway: both('gateway', 'ゲートウェイ'),
  router: both('router', 'ルータ'),
  switch: both('switch', 'スイッチ'),
  'it-service': both('network service', 'ネットワーク基盤サービス'),
  workstation: both('workstation', 'パソコン'),
}

export function roleTitle(role: string): Bilingual {
  return Object.hasOwn(titles, role) ? titles[role as RoleName] : { en: role, ja: role }
}
