import type { DescribedHost } from '#formats/traffic/described.ts'
import type { StoryDays } from './days.ts'
import type { PlantKey } from './plants/all.ts'
import type { Incident, Talk } from './traffic.ts'

/** What happened beside the usual: the things that a capture finds and a registry does not know. */
export function incidentsAt(plant: PlantKey, days: StoryDays): Incident[] {
  switch (plant) {
    case 'kashima':
      return kashima(days)
    case 'leuna':
      return leuna(days)
    case 'rayong':
      return rayong(days)
    case 'yokkaichi':
      return yokkaichi(days)
    case 'chonburi':
      return chonburi(days)
    default:
      return []
  }
}

const host = (key: string, ip: string, mac: string, more: Partial<DescribedHost> = {}): DescribedHost => ({
  key,
  ip,
  mac,
  ...more,
})

/** An engineer downloads a block in the turnaround's aftermath; a contractor's laptop reads a program out. */
function kashima(days: StoryDays): Incident[] {
  return [
    {
      tap: 'control',
      from: days.ago(3),
      to: days.ago(3),
      talks: [
        {
          client: 'EWS-02',
          server: 'PLC-507',
          protocol: 's7comm',
          deeds: [{ does: 'upload' }, { does: 'stop' }, { does: 'program', quantity: 4 }, { does: 'start' }],
          sessionsPerDay: 1,
          hours: [14, 15],
        },
      ],
    },
    {
      tap: 'control',
      from: days.ago(4),
      to: days.ago(4),
      hosts: [host('contractor', '10.11.12.240', '00:12:fe:5c:20:9a')],
      talks: [
        {
          client: 'contractor',
          server: 'PLC-503',
          protocol: 's7comm',
          deeds: [{ does: 'identify' }, { does: 'upload', times: 2 }],
          sessionsPerDay: 1,
          hours: [10, 11],
        },
      ],
    },
  ]
}

/** A student's little computer logs pH values; it was to stay for a week. */
function leuna(days: StoryDays): Incident[] {
  return [
    {
      tap: 'control',
      from: days.ago(40),
      to: days.ago(3),
      hosts: [host('logger', '10.21.10.199', 'b8:27:eb:4d:10:7e')],
      talks: [
        {
          client: 'logger',
          server: 'QI-203',
          protocol: 'modbus',
          deeds: [{ does: 'read', address: 20, quantity: 4, times: 3 }],
          sessionsPerDay: 1,
          hours: [9, 22],
        },
      ],
    },
  ]
}

/** A planner's spreadsheet reads counters out of a controller: the firewall rule of a project was never taken back. */
function rayong(days: StoryDays): Incident[] {
  return [
    {
      tap: 'boundary',
      from: days.ago(20),
      to: days.ago(2),
      talks: [
        {
          client: 'office-2',
          server: 'PLC-107',
          protocol: 'enip',
          deeds: [{ does: 'read', address: 12, quantity: 4, times: 2 }],
          sessionsPerDay: 1,
          weekdaysOnly: true,
          hours: [8, 10],
        },
      ],
    },
    {
      tap: 'control',
      from: days.ago(3),
      to: days.ago(3),
      talks: [
        {
          client: 'EWS-01',
          server: 'PLC-103',
          protocol: 'enip',
          deeds: [
            { does: 'upload', quantity: 4 },
            { does: 'program', quantity: 6 },
          ],
          sessionsPerDay: 1,
          hours: [13, 15],
        },
      ],
    },
  ]
}

/** The laboratory system takes its values from the gateway of the old controllers directly, until the turnaround. */
function yokkaichi(days: StoryDays): Incident[] {
  return [
    {
      tap: 'boundary',
      from: days.ago(113),
      to: days.ago(2),
      talks: [
        {
          client: 'office-1',
          server: 'OPG-01',
          protocol: 'tcp',
          port: 49320,
          deeds: [{ does: 'exchange', times: 2 }],
          sessionsPerDay: 1,
          hours: [9, 20],
        },
      ],
    },
  ]
}

/** Nobody wrote down what the former owner left behind. */
function chonburi(days: StoryDays): Incident[] {
  const strangers = [
    host('nvr', '172.16.8.201', '00:40:8c:18:33:51'),
    host('modem', '172.16.8.254', '00:1e:42:37:aa:02', { identity: { model: 'RUT955' } }),
    host('laptop', '172.16.8.231', '10:c5:95:6e:04:d7'),
    host('pi', '172.16.8.199', 'b8:27:eb:90:5e:11'),
    host('nas', '172.16.9.200', '00:08:9b:c4:12:6f'),
    host('old-plc-1', '172.16.8.19', '28:63:36:a1:07:33', {
      identity: s7('CPU 314C-2 PN/DP', '6ES7 314-6EH04-0AB0', 'V3.3.12', 'S C-E4V80913'),
    }),
    host('old-plc-2', '172.16.8.20', '28:63:36:a1:07:9b', {
      identity: s7('CPU 314C-2 PN/DP', '6ES7 314-6EH04-0AB0', 'V3.3.10', 'S C-E4V80977'),
    }),
    host('boiler', '172.16.8.41', '00:80:f4:0e:51:c8', {
      identity: { vendor: 'Schneider Electric', orderNumber: 'BMXP342020', firmware: 'V2.70' },
    }),
    host('chiller', '172.16.8.42', '00:80:f4:0e:52:10', {
      identity: { vendor: 'Schneider Electric', orderNumber: 'TM221CE24R', firmware: 'V1.12' },
    }),
    host('panel', '172.16.8.81', '00:0e:8c:7b:02:91'),
    host('weigher', '172.16.8.98', '00:1b:1b:66:40:12', {
      identity: { vendor: 'Siemens', orderNumber: '7MH4960-2AA01', firmware: '2.0.1' },
    }),
  ]
  const asks = (server: string, protocol: Talk['protocol'], deeds: Talk['deeds']): Talk => ({
    client: 'SCADA-01',
    server,
    protocol,
    deeds,
    sessionsPerDay: 1,
    hours: [9, 22],
  })
  const read = [{ does: 'identify' }, { does: 'read', times: 2 }] as const
  return [
    {
      tap: 'control',
      from: days.ago(14),
      to: days.ago(12),
      hosts: strangers,
      talks: [
        asks('old-plc-1', 's7comm', read),
        asks('old-plc-2', 's7comm', read),
        asks('boiler', 'modbus', read),
        asks('chiller', 'modbus', read),
        asks('weigher', 'modbus', read),
        asks('nvr', 'http', [{ does: 'exchange' }]),
        asks('nas', 'smb', [{ does: 'exchange' }]),
        asks('modem', 'snmp', [{ does: 'exchange' }]),
        { ...asks('old-plc-1', 's7comm', [{ does: 'read', times: 2 }]), client: 'panel' },
        {
          ...asks('CPU-03', 's7comm', [{ does: 'stop' }, { does: 'program', quantity: 3 }, { does: 'start' }]),
          client: 'laptop',
          hours: [20, 21],
        },
        { ...asks('MOD-02', 'modbus', [{ does: 'read', times: 2 }]), client: 'pi' },
      ],
    },
  ]
}

function s7(model: string, orderNumber: string, firmware: string, serial: string) {
  return { vendor: 'Siemens', model, orderNumber, firmware, serial }
}
