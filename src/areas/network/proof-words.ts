import { type ProofText, sourceWords } from '#areas/assets/index.ts'
import type { SourceKind } from '#core/capture/told.ts'
import type { Bilingual } from '#core/record/record.ts'
import type { StoredConversation } from './capture-store.ts'
import type { Zone } from './levels.ts'
import type { ObservedDevice } from './picture-store.ts'
import { type Numbered, sourceWords as placeOf, placeWords } from './proof-place.ts'

const operations: Readonly<Record<string, string>> = {
  read: '読み出し',
  write: '書き込み',
  program: 'プログラム',
  identify: '識別',
  other: 'その他',
}

export function captureWords(
  capture: {
    readonly fileName: string
    readonly source: string
    readonly kind: SourceKind
    readonly packets: number
    readonly devices: number
    readonly firstSeen: string | null
    readonly lastSeen: string | null
  },
  watchedDays: number,
): ProofText {
  const [from, to] = [capture.firstSeen?.slice(0, 10) ?? '?', capture.lastSeen?.slice(0, 10) ?? '?']
  const { fileName, source, packets, devices } = capture
  return {
    text: `${fileName} (${source}): ${packets} ${capture.kind === 'pcap' ? 'packets' : 'lines'}, ${devices} devices, seen ${from} to ${to}${watchedDays > 0 ? `; the boundary was watched on ${watchedDays} days` : ''}`,
    textJa: `${fileName}（取得元 ${source}）：${packets} ${capture.kind === 'pcap' ? 'パケット' : '行'}、機器 ${devices} 台、観測期間 ${from}～${to}${watchedDays > 0 ? `、境界の観測 ${watchedDays} 日` : ''}`,
  }
}

/** How a device stands to the registry. */
export function standingWords(device: Pick<ObservedDevice, 'status' | 'tag'>): Bilingual {
  if (device.status === 'unmanaged') return { en: 'not in the registry', ja: '台帳未登録' }
  return device.status === 'matched'
    ? { en: `is ${device.tag} of the registry`, ja: `台帳の ${device.tag} と一致` }
    : { en: `contradicts ${device.tag} of the registry`, ja: `台帳の ${device.tag} と食い違い` }
}

export function deviceWords(device: ObservedDevice, what: Bilingual, capture: Numbered | undefined): ProofText {
  const known = [device.vendor, device.model ?? device.orderNumber].filter((one) => one !== null).join(' ')
  const place = placeOf(capture, device.packet ?? 1)
  return {
    text: `${device.id}${known ? ` (${known})` : ''}: ${what.en}; last seen ${device.lastSeen ?? 'on an unknown day'} (${place.en})`,
    textJa: `${device.id}${known ? `（${known}）` : ''}：${what.ja}、最終観測 ${device.lastSeen ?? '日付不明'}（${place.ja}）`,
  }
}

/** An asset that no capture has shown within the window. */
export function unseenWords(asset: {
  readonly tag: string
  readonly name: string | null
  readonly seenOn: string | null
  readonly sourceText: string | null
}): ProofText {
  const name = `${asset.tag}${asset.name ? ` ${asset.name}` : ''}`
  const source = sourceWords(asset.sourceText)
  return {
    text: `${name}: ${asset.seenOn === null ? 'never seen on the wire' : `last seen on ${asset.seenOn}`} (${source.en})`,
    textJa: `${name}：${asset.seenOn === null ? 'ネットワーク上で未検出' : `最終観測 ${asset.seenOn}`}（${source.ja}）`,
  }
}

/** A conversation past the DMZ: who, from which level to which, by what, and in which packets. */
export function crossingWords(talk: StoredConversation, clientLevel: string, serverLevel: string): ProofText {
  const [client, server] = [
    `${talk.client}${talk.clientTag ? ` ${talk.clientTag}` : ''}`,
    `${talk.server}${talk.serverTag ? ` ${talk.serverTag}` : ''}`,
  ]
  const by = `${talk.protocol ?? talk.transport}${talk.serverPort === null ? '' : `:${talk.serverPort}`}`
  const done = Object.entries(talk.operations ?? {}).filter(([, count]) => count > 0)
  const what = done.map(([operation, count]) => `${count} ${operation}`).join(', ')
  const whatJa = done.map(([operation, count]) => `${operations[operation] ?? operation} ${count} 件`).join('、')
  const places = placesOf(talk)
  return {
    text: `${client} (level ${clientLevel}) talked directly to ${server} (level ${serverLevel}) by ${by}${what ? `: ${what}` : ''} (${talk.fileName}, ${places.en})`,
    textJa: `${client}（レベル ${clientLevel}）が ${server}（レベル ${serverLevel}）と ${by} で直接通信${whatJa ? `：${whatJa}` : ''}（${talk.fileName} ${places.ja}）`,
  }
}

/** Packets share one word; lines stand in several files. */
function placesOf(talk: StoredConversation): Bilingual {
  const shown = talk.packetsSeen.slice(0, 3)
  if (talk.kind === 'pcap') return { en: `packets ${shown.join(', ')}`, ja: `パケット ${shown.join(', ')}` }
  const places = shown.map((number) => placeWords(talk, number))
  return { en: places.map(({ en }) => en).join('; '), ja: places.map(({ ja }) => ja).join('、') }
}

export function zoneWords(zone: Zone): ProofText {
  const networks = zone.networks.map(({ text }) => text).join(', ')
  return {
    text: `Zone ${zone.name}, level ${zone.level ?? 'unknown'}: ${networks}, since ${zone.from}`,
    textJa: `ゾーン「${zone.name}」（レベル ${zone.level ?? '不明'}）：${networks}、${zone.from} から`,
  }
}
