import type { Day } from '../calendar/day.ts'
import { roleTitle } from '../capture/role-titles.ts'
import type { Bilingual } from '../record/record.ts'

const both = (en: string, ja: string): Bilingual => ({ en, ja })

const spanOf = (first: Day, last: Day, ja: boolean): string =>
  first === last ? first : `${first}${ja ? '～' : ' … '}${last}`

/** Why zones and conduits are proposed: each names what was seen. */
export const proposalTexts = {
  seen: (count: number, first: Day, last: Day) =>
    both(
      `${count === 1 ? 'one conversation' : `${count} conversations`}, ${spanOf(first, last, false)}`,
      `通信${count}件（${spanOf(first, last, true)}）`,
    ),
  passesDmzBy: (from: string, to: string) =>
    both(
      `from ${from} to ${to} past the DMZ: let it end in the DMZ, or write an exception with an end`,
      `${from}から${to}へDMZを経由せず通信：DMZで終端するか、期限付きの例外とする`,
    ),
  programsSafety: (from: string, to: string) =>
    both(
      `${from} programs ${to}, which holds a safety system: only an exception with an end, decided by process safety`,
      `${from}から安全系を含む${to}へのプログラム変更：プロセス安全部門の判断による期限付きの例外に限る`,
    ),
  subnet: (network: string, devices: number) =>
    both(`${devices === 1 ? 'one device' : `${devices} devices`} in ${network}`, `${network}に機器${devices}台`),
  level: (level: string, devices: number, of: number) =>
    both(`${devices} of ${of} are on level ${level}`, `${of}台中${devices}台がレベル${level}`),
  noLevel: () => both('nothing tells their level', 'レベルを示す情報がない'),
  mixed: (others: readonly string[]) =>
    both(
      `office and plant share this network: ${others.join(', ')} would belong elsewhere`,
      `事務系と制御系が同一ネットワークに混在：${others.join('、')}は別ゾーンが妥当`,
    ),
  vlan: (vlans: readonly number[]) =>
    both(
      `VLAN ${vlans.join(', ')} holds these devices and no others`,
      `VLAN ${vlans.join('、')}はこれらの機器のみが使用`,
    ),
  roles: (roles: readonly string[]) => {
    const titles = roles.map(roleTitle)
    return both(
      `among them: ${titles.map(({ en }) => en).join(', ')}`,
      `含まれる機器：${titles.map(({ ja }) => ja).join('、')}`,
    )
  },
  safety: (devices: readonly string[]) =>
    both(
      `safety devices stand apart (IEC 62443-3-2, ZCR 3.3): ${devices.join(', ')}`,
      `安全系機器は独立のゾーンとする（IEC 62443-3-2 ZCR 3.3）：${devices.join('、')}`,
    ),
  safetyBehind: (device: string, host: string) =>
    both(
      `${device} is a safety device behind ${host}: it cannot be told apart by address`,
      `安全系機器${device}は${host}の配下にあり、アドレスでは分離できない`,
    ),
  dmz: (devices: readonly string[]) =>
    both(
      `talk with the office or the internet and with the plant: ${devices.join(', ')}`,
      `事務系またはインターネットと制御系の双方と通信：${devices.join('、')}`,
    ),
  office: (networks: number) =>
    both(`${networks} networks on level 4 or 5 are one zone`, `レベル4・5の${networks}ネットワークを1つのゾーンとする`),
  cards: (devices: number, partner: string) =>
    both(
      `${devices === 1 ? 'one device' : `${devices} devices`} without IP that talk with ${partner}`,
      `${partner}と通信するIPなしの機器${devices}台`,
    ),
  between: (zones: readonly string[]) =>
    both(
      `${zones.join(', ')} talk with it and never with each other: perhaps the DMZ`,
      `${zones.join('、')}はいずれもここと通信し、互いには通信していない：DMZの可能性`,
    ),
  peers: (zones: readonly string[]) => both(`talks with ${zones.join(', ')}`, `通信相手：${zones.join('、')}`),
} as const
