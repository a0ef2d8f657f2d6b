import { useMemo } from 'react'
import type { DeviceDetail } from '#contract/network.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Panel } from '#web/ui/kit.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { devicePath } from './device-words.ts'

type Address = DeviceDetail['addresses'][number]

const KINDS = { ipv4: 'IPv4', ipv6: 'IPv6', mac: 'MAC' } as const

/** Its addresses, and why they are taken for one device's. */
export function DeviceAddresses({ device }: { readonly device: DeviceDetail }) {
  const { t, pick } = useText()
  const format = useFormat()
  const columns = useMemo<Column<Address>[]>(
    () => [
      {
        key: 'address',
        title: t('device.address'),
        value: (one) => one.address,
        cell: (one) => <span className="mono">{one.address}</span>,
        nowrap: true,
      },
      {
        key: 'kind',
        title: t('device.addressKind'),
        value: (one) => KINDS[one.kind],
        nowrap: true,
      },
      { key: 'vendor', title: t('device.cardMaker'), value: (one) => one.vendor },
      {
        key: 'because',
        title: t('device.whyHere'),
        value: (one) =>
          one.because.map(pick).join('; ') ||
          (one.address === device.id ? t('device.givesId') : one.kind === 'mac' ? t('device.itsCard') : null),
      },
      {
        key: 'first',
        title: t('device.firstSeen'),
        value: (one) => one.firstSeen,
        cell: (one) => (one.firstSeen ? format.day(one.firstSeen) : '–'),
        nowrap: true,
      },
      {
        key: 'last',
        title: t('asset.seenOn'),
        value: (one) => one.lastSeen,
        cell: (one) => (one.lastSeen ? format.day(one.lastSeen) : '–'),
        nowrap: true,
      },
    ],
    [t, pick, format, device.id],
  )
  return (
    <Panel title={t('device.addresses')} flush>
      <DataTable
        name={`addresses-${device.id}`}
        caption={t('device.addresses')}
        columns={columns}
        rows={device.addresses}
        rowKey={(one) => one.address}
        maxHeight={400}
      />
      {device.joined.length > 0 && (
        <div className="panel-body">
          <h3>{t('device.joined')}</h3>
          <ul>
            {device.joined.map((one) => (
              <li key={`${one.because.en} ${one.addresses.join()}`}>
                {pick(one.because)} <span className="muted mono">{one.addresses.join(', ')}</span>{' '}
                <span className="muted">{t('device.strength', { share: format.percent(one.strength) })}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  )
}

/** Others that something speaks for being the same; a person may join them. */
export function MaybeSame(props: { readonly device: DeviceDetail; onJoin(id: string): void }) {
  const { t, pick } = useText()
  const { device } = props
  if (device.maybeSame.length === 0) return null
  return (
    <Panel title={t('device.maybeSame')}>
      <p className="muted">{t('device.maybeSameHint')}</p>
      <ul className="plain-list">
        {device.maybeSame.map((one) => (
          <li key={one.id} className="row spread">
            <div>
              <AppLink to={devicePath(device.plant, one.id)}>{one.id}</AppLink>: {pick(one.because)}
              {one.refused && <div className="muted">{t('device.notJoined', { because: pick(one.refused) })}</div>}
            </div>
            <Button onClick={() => props.onJoin(one.id)}>{t('device.joinThis')}</Button>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
