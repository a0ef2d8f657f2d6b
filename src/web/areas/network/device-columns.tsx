import { useMemo } from 'react'
import type { Device } from '#contract/network.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Tag } from '#web/ui/kit.tsx'
import type { VirtualColumn } from '#web/ui/virtual-table.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { devicePath, levelReasons, levelWords, roleNames, safetyMark } from './device-words.ts'

/** In the order of the table. */
export const deviceColumnKeys = [
  'id',
  'name',
  'plant',
  'asset',
  'status',
  'role',
  'level',
  'safety',
  'vendor',
  'model',
  'orderNumber',
  'firmware',
  'serial',
  'confidence',
  'contradicted',
  'protocols',
  'ips',
  'macs',
  'vlans',
  'behind',
  'units',
  'firstSeen',
  'lastSeen',
] as const

/** Shown before anybody chose: what fits beside the navigation. Of one plant its name need not be said. */
export const firstDeviceColumns = {
  plant: ['id', 'asset', 'role', 'level', 'vendor', 'model', 'firmware', 'confidence', 'lastSeen'],
  all: ['id', 'plant', 'asset', 'role', 'level', 'vendor', 'model', 'confidence', 'lastSeen'],
} as const

const fieldWords = ['vendor', 'model', 'orderNumber', 'firmware', 'serial', 'name'] as const

/** All that a list of devices can show; the server sorts by every one of them. */
export function useDeviceColumns(): readonly VirtualColumn<Device>[] {
  const { t, language } = useText()
  const format = useFormat()
  const plantName = usePlantName()
  return useMemo(() => {
    const day = (value: string | null) => (value ? format.day(value) : '–')
    const status = (one: Device) => (one.status ? t(`device.status.${one.status}`) : null)
    const fieldName = (field: string) => {
      const known = fieldWords.find((one) => one === field)
      return known ? t(`device.field.${known}`) : field
    }
    const mark = (one: Device) => {
      const found = safetyMark(one)
      return found ? t(`device.safety.${found}`) : null
    }
    const of: Record<(typeof deviceColumnKeys)[number], Omit<VirtualColumn<Device>, 'key'>> = {
      id: {
        title: t('device.device'),
        width: 152,
        value: (one) => one.id,
        cell: (one) => <AppLink to={devicePath(one.plant, one.id)}>{one.id}</AppLink>,
      },
      name: { title: t('device.field.name'), width: 150, value: (one) => one.names.join(', ') || null },
      plant: { title: t('matrix.plant'), width: 118, value: (one) => plantName(one.plant) },
      asset: {
        title: t('device.registry'),
        width: 112,
        value: (one) => one.asset ?? status(one),
        cell: (one) =>
          one.asset ? (
            <AppLink to={`/assets/${encodeURIComponent(one.plant)}/${encodeURIComponent(one.asset)}`}>
              {one.asset}
            </AppLink>
          ) : (
            <span className={one.status === 'conflict' ? 'wrong' : 'warn'}>{status(one) ?? '–'}</span>
          ),
      },
      status: { title: t('device.status'), width: 130, value: status },
      role: {
        title: t('device.roles'),
        width: 140,
        value: (one) => roleNames(one, t) || null,
        cell: (one) => (
          <span title={one.roles.map((role) => (language === 'ja' && role.becauseJa) || role.because).join('; ')}>
            {safetyMark(one) === 'controller' ? <Tag>{roleNames(one, t)}</Tag> : roleNames(one, t) || '–'}
          </span>
        ),
      },
      level: {
        title: t('device.level'),
        width: 114,
        value: (one) => (one.purdueLevel ? levelWords(one, t, format) : null),
        cell: (one) => <span title={levelReasons(one, language).join('; ')}>{levelWords(one, t, format)}</span>,
      },
      safety: {
        title: t('device.safety'),
        width: 140,
        value: mark,
        cell: (one) => (mark(one) ? <Tag>{mark(one)}</Tag> : '–'),
      },
      vendor: { title: t('asset.vendor'), width: 116, value: (one) => one.vendor },
      model: { title: t('asset.model'), width: 130, value: (one) => one.model },
      orderNumber: { title: t('asset.orderNumber'), width: 150, value: (one) => one.orderNumber },
      firmware: { title: t('asset.firmware'), width: 102, value: (one) => one.firmware },
      serial: { title: t('asset.serial'), width: 130, value: (one) => one.serial },
      confidence: {
        title: t('device.confidence'),
        width: 92,
        value: (one) => (one.confidence == null ? null : format.percent(one.confidence)),
        cell: (one) => (
          <span>
            {one.confidence == null ? '–' : format.percent(one.confidence)}
            {one.contradicted && one.contradicted.length > 0 && (
              <span className="warn" title={one.contradicted.map(fieldName).join(', ')}>
                {' '}
                {t('device.disputed')}
              </span>
            )}
          </span>
        ),
      },
      contradicted: {
        title: t('device.contradicted'),
        width: 150,
        value: (one) => one.contradicted?.map(fieldName).join(', ') || null,
      },
      protocols: {
        title: t('device.protocols'),
        width: 150,
        value: (one) => one.protocols?.map(titleOf).join(', ') || null,
      },
      ips: { title: t('asset.ips'), width: 140, value: (one) => one.ips.join(', ') || null },
      macs: { title: t('asset.macs'), width: 150, value: (one) => one.macs.join(', ') || null },
      vlans: { title: 'VLAN', width: 80, value: (one) => one.vlans.join(', ') || null },
      behind: {
        title: t('device.behind'),
        width: 136,
        value: (one) => one.behind ?? null,
        cell: (one) => (one.behind ? <AppLink to={devicePath(one.plant, one.behind)}>{one.behind}</AppLink> : '–'),
      },
      units: { title: t('device.units'), width: 90, numeric: true, value: (one) => one.units || null },
      firstSeen: {
        title: t('device.firstSeen'),
        width: 112,
        value: (one) => one.firstSeen,
        cell: (one) => day(one.firstSeen),
      },
      lastSeen: {
        title: t('asset.seenOn'),
        width: 106,
        value: (one) => one.lastSeen,
        cell: (one) => day(one.lastSeen),
      },
    }
    return deviceColumnKeys.map((key) => ({ ...of[key], key, sortable: true }))
  }, [t, language, format, plantName])
}
