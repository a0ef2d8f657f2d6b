import type { ScriptResult } from './decode.ts'

/** A fact that a script got out of a device, in the field names of captures. */
export interface ScriptFact {
  readonly reader: string
  readonly field: string
  readonly value: string
  readonly unit?: string
}

type Fields = Readonly<Record<string, string>>

const netbios: Fields = {
  netbioscomputername: 'name',
  dnscomputername: 'fqdn',
  dnsdomainname: 'domain',
  productversion: 'osVersion',
}

/** By the script: the protocol in which it asks, and what its keys (folded) are called here. */
const scripts: Readonly<Record<string, readonly [reader: string, fields: Fields]>> = {
  'enip-info': [
    'enip',
    {
      vendor: 'vendor',
      productname: 'product',
      serialnumber: 'serial',
      devicetype: 'deviceType',
      type: 'deviceType',
      productcode: 'productCode',
      revision: 'firmware',
      status: 'status',
      state: 'state',
    },
  ],
  's7-info': [
    's7comm',
    {
      module: 'orderNumber',
      basichardware: 'basicHardware',
      version: 'firmware',
      systemname: 'name',
      moduletype: 'model',
      serialnumber: 'serial',
      plantidentification: 'plant',
      copyright: 'copyright',
    },
  ],
  'bacnet-info': [
    'bacnet',
    {
      vendorid: 'vendorId',
      vendorname: 'vendor',
      objectidentifier: 'deviceInstance',
      instancenumber: 'deviceInstance',
      firmware: 'firmware',
      applicationsoftware: 'applicationSoftware',
      objectname: 'name',
      modelname: 'model',
      description: 'description',
      location: 'location',
    },
  ],
  'omron-info': [
    'fins',
    {
      controllermodel: 'model',
      controllerversion: 'firmware',
      forsystemuse: 'systemUse',
      programareasize: 'programArea',
    },
  ],
  'fox-info': [
    'fox',
    {
      foxversion: 'foxVersion',
      hostname: 'name',
      appname: 'product',
      appversion: 'firmware',
      vmname: 'vm',
      vmversion: 'vmVersion',
      osname: 'os',
      hostid: 'hostId',
      brandid: 'vendor',
      modelname: 'model',
    },
  ],
  'iec61850-mms': [
    'mms',
    { vendor: 'vendor', vendorname: 'vendor', model: 'model', modelname: 'model', revision: 'firmware' },
  ],
  'pcworx-info': [
    'pcworx',
    { plctype: 'model', modelnumber: 'orderNumber', firmwareversion: 'firmware', firmwaredate: 'firmwareDate' },
  ],
  'melsecq-discover': ['melsec', { cpuinfo: 'model' }],
  'proconos-info': ['proconos', { ladderlogicruntime: 'firmware', plctype: 'model', projectname: 'project' }],
  'cspv4-info': ['cspv4', { cspv4version: 'version', productname: 'product' }],
  'codesys-v2-discover': ['codesys', { osname: 'os', producttype: 'model', osdetails: 'osVersion' }],
  'hartip-info': [
    'hart-ip',
    {
      devicelongtag: 'tag',
      longtag: 'tag',
      manufacturerid: 'vendor',
      manufacturer: 'vendor',
      expandeddevicetype: 'model',
      deviceid: 'deviceId',
      softwarerevisionlevel: 'firmware',
    },
  ],
  'iec-identify': ['iec104', { asduaddress: 'asduAddress' }],
  'snmp-info': ['snmp', { enterprise: 'enterprise' }],
  'snmp-sysdescr': ['snmp', { '': 'description' }],
  nbstat: ['nbns', { servername: 'name', workstationname: 'name' }],
  'smb-os-discovery': ['smb', { os: 'os', server: 'name', fqdn: 'fqdn', domain: 'domain' }],
  'rdp-ntlm-info': ['rdp', netbios],
  'ms-sql-ntlm-info': ['ntlm', netbios],
  'http-ntlm-info': ['ntlm', netbios],
  'http-server-header': ['http', { '': 'server' }],
}
/** Under other names: the same script of another collection, or for another transport. */
const aliases: Readonly<Record<string, string>> = {
  enip: 'enip-info',
  'enip-enumerate': 'enip-info',
  's7-enumerate': 's7-info',
  'bacnet-discover-enumerate': 'bacnet-info',
  'omrontcp-info': 'omron-info',
  'omronudp-info': 'omron-info',
  'mms-identify': 'iec61850-mms',
  'melsecq-discover-udp': 'melsecq-discover',
  'niagara-fox': 'fox-info',
}

const folded = (key: string): string => key.toLowerCase().replace(/[^a-z0-9]/g, '')
const nothing = /^(n\/a|none|unknown|error.*|null|\(?not set\)?)$/i

/** What a script says about the device; empty where the script says nothing of the kind. */
export function factsOf(script: ScriptResult): ScriptFact[] {
  const id = aliases[script.id] ?? script.id
  if (id === 'modbus-discover') return modbusFacts(script)
  const known = scripts[id]
  if (known === undefined) return []
  const [reader, fields] = known
  const facts: ScriptFact[] = []
  for (const [key, value] of valuesOf(script)) {
    const last = key.slice(key.lastIndexOf(' / ') + 1)
    const field = fields[folded(last)]
    if (field === undefined || nothing.test(value)) continue
    facts.push(...valuesFor(id, reader, field, value.replace(/\\x[0-9a-f]{2}/gi, '').trim()))
  }
  if (id === 's7-info' && facts.some(({ field }) => field === 'orderNumber'))
    facts.push({ reader, field: 'vendor', value: 'Siemens' })
  if (reader === 'fins' && facts.some(({ field }) => field === 'model'))
    facts.push({ reader, field: 'vendor', value: 'Omron' })
  if (reader === 'melsec' && facts.length > 0) facts.push({ reader, field: 'vendor', value: 'Mitsubishi Electric' })
  return facts
}

/** Some scripts write number and name into one value: `Rockwell Automation/Allen-Bradley (1)`, `6ES7 315-2EH14-0AB0 `. */
function valuesFor(id: string, reader: string, field: string, value: string): ScriptFact[] {
  const [, name, number] = /^(.*?)\s*\((\d{1,6})\)$/.exec(value) ?? []
  if (id === 'enip-info' && field === 'vendor' && name !== undefined)
    return [
      { reader, field, value: name },
      { reader, field: 'vendorId', value: `0x${Number(number).toString(16).padStart(4, '0')}` },
    ]
  if (id === 'enip-info' && field === 'deviceType' && name !== undefined)
    return [
      { reader, field, value: name },
      { reader, field: 'deviceTypeId', value: number! },
    ]
  if (id === 'bacnet-info' && field === 'vendorId' && name !== undefined)
    return [
      { reader, field, value: number! },
      { reader, field: 'vendor', value: name },
    ]
  if (id === 'enip-info' && field === 'product')
    return [
      { reader, field, value },
      { reader, field: 'model', value },
    ]
  return [{ reader, field, value }]
}

/** One table a unit (`sid 0x1`), with what its server says it is. */
function modbusFacts(script: ScriptResult): ScriptFact[] {
  const facts: ScriptFact[] = []
  let unit: string | undefined
  for (const [key, value] of valuesOf(script)) {
    const sid = /sid (0x[0-9a-f]{1,2})/i.exec(key)?.[1]
    if (sid !== undefined) unit = String(Number(sid))
    if (nothing.test(value)) continue
    const field = /device identification/i.test(key) ? 'product' : /slave id data/i.test(key) ? 'serverId' : null
    if (field !== null) facts.push({ reader: 'modbus', field, value, ...(unit === undefined ? {} : { unit }) })
  }
  return facts
}

/** Tables where the script gives them; else the lines `Key: value` of its text, by their indentation. */
function valuesOf({ values, output }: ScriptResult): readonly (readonly [string, string])[] {
  if (values.length > 0) return values
  const parents: { indent: number; key: string }[] = []
  const found: [string, string][] = []
  for (const line of output.split(/\r?\n/, 500)) {
    const [, space = '', key, value = ''] = /^(\s*)([^:]{1,80}):\s*(.*)$/.exec(line) ?? []
    if (key === undefined) continue
    while (parents.length > 0 && parents.at(-1)!.indent >= space.length) parents.pop()
    if (value === '') parents.push({ indent: space.length, key })
    else found.push([[...parents.map((parent) => parent.key), key].join(' / '), value.trim()])
  }
  return found.length > 0 ? found : [['', output.trim()]]
}
