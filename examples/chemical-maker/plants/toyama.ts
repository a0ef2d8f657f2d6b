import type { PlantSketch } from '../equipment.ts'

/** Toyama Works: blending and filling, without process hazards; a list in a CSV file, and an honest "we have none". */
export const toyama: PlantSketch = {
  key: 'toyama',
  seed: 5519,
  utcOffsetMinutes: 540,
  editions: 1,
  owners: ['充填課', '設備課'],
  zones: { floor: { name: '工場内LAN', level: '1', network: '192.168.10.0/24', targetLevel: 1 } },
  groups: [
    {
      tag: '充填-01',
      count: 12,
      make: 'keyence',
      name: '充填機制御盤',
      unit: '第1充填室',
      zone: 'floor',
      criticality: 'high',
    },
    { tag: '包装-01', count: 10, make: 'omron', name: '包装機制御盤', unit: '包装室', zone: 'floor' },
    {
      tag: '表示-01',
      count: 14,
      make: 'touch',
      name: '操作表示器',
      unit: '第1充填室',
      zone: 'floor',
      criticality: 'low',
    },
    { tag: '計量-01', count: 16, make: 'mettler', name: '計量器', unit: '第2充填室', zone: 'floor' },
    {
      tag: '調合-01',
      count: 8,
      make: 'omron',
      name: '調合槽制御盤',
      unit: '調合室',
      zone: 'floor',
      criticality: 'high',
    },
    {
      tag: '端末-01',
      count: 4,
      make: 'fieldPc',
      name: '製造実績端末',
      unit: '調合室',
      zone: 'floor',
      from: '192.168.10.11',
    },
  ],
}
