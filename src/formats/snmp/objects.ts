/** Objects that identify a device, by OID without instance. Sources: the MIB named beside each. */
const columns: ReadonlyMap<string, string> = new Map([
  // SNMPv2-MIB, RFC 3418.
  ['1.3.6.1.2.1.1.1', 'description'],
  ['1.3.6.1.2.1.1.2', 'objectId'],
  ['1.3.6.1.2.1.1.4', 'contact'],
  ['1.3.6.1.2.1.1.5', 'name'],
  ['1.3.6.1.2.1.1.6', 'location'],
  ['1.3.6.1.2.1.1.9.1.3', 'supports'],
  // IF-MIB, RFC 2863, and IP-MIB: addresses may be shared by a redundant pair, so that they join nothing.
  ['1.3.6.1.2.1.2.2.1.2', 'interface'],
  ['1.3.6.1.2.1.2.2.1.6', 'interfaceMac'],
  ['1.3.6.1.2.1.4.20.1.1', 'interfaceAddress'],
  // ENTITY-MIB, RFC 6933: of the first entity; others are modules.
  ['1.3.6.1.2.1.47.1.1.1.1.2', 'entity description'],
  ['1.3.6.1.2.1.47.1.1.1.1.8', 'entity hardware'],
  ['1.3.6.1.2.1.47.1.1.1.1.9', 'entity firmware'],
  ['1.3.6.1.2.1.47.1.1.1.1.10', 'entity software'],
  ['1.3.6.1.2.1.47.1.1.1.1.11', 'entity serial'],
  ['1.3.6.1.2.1.47.1.1.1.1.12', 'entity vendor'],
  ['1.3.6.1.2.1.47.1.1.1.1.13', 'entity model'],
  // UPS-MIB, RFC 1628.
  ['1.3.6.1.2.1.33.1.1.1', 'vendor'],
  ['1.3.6.1.2.1.33.1.1.2', 'model'],
  ['1.3.6.1.2.1.33.1.1.3', 'firmware'],
  // Printer-MIB, RFC 3805.
  ['1.3.6.1.2.1.43.5.1.1.17', 'serial'],
  // LLDP-MIB, IEEE 802.1AB: the local system.
  ['1.0.8802.1.1.2.1.3.3', 'name'],
  ['1.0.8802.1.1.2.1.3.4', 'description'],
  // AUTOMATION-SYSTEM-MIB of Siemens; SNMP agents of SIMATIC NET.
  ['1.3.6.1.4.1.4329.6.3.2.1.1.2', 'orderNumber'],
  ['1.3.6.1.4.1.4329.6.3.2.1.1.3', 'serial'],
  ['1.3.6.1.4.1.4329.6.3.2.1.1.4', 'hardware'],
  ['1.3.6.1.4.1.4329.6.3.2.1.1.5', 'firmware'],
  ['1.3.6.1.4.1.4196.1.1.8.3.100.1.8.4', 'firmware'],
  ['1.3.6.1.4.1.4196.1.1.8.3.100.1.8.6', 'serial'],
  ['1.3.6.1.4.1.4196.1.1.8.3.100.1.8.26', 'orderNumber'],
])

const prefixes = new Set([...columns.keys()].map((oid) => oid.split('.').length))
/** Where the first entity is the whole device: by the standard's example, and in the numbering of Cisco. */
const wholeDevice = new Set(['1', '1001'])

/** The fact that an object gives, undefined for the many that identify nothing. */
export function fieldOf(oid: string): string | undefined {
  let at = -1
  let arcs = 0
  for (;;) {
    at = oid.indexOf('.', at + 1)
    arcs++
    if (at < 0) return undefined
    if (!prefixes.has(arcs)) continue
    const field = columns.get(oid.slice(0, at))
    if (field === undefined) continue
    if (!field.startsWith('entity ')) return field
    const what = field.slice(7)
    if (wholeDevice.has(oid.slice(at + 1))) return what === 'description' ? 'product' : what
    return `module${what[0]!.toUpperCase()}${what.slice(1)}`
  }
}

/** IANA Private Enterprise Numbers of makers that are met in plants. */
const enterprises: Readonly<Record<number, string>> = {
  9: 'Cisco',
  11: 'Hewlett-Packard',
  43: '3Com',
  95: 'Rockwell Automation',
  171: 'D-Link',
  207: 'Allied Telesis',
  244: 'Lantronix',
  248: 'Hirschmann',
  253: 'Xerox',
  311: 'Microsoft',
  318: 'APC',
  332: 'Digi International',
  367: 'Ricoh',
  368: 'Axis Communications',
  476: 'Vertiv',
  534: 'Eaton',
  641: 'Lexmark',
  674: 'Dell',
  890: 'Zyxel',
  1347: 'Kyocera',
  1602: 'Canon',
  1916: 'Extreme Networks',
  1991: 'Brocade',
  2435: 'Brother',
  2606: 'Rittal',
  2620: 'Check Point',
  2636: 'Juniper Networks',
  3375: 'F5 Networks',
  3833: 'Schneider Electric',
  4196: 'Siemens',
  4329: 'Siemens',
  4346: 'Phoenix Contact',
  4526: 'Netgear',
  6574: 'Synology',
  6876: 'VMware',
  7427: 'Yokogawa',
  8691: 'Moxa',
  10297: 'Advantech',
  11863: 'TP-Link',
  12356: 'Fortinet',
  13576: 'WAGO',
  14823: 'Aruba',
  14988: 'MikroTik',
  15004: 'RuggedCom',
  16177: 'Westermo',
  16838: 'Omron',
  24681: 'QNAP',
  25461: 'Palo Alto Networks',
  25506: 'H3C',
  41112: 'Ubiquiti',
}

/** The maker of the agent by `1.3.6.1.4.1.N…`; net-snmp and unknown numbers tell nothing about the device. */
export function vendorOfObjectId(oid: string): string | undefined {
  const number = /^1\.3\.6\.1\.4\.1\.(\d+)\./.exec(oid)?.[1]
  return number === undefined ? undefined : enterprises[Number(number)]
}
export const vendorOfEnterprise = (number: number): string | undefined => enterprises[number]
