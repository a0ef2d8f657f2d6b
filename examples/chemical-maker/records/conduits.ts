import type { StoryDays } from '../days.ts'
import { type PlantKey, sketches } from '../plants/all.ts'
import type { StoryRecord } from './story-record.ts'

/** What may pass between two zones of a plant, by their keys in its sketch. */
interface Line {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly services: string
  readonly operations?: readonly string[]
  readonly owner: string
}

interface Words {
  readonly control: string
  readonly safety: string
  readonly management: string
  readonly times: string
  readonly history: string
  readonly updates: string
  readonly office: string
  readonly remote: string
}

const english: Words = {
  control: 'Operation and engineering',
  safety: 'Status of the safety systems',
  management: 'Network monitoring',
  times: 'Names and time',
  history: 'Process history to the DMZ',
  updates: 'Updates from the DMZ',
  office: 'Offices to the DMZ',
  remote: 'Remote maintenance',
}
const japanese: Words = {
  control: '監視操作・エンジニアリング',
  safety: '安全計装の状態監視',
  management: 'ネットワーク監視',
  times: '名前解決・時刻同期',
  history: 'プロセスデータのDMZ転送',
  updates: '更新プログラム配布',
  office: '事務所からDMZ',
  remote: '遠隔保守',
}

/** The same in every plant; where a plant has no such zone, there is no such line. */
function lines(words: Words, owners: { readonly ot: string; readonly it: string }): Line[] {
  const { ot, it } = owners
  const field = 'modbus; cip; enip; s7comm; http/tcp/80'
  return [
    { name: words.control, from: 'supervision', to: 'control', services: `${field}; tcp/50000`, owner: ot },
    { name: words.control, from: 'supervision', to: 'package', services: field, owner: ot },
    { name: words.control, from: 'supervision', to: 'dcs', services: 'udp/5313', owner: ot },
    {
      ...{ name: words.safety, from: 'supervision', to: 'safety', services: 'modbus; s7comm' },
      operations: ['read', 'identify', 'other'],
      owner: ot,
    },
    {
      name: words.management,
      from: 'operations',
      to: 'supervision',
      services: 'snmp',
      operations: ['read'],
      owner: it,
    },
    { name: words.times, from: 'supervision', to: 'operations', services: 'dns; ntp', owner: it },
    { name: words.times, from: 'control', to: 'operations', services: 'dns; ntp', owner: it },
    { name: words.times, from: 'dmz', to: 'operations', services: 'dns; ntp', owner: it },
    { name: words.history, from: 'operations', to: 'dmz', services: 'tcp/5450; ntp', owner: it },
    { name: words.updates, from: 'operations', to: 'dmz', services: 'http/tcp/80', operations: ['read'], owner: it },
    { name: words.office, from: 'office', to: 'dmz', services: 'tls/tcp/443', owner: it },
    { name: words.remote, from: 'office', to: 'dmz', services: 'rdp', owner: it },
    { name: words.remote, from: 'dmz', to: 'supervision', services: 'rdp', owner: ot },
  ]
}

/** The written policy of each plant that has one. */
export function conduits(days: StoryDays): StoryRecord[] {
  return [
    ...of('kashima', days.ago(465), 'k-kondo', lines(japanese, { ot: '計装課', it: '情報システム課' })),
    ...of('leuna', days.ago(430), 'l-vogel', lines(english, { ot: 'Automation', it: 'IT' })),
    ...of('rayong', days.ago(385), 'r-nattaya', lines(english, { ot: 'Instrument', it: 'IT Site' })),
    ...of('yokkaichi', days.ago(126), 'y-fujii', lines(japanese, { ot: '計装係', it: '情報係' })),
    gateway(days),
  ]
}

function of(plant: PlantKey, on: string, by: string, all: readonly Line[]): StoryRecord[] {
  const { zones } = sketches[plant]
  return all.flatMap(({ from, to, ...line }) => {
    const [a, b] = [zones[from], zones[to]]
    if (a === undefined || b === undefined) return []
    return [{ kind: 'conduit', scope: [plant], on, by, data: { ...line, fromZone: a.name, toZone: b.name } }]
  })
}

/** Yokkaichi's old gateway is read past the DMZ until the turnaround: an exception, with its end. */
function gateway(days: StoryDays): StoryRecord {
  const { zones } = sketches.yokkaichi
  return {
    kind: 'conduit',
    scope: ['yokkaichi'],
    on: days.ago(126),
    until: days.ahead(120),
    by: 'y-fujii',
    data: {
      name: '旧ゲートウェイ直読み',
      fromZone: zones.office!.name,
      toZone: zones.supervision!.name,
      services: 'tcp/49320',
      owner: '情報係',
      exception: true,
      reason: '次回定修でDMZ経由に変更する',
    },
  }
}
