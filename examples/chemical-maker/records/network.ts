import type { StoryDays } from '../days.ts'
import { type PlantKey, sketches } from '../plants/all.ts'
import { changeRecords } from './changes.ts'
import { conduits } from './conduits.ts'
import type { StoryRecord } from './story-record.ts'

/** Zones, boundaries and their checks. */
export function networkRecords(days: StoryDays): StoryRecord[] {
  return [
    ...zones('kashima', days.ago(470), 'k-kondo'),
    ...zones('leuna', days.ago(440), 'l-vogel'),
    ...zones('rayong', days.ago(400), 'r-nattaya'),
    ...zones('yokkaichi', days.ago(130), 'y-fujii'),
    ...conduits(days),
    ...boundaries(days),
    ...reviews(days),
    ...checks(days),
    ...accessLogs(days),
    ...changeRecords(days),
  ]
}

function zones(plant: PlantKey, on: string, by: string): StoryRecord[] {
  return Object.values(sketches[plant].zones).map((zone) => ({
    kind: 'zone',
    scope: [plant],
    on,
    by,
    data: {
      name: zone.name,
      purdueLevel: zone.level,
      addresses: zone.network,
      safety: zone.safety ?? false,
      targetLevel: zone.targetLevel,
    },
  }))
}

function boundaries(days: StoryDays): StoryRecord[] {
  const firewall = (plant: PlantKey, from: number, reviewed: number, by: string, name: string): StoryRecord => ({
    kind: 'boundary',
    scope: [plant],
    on: days.ago(from),
    by,
    data: {
      kind: 'firewall-dmz',
      name,
      policyReviewedOn: days.ago(reviewed),
      managedBy: name.startsWith('FW') ? 'IT' : '計装課',
    },
    enteredAfter: Math.max(1, from - reviewed + 1),
  })
  return [
    firewall('kashima', 468, 460, 'k-kondo', 'FW-01 / FW-02'),
    firewall('leuna', 430, 425, 'l-vogel', 'FW-01 / FW-02'),
    firewall('rayong', 390, 380, 'r-somchai', 'FW-01'),
    firewall('yokkaichi', 128, 124, 'y-fujii', 'FW-01'),
  ]
}

function reviews(days: StoryDays): StoryRecord[] {
  const review = (plant: PlantKey, ago: number, by: string, document: string, changes: number): StoryRecord => ({
    kind: 'zone-model-review',
    scope: [plant],
    on: days.ago(ago),
    by,
    data: { document, changes, reviewer: document.startsWith('KSM') ? '近藤 隆' : 'Katrin Vogel' },
  })
  return [
    review('kashima', 450, 'k-kondo', 'KSM-NW-001 Rev.3', 11),
    review('kashima', 70, 'k-kondo', 'KSM-NW-001 Rev.4', 4),
    review('leuna', 182, 'l-vogel', 'LEU-Netzplan 2', 6),
    // Nobody has looked at Rayong's drawing for over a year.
    {
      ...review('rayong', 400, 'r-nattaya', 'RYG-NET-01', 0),
      data: { document: 'RYG-NET-01', changes: 0, reviewer: 'Nattaya Srisuk' },
    },
  ]
}

/** Every four weeks; Leuna has one violation that was accepted until the turnaround. */
function checks(days: StoryDays): StoryRecord[] {
  const rounds = [0, 1, 2, 3]
  return [
    ...rounds.map(
      (n): StoryRecord => ({
        kind: 'segmentation-check',
        scope: ['kashima'],
        on: days.ago(12 + 28 * n),
        by: 'k-kondo',
        data: { violations: n, overdue: n === 3 ? 1 : 0, accepted: 0, checker: '近藤 隆' },
      }),
    ),
    ...rounds.slice(0, 2).map(
      (n): StoryRecord => ({
        kind: 'segmentation-check',
        scope: ['leuna'],
        on: days.ago(9 + 28 * n),
        by: 'l-vogel',
        data: { violations: 2, overdue: 1, accepted: 1, acceptedUntil: days.ahead(92), checker: 'Katrin Vogel' },
      }),
    ),
  ]
}

function accessLogs(days: StoryDays): StoryRecord[] {
  const log = (plant: PlantKey, ago: number, by: string, sessions: number, named: number): StoryRecord => ({
    kind: 'access-log',
    scope: [plant],
    on: days.ago(ago),
    by,
    data: {
      access: ['remote', 'engineering'],
      sessions,
      namedSessions: named,
      sharedAccounts: Math.round((sessions - named) / 6),
    },
  })
  return [
    log('kashima', 110, 'k-kondo', 148, 131),
    log('kashima', 20, 'k-kondo', 161, 150),
    log('leuna', 33, 'l-vogel', 96, 90),
    log('rayong', 45, 'r-somchai', 74, 31),
  ]
}
