import { useMemo } from 'react'
import type { DeviceDetail } from '#contract/network.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Panel } from '#web/ui/kit.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { devicePath, productOf, roleName } from './device-words.ts'
import { StatedByLinks, statedByWords } from './stated-by.tsx'

const knownFacts = [
  'hardware',
  'deviceType',
  'runState',
  'state',
  'keyState',
  'description',
  'location',
  'contact',
  'project',
  'os',
  'product',
  'mac',
  'ip',
  'subnetMask',
  'gateway',
  'safety',
  'deviceId',
  'vendorId',
  'applicationSoftware',
  'applicationUri',
  'asksFor',
  'banner',
  'capabilities',
  'deviceInstance',
  'fqdn',
  'hostKey',
  'hostName',
  'messageType',
  'moduleName',
  'ntpVersion',
  'port',
  'productCode',
  'protectionLevel',
  'revision',
  'server',
  'serverType',
  'service',
  'software',
  'stratum',
  'timeSource',
  'user',
  'vendorClass',
  'version',
] as const

/** `portDescription` → `Port description`: the rest, as protocols call it, in one language. */
function spaced(name: string): string {
  const first = name.charAt(0).toUpperCase() + name.slice(1)
  return first.replace(/([a-z0-9])([A-Z])/g, (_, before: string, next: string) => `${before} ${next.toLowerCase()}`)
}

type Fact = DeviceDetail['facts'][number]
type Unit = DeviceDetail['unitsBehind'][number]
type Seen = DeviceDetail['captures'][number]

/** Everything else that it says of itself. */
export function DeviceFacts({ device }: { readonly device: DeviceDetail }) {
  const { t, pick } = useText()
  const columns = useMemo<Column<Fact>[]>(
    () => [
      {
        key: 'field',
        title: t('asset.field'),
        value: (one) => {
          const known = knownFacts.find((name) => name === one.field)
          return known ? t(`device.fact.${known}`) : spaced(one.field)
        },
        nowrap: true,
      },
      { key: 'value', title: t('device.value'), value: (one) => one.value },
      {
        key: 'sources',
        title: t('device.sources'),
        value: (one) => one.sources.map((source) => statedByWords(source, pick)).join('; '),
        cell: (one) => <StatedByLinks sources={one.sources} />,
      },
    ],
    [t, pick],
  )
  if (device.facts.length === 0) return null
  return (
    <Panel title={t('device.facts')} flush>
      <DataTable
        name={`facts-${device.id}`}
        caption={t('device.facts')}
        columns={columns}
        rows={device.facts}
        rowKey={(one) => `${one.field} ${one.value}`}
        maxHeight={400}
      />
    </Panel>
  )
}

/** Devices that answer behind its address: modules of a rack, stations of a bus. */
export function UnitsBehind({ device }: { readonly device: DeviceDetail }) {
  const { t } = useText()
  const columns = useMemo<Column<Unit>[]>(
    () => [
      {
        key: 'unit',
        title: t('device.unit'),
        value: (one) => one.unit,
        cell: (one) => <AppLink to={devicePath(device.plant, one.id)}>{one.unit}</AppLink>,
      },
      { key: 'product', title: t('device.product'), value: (one) => productOf(one) || null },
      {
        key: 'roles',
        title: t('device.roles'),
        value: (one) => one.roles.map((role) => roleName(role, t)).join(', ') || null,
      },
    ],
    [t, device.plant],
  )
  if (device.unitsBehind.length === 0) return null
  return (
    <Panel title={t('device.unitsBehind')} flush>
      <DataTable
        name={`units-${device.id}`}
        caption={t('device.unitsBehind')}
        columns={columns}
        rows={device.unitsBehind}
        rowKey={(one) => one.id}
        maxHeight={400}
      />
    </Panel>
  )
}

/** Which captures show it. */
export function SeenIn({ device }: { readonly device: DeviceDetail }) {
  const { t } = useText()
  const format = useFormat()
  const columns = useMemo<Column<Seen>[]>(
    () => [
      {
        key: 'name',
        title: t('captures.file'),
        value: (one) => one.name,
        cell: (one) => <AppLink to={`/evidence/captures/${encodeURIComponent(one.id)}`}>{one.name}</AppLink>,
      },
      ...(['firstSeen', 'lastSeen'] as const).map(
        (key): Column<Seen> => ({
          key,
          title: t(key === 'firstSeen' ? 'device.firstSeen' : 'asset.seenOn'),
          value: (one) => one[key],
          cell: (one) => (one[key] ? format.instant(one[key]) : '–'),
          nowrap: true,
        }),
      ),
    ],
    [t, format],
  )
  return (
    <Panel title={t('device.seenIn')} flush>
      <DataTable
        name={`captures-${device.id}`}
        caption={t('device.seenIn')}
        columns={columns}
        rows={device.captures}
        rowKey={(one) => one.id}
        maxHeight={320}
      />
    </Panel>
  )
}
