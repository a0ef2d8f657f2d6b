import type { DeviceDetails, ObservedDevice } from './picture-store.ts'

/** A device of a picture as its row, but for the row's digest. */
export function observedRow(plant: string, device: ObservedDevice, record: DeviceDetails) {
  return {
    plant,
    id: device.id,
    ips: [...device.ips],
    macs: [...device.macs],
    names: [...device.names],
    vendor: device.vendor,
    model: device.model,
    order_number: device.orderNumber,
    firmware: device.firmware,
    serial: device.serial,
    roles: [...device.roles],
    level: device.level,
    level_source: device.levelSource,
    status: device.status,
    tag: device.tag,
    reasons: [...device.reasons],
    managed_from: device.managedFrom,
    baseline: device.baseline,
    counted: device.counted,
    days: [...device.days],
    first_seen: device.firstSeen,
    last_seen: device.lastSeen,
    capture_id: device.captureId,
    packet: device.packet,
    role: device.roles[0]?.role ?? null,
    critical_from: device.criticalFrom,
    zone: device.zone,
    search: searchOf(device),
    id_order: device.id.replace(/\d+/g, (digits) => digits.padStart(5, '0')),
    ...detailColumns(record),
  }
}

/** What a search looks through, in one text. */
function searchOf(device: ObservedDevice): string {
  const { id, tag, vendor, model, orderNumber, serial, ips, macs, names } = device
  return [id, tag, vendor, model, orderNumber, serial, ...ips, ...macs, ...names]
    .filter(Boolean)
    .join(' ')
    .toLowerCase()
}

function detailColumns(record: DeviceDetails) {
  return {
    name: record.name,
    maker: record.maker,
    fields: [...record.fields],
    confidence: record.confidence,
    contradicted: [...record.contradicted],
    level_confidence: record.level.confidence,
    level_because: [...record.level.because],
    level_against: [...record.level.against],
    vlans: [...record.vlans],
    protocols: [...record.protocols],
    safety: [...record.safety],
    behind: record.behind,
    units: record.units,
    addresses: [...record.addresses],
    joined: [...record.joined],
    maybe_same: [...record.maybeSame],
    decisions: [...record.decisions],
    suggested_level: record.suggested?.level ?? null,
    suggested_confidence: record.suggested?.confidence ?? null,
  }
}
