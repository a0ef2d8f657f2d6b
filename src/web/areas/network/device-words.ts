import type { Device } from '#contract/network.ts'
import { deviceRoles } from '#core/capture/inspection.ts'
import type { Format } from '#web/i18n/format.ts'
import type { Language, Text } from '#web/i18n/text.tsx'

type Told = Pick<Device, 'roles' | 'safety'>

/** A role in the reader's words; one that is not ours stays as it is. */
export function roleName(role: string, t: Text['t']): string {
  const known = deviceRoles.find((one) => one === role)
  return known ? t(`role.${known}`) : role
}

/** The roles of a device, safety first: that it is one must never be read last. */
export function roleNames({ roles }: Told, t: Text['t']): string {
  const rank = (role: string) => (role === 'safety-controller' ? 0 : 1)
  return [...roles]
    .sort((a, b) => rank(a.role) - rank(b.role))
    .map(({ role }) => roleName(role, t))
    .join(', ')
}

/** What to say of safety in words, never by colour alone; null where nothing was recognised (which is no "no"). */
export function safetyMark({ roles, safety }: Told): 'controller' | 'protocol' | null {
  if (roles.some(({ role }) => role === 'safety-controller')) return 'controller'
  return safety ? 'protocol' : null
}

/** Of a device with several products, or none that is known. */
export function productOf({ vendor, model, orderNumber }: Pick<Device, 'vendor' | 'model' | 'orderNumber'>): string {
  // Many a model begins with its maker's name already.
  const named = model && vendor && model.toLowerCase().startsWith(vendor.toLowerCase()) ? model : null
  const product = named ?? [vendor, model].filter(Boolean).join(' ')
  if (!orderNumber || product.includes(orderNumber)) return product
  return product ? `${product} (${orderNumber})` : orderNumber
}

/** `1 · 90 %` for what the traffic tells, `1 · zone` for what people said. */
export function levelWords({ purdueLevel: known }: Pick<Device, 'purdueLevel'>, t: Text['t'], format: Format): string {
  if (!known) return '–'
  const by = known.source === 'registry' || known.source === 'zone' ? t(`device.by.${known.source}`) : null
  const sure = by ?? (known.confidence === null ? null : format.percent(known.confidence))
  return sure === null ? `L${known.level}` : `L${known.level} · ${sure}`
}

/** Why it stands on its level, and what speaks against it. */
export function levelReasons({ purdueLevel: known }: Pick<Device, 'purdueLevel'>, language: Language): string[] {
  if (!known) return []
  const side = (en: readonly string[] = [], ja?: readonly string[]) => (language === 'ja' && ja ? ja : en)
  return [...side(known.because, known.becauseJa), ...side(known.against, known.againstJa)]
}

/** What it is, in one sentence; what is not known is said to be unknown. */
export function deviceSentence(device: Device, t: Text['t'], format: Format): string {
  const level = device.purdueLevel
  const by = level?.source === 'registry' || level?.source === 'zone' ? t(`device.said.${level.source}`) : null
  const sure = level?.confidence == null ? 'none' : format.percent(level.confidence)
  return t('device.sentence', {
    product: productOf(device) || t('device.unknownProduct'),
    firmware: device.firmware ?? 'none',
    role: roleNames(device, t) || t('device.unknownRole'),
    level: level?.level ?? 'none',
    sure: by ?? (sure === 'none' ? 'none' : t('device.sure', { share: sure })),
  })
}

/** An address that many listen to is nobody's, and has no page. */
export function isEverybodys(address: string): boolean {
  if (/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(address)) return (Number.parseInt(address.slice(0, 2), 16) & 1) === 1
  if (address.includes(':')) return address.startsWith('ff')
  const first = Number(address.split('.')[0])
  return (first >= 224 && first <= 239) || address === '255.255.255.255'
}

export function devicePath(plant: string, id: string): string {
  return `/network/devices/${encodeURIComponent(plant)}/${encodeURIComponent(id)}`
}
