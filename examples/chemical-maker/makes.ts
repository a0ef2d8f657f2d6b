import type { DescribedIdentity, HintedProtocol } from '#formats/traffic/described.ts'

/** What a device does on the network: answers a protocol, is a computer that asks, or is not connected. */
export type Voice = 'modbus' | 's7comm' | 'enip' | 'snmp' | HintedProtocol | 'computer' | 'offline'

/** What a thing is, in the words of each plant's registry. */
export interface KindName {
  readonly en: string
  readonly ja: string
  readonly de: string
}

/** A product of a maker, as nameplate, registry and wire show it. The three octets are the maker's own IEEE block. */
export interface Make {
  readonly vendor: string
  readonly vendorJa: string
  readonly model: string
  readonly order: string
  readonly firmware: string
  readonly oui: string
  readonly voice: Voice
  /** Where the protocol is spoken elsewhere than usual. */
  readonly port?: number
  readonly kind: KindName
  readonly enip?: Pick<DescribedIdentity, 'vendorId' | 'deviceType' | 'productCode'>
}

const kind = (en: string, ja: string, de: string): KindName => ({ en, ja, de })

export const kinds = {
  dcs: kind('DCS controller', 'DCSコントローラ', 'PLS-Controller'),
  plc: kind('PLC', 'PLC', 'SPS'),
  hmi: kind('HMI', 'HMI', 'Bedienstation'),
  station: kind('Engineering station', 'EWS', 'Engineering-Station'),
  server: kind('Server', 'サーバ', 'Server'),
  safety: kind('Safety controller', '安全計装コントローラ', 'Sicherheitssteuerung'),
  io: kind('Remote I/O', 'リモートI/O', 'Dezentrale Peripherie'),
  drive: kind('Drive', 'インバータ', 'Frequenzumrichter'),
  gateway: kind('Gateway', 'ゲートウェイ', 'Gateway'),
  analyser: kind('Analyser', '分析計', 'Analysator'),
  transmitter: kind('Transmitter', '伝送器', 'Messumformer'),
  recorder: kind('Recorder', '記録計', 'Schreiber'),
  scale: kind('Weighing terminal', '計量機', 'Wägeterminal'),
  switch: kind('Switch', 'スイッチ', 'Switch'),
  firewall: kind('Firewall', 'ファイアウォール', 'Firewall'),
  camera: kind('Process camera', '監視カメラ', 'Prozesskamera'),
} as const

type Row = readonly [
  vendor: string,
  vendorJa: string,
  model: string,
  order: string,
  firmware: string,
  oui: string,
  voice: Voice,
  kind: KindName,
  port?: number,
  enip?: Make['enip'],
]

const rows = {
  centum: ['Yokogawa', '横河電機', 'CENTUM VP FCS', 'AFV30D-S41151', 'R6.09.00', '00:00:64', 'udp', kinds.dcs, 5313],
  his: ['Dell', 'デル', 'Precision 3660', 'HIS-VP-P3660', '10.0.19044', '10:98:36', 'computer', kinds.hmi],
  vpEws: ['Hewlett Packard', '日本HP', 'Z4 G4', 'HP-Z4-G4', '10.0.19044', '28:80:23', 'computer', kinds.station],
  s7300: ['Siemens', 'シーメンス', 'CPU 315-2 PN/DP', '6ES7 315-2EH14-0AB0', 'V3.2.6', '28:63:36', 's7comm', kinds.plc],
  s7400: ['Siemens', 'シーメンス', 'CPU 410-5H', '6ES7 410-5HX08-0AB0', 'V8.2.2', '00:0E:8C', 's7comm', kinds.dcs],
  s7400fh: ['Siemens', 'シーメンス', 'CPU 417-5H', '6ES7 417-5HT06-0AB0', 'V6.0.8', '00:0E:8C', 's7comm', kinds.safety],
  tricon: ['Triconex', 'トライコネックス', 'Tricon CX', '3009X', '11.3.1', '00:00:54', 'modbus', kinds.safety],
  himax: ['HIMA', 'ヒマ', 'HIMax', 'X-CPU 01', 'V8.40', '00:E0:A1', 'modbus', kinds.safety],
  wago: ['WAGO', 'ワゴ', '750-352', '750-352', '01.03.07', '00:30:DE', 'modbus', kinds.io],
  mgate: ['MOXA', 'モクサ', 'MGate MB3170', 'MB3170-T', '4.3', '00:90:E8', 'modbus', kinds.gateway],
  a800: [
    'Mitsubishi Electric',
    '三菱電機',
    'FR-A820-00340',
    'FR-A820-00340-E',
    '1.22',
    '28:E9:8E',
    'modbus',
    kinds.drive,
  ],
  melsec: ['Mitsubishi Electric', '三菱電機', 'R08CPU', 'R08CPU', '55', '28:E9:8E', 'modbus', kinds.plc],
  got: ['Mitsubishi Electric', '三菱電機', 'GT2712-STBA', 'GT2712-STBA', '01.49', '38:E0:8E', 'computer', kinds.hmi],
  frenic: ['Fuji Electric', '富士電機', 'FRN22G2S', 'FRN22G2S-2J', '1500', '00:40:1A', 'modbus', kinds.drive],
  sinamics: [
    'Siemens',
    'シーメンス',
    'SINAMICS G120',
    '6SL3246-0BA22-1FA0',
    '4.7.13',
    '00:1B:1B',
    'modbus',
    kinds.drive,
  ],
  siwarex: ['Siemens', 'シーメンス', 'SIWAREX WP231', '7MH4960-2AA01', '3.0.2', '00:1B:1B', 'modbus', kinds.scale],
  azbilDcs: ['azbil', 'アズビル', 'Harmonas-DEO DOPC IV', 'DOPC4-PS', 'R510.1', '00:20:04', 'tcp', kinds.dcs, 50000],
  opsPc: ['Fujitsu', '富士通', 'CELSIUS J5010', 'CELSIUS-J5010', '10.0.17763', '50:26:90', 'computer', kinds.hmi],
  gx20: ['Yokogawa', '横河電機', 'SMARTDAC+ GX20', 'GX20-1J', 'R4.09.01', '00:60:41', 'modbus', kinds.recorder],
  logix: [
    'Rockwell Automation',
    'ロックウェル',
    '1756-L73 LOGIX5573',
    '1756-L73',
    '33.11',
    '00:1D:9C',
    'enip',
    kinds.plc,
    undefined,
    { vendorId: 1, deviceType: 14, productCode: 94 },
  ],
  panelview: [
    'Rockwell Automation',
    'ロックウェル',
    'PanelView Plus 7',
    '2711P-T12W22D9P',
    '12.2',
    '00:00:BC',
    'enip',
    kinds.hmi,
    undefined,
    { vendorId: 1, deviceType: 24, productCode: 57 },
  ],
  powerflex: [
    'Rockwell Automation',
    'ロックウェル',
    'PowerFlex 755',
    '20G11ND065',
    '14.4',
    '08:61:95',
    'enip',
    kinds.drive,
    undefined,
    { vendorId: 1, deviceType: 143, productCode: 1168 },
  ],
  stratix: [
    'Rockwell Automation',
    'ロックウェル',
    'Stratix 5700',
    '1783-BMS10CGP',
    '15.2',
    '34:C0:F9',
    'snmp',
    kinds.switch,
  ],
  m340: ['Schneider Electric', 'シュナイダー', 'BMX P34 2020', 'BMXP342020', 'V3.20', '00:80:F4', 'modbus', kinds.plc],
  cm44: [
    'Endress+Hauser',
    'エンドレスハウザー',
    'Liquiline CM444',
    'CM444-AAM44A0',
    '01.13.00',
    '00:07:05',
    'modbus',
    kinds.analyser,
  ],
  gc: ['Shimadzu', '島津製作所', 'GC-2030', 'S221-77500', '1.65', '00:E0:96', 'http', kinds.analyser],
  scalance: ['Siemens', 'シーメンス', 'SCALANCE XC216', '6GK5216-0BA00-2AC2', 'V4.4', '00:1B:1B', 'snmp', kinds.switch],
  hirschmann: ['Hirschmann', 'ヒルシュマン', 'RSP35', 'RSP35-08033O6TT', '09.0.03', '00:80:63', 'snmp', kinds.switch],
  allied: [
    'Allied Telesis',
    'アライドテレシス',
    'AT-IE340-12GP',
    'AT-IE340-12GP-80',
    '5.5.2',
    '00:00:CD',
    'snmp',
    kinds.switch,
  ],
  fortigate: ['Fortinet', 'フォーティネット', 'FortiGate 100F', 'FG-100F', '7.2.8', '00:09:0F', 'snmp', kinds.firewall],
  powerEdge: ['Dell', 'デル', 'PowerEdge R450', 'R450', '2.10.2', '18:03:73', 'computer', kinds.server],
  virtual: ['VMware', 'ヴイエムウェア', 'VMware Virtual Platform', 'VM', '17763', '00:50:56', 'computer', kinds.server],
  fieldPc: ['Advantech', 'アドバンテック', 'UNO-2484G', 'UNO-2484G-7531AE', '1.18', '00:D0:C9', 'computer', kinds.hmi],
  axis: ['Axis', 'アクシス', 'P1455-LE', '01997-001', '11.6.94', 'AC:CC:8E', 'http', kinds.camera],
  eja: ['Yokogawa', '横河電機', 'EJA110E', 'EJA110E-JMS5J', 'S1.04', '00:00:64', 'offline', kinds.transmitter],
  pmd: [
    'Endress+Hauser',
    'エンドレスハウザー',
    'Deltabar PMD75B',
    'PMD75B-0',
    '01.00.04',
    '00:07:05',
    'offline',
    kinds.transmitter,
  ],
  omron: ['OMRON', 'オムロン', 'NX102-1200', 'NX102-1200', '1.49', '00:00:0A', 'offline', kinds.plc],
  keyence: ['Keyence', 'キーエンス', 'KV-8000', 'KV-8000', '2.1', '00:01:FC', 'offline', kinds.plc],
  touch: ['Keyence', 'キーエンス', 'VT5-W10', 'VT5-W10', '1.3', '00:01:FC', 'offline', kinds.hmi],
  mettler: ['Mettler Toledo', 'メトラー・トレド', 'IND570', 'IND570-A', '2.03', '00:10:52', 'offline', kinds.scale],
} as const satisfies Record<string, Row>

export type MakeKey = keyof typeof rows

function makeOf(row: Row): Make {
  const [vendor, vendorJa, model, order, firmware, oui, voice, kindName, port, enip] = row
  const extras = { ...(port === undefined ? {} : { port }), ...(enip === undefined ? {} : { enip }) }
  return { vendor, vendorJa, model, order, firmware, oui: oui.toLowerCase(), voice, kind: kindName, ...extras }
}

export const makes = Object.fromEntries(
  Object.entries(rows).map(([key, row]) => [key, makeOf(row as Row)]),
) as unknown as Readonly<Record<MakeKey, Make>>
