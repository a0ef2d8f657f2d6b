import { encodeTraffic } from '#formats/traffic/encode.ts'
import type { StoryDays } from './days.ts'
import { equipmentOf } from './equipment.ts'
import type { ExampleFile } from './example-file.ts'
import { incidentsAt } from './incidents.ts'
import { type PlantKey, sketches } from './plants/all.ts'
import { describedTap, type Offices, type Roles, type Tap } from './traffic.ts'

/** How a plant captures: so many periods of four weeks at the boundary, the last of which ended some days ago. */
interface Habit {
  readonly plant: PlantKey
  readonly by: string
  readonly boundaryPeriods: number
  readonly controlRounds: number
  /** Days ago on which the last one ended. */
  readonly ended: number
  readonly roles: Roles
  readonly offices: Offices
}

const PERIOD = 28
/** A round on the control network: long enough for everything to have spoken once. */
const ROUND = 3

const habits: readonly Habit[] = [
  {
    plant: 'kashima',
    by: 'k-kondo',
    boundaryPeriods: 9,
    controlRounds: 9,
    ended: 2,
    roles: {
      historian: 'HST-01',
      domain: 'ADC-01',
      station: 'EWS-01',
      dmzHistorian: 'DHS-01',
      jump: 'JMP-01',
      updates: 'WSU-01',
    },
    offices: { behind: 'FW-01', prefix: '10.11.40.', clients: 4 },
  },
  {
    plant: 'leuna',
    by: 'l-vogel',
    boundaryPeriods: 6,
    controlRounds: 6,
    ended: 3,
    roles: {
      historian: 'HIST-01',
      domain: 'DC-01',
      station: 'ES-01',
      dmzHistorian: 'DHIST-01',
      jump: 'JUMP-01',
      updates: 'WSUS-01',
    },
    offices: { behind: 'FW-01', prefix: '10.21.40.', clients: 4 },
  },
  {
    plant: 'rayong',
    by: 'r-somchai',
    boundaryPeriods: 4,
    controlRounds: 4,
    ended: 2,
    roles: {
      historian: 'HIST-01',
      domain: 'DC-01',
      station: 'EWS-01',
      dmzHistorian: 'DHIST-01',
      jump: 'JUMP-01',
      updates: 'WSUS-01',
    },
    offices: { behind: 'FW-01', prefix: '10.31.40.', clients: 4 },
  },
  {
    plant: 'yokkaichi',
    by: 'y-fujii',
    boundaryPeriods: 4,
    controlRounds: 4,
    ended: 2,
    roles: { historian: 'SVR-01', domain: 'SVR-01', station: 'EWS-01', dmzHistorian: 'DHS-01' },
    offices: { behind: 'FW-01', prefix: '10.41.40.', clients: 4 },
  },
  {
    plant: 'chonburi',
    by: 'r-somchai',
    boundaryPeriods: 0,
    controlRounds: 1,
    ended: 12,
    roles: { historian: 'SCADA-01', domain: 'SCADA-01', station: 'OP-01' },
    offices: { behind: 'SCADA-01', prefix: '172.16.40.', clients: 2 },
  },
]

/** The captures of all plants, as two taps would have recorded them. */
export function captureFiles(days: StoryDays): ExampleFile[] {
  return habits.flatMap((habit) => {
    const plant = sketches[habit.plant]
    const plan = {
      plant,
      equipment: equipmentOf(plant, days),
      roles: habit.roles,
      offices: habit.offices,
      incidents: incidentsAt(habit.plant, days),
    }
    const file = (tap: Tap, firstAgo: number, lastAgo: number): ExampleFile => {
      const last = days.ago(lastAgo)
      const suffix = tap === 'boundary' ? 'pcap' : 'pcapng'
      return {
        name: `${habit.plant}-${tap}_${last.replaceAll('-', '')}.${suffix}`,
        plant: habit.plant,
        as: 'capture',
        effectiveOn: last,
        importedOn: days.ago(lastAgo - 1),
        by: habit.by,
        bytes: encodeTraffic(describedTap(plan, tap, days.ago(firstAgo), last)),
      }
    }
    const ends = (count: number) => Array.from({ length: count }, (_, n) => habit.ended + PERIOD * n)
    return [
      ...ends(habit.boundaryPeriods).map((end) => file('boundary', end + PERIOD - 1, end)),
      ...ends(habit.controlRounds).map((end) => file('control', end + ROUND - 1, end)),
    ]
  })
}
