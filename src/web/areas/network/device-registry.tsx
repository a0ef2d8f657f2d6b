import type { DeviceDetail } from '#contract/network.ts'
import { addressOf } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Panel } from '#web/ui/kit.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { useRead } from '#web/view/read.ts'

const LISTED_TO_FIND_IT = 50

/** How it stands to the registry. Observation never writes into the registry: a person takes it over. */
export function DeviceRegistry({ device }: { readonly device: DeviceDetail }) {
  const { t } = useText()
  return (
    <Panel title={t('device.registry')}>
      {device.status === 'matched' && device.asset ? (
        <p>
          {t('device.isAsset')}{' '}
          <AppLink to={`/assets/${encodeURIComponent(device.plant)}/${encodeURIComponent(device.asset)}`}>
            {device.asset}
          </AppLink>
        </p>
      ) : device.status === 'conflict' ? (
        <Conflict device={device} />
      ) : (
        <Unmanaged device={device} />
      )}
    </Panel>
  )
}

function Conflict({ device }: { readonly device: DeviceDetail }) {
  const { t } = useText()
  const found = useRead(doors.reconciliation, {
    query: { plant: device.plant, state: 'conflict', q: device.id, limit: LISTED_TO_FIND_IT },
  }).data?.items.find((one) => one.device === device.id)
  return (
    <>
      <p className="wrong">{t('device.inConflict')}</p>
      {found && (
        <ul>
          {found.because.map((one) => (
            <li key={`${one.key} ${one.registry} ${one.seen}`}>
              {t('device.differs', { field: one.key, registry: one.registry ?? '–', seen: one.seen ?? '–' })}
            </li>
          ))}
        </ul>
      )}
      <div className="row">
        {found?.tag && (
          <AppLink className="btn" to={`/assets/${encodeURIComponent(device.plant)}/${encodeURIComponent(found.tag)}`}>
            {found.tag}
          </AppLink>
        )}
        <AppLink
          className="btn"
          to={`/assets/reconciliation?state=conflict&plant=${device.plant}&q=${encodeURIComponent(device.id)}`}
        >
          {t('device.toReconciliation')}
        </AppLink>
      </div>
    </>
  )
}

function Unmanaged({ device }: { readonly device: DeviceDetail }) {
  const { t, language } = useText()
  const row = (format: 'xlsx' | 'csv') =>
    addressOf(doors.exportDevices.path, { query: { plant: device.plant, device: device.id, format, language } })
  return (
    <>
      <p>
        <span className="warn">{t('device.notRegistered')}</span> {device.counted === false && t('device.notOfPlant')}
      </p>
      <p className="muted">{t('device.registerHint')}</p>
      <div className="row">
        <a className="btn" download href={row('xlsx')}>
          {t('device.register')}
        </a>
        <AppLink className="btn quiet" to={`/evidence?plant=${device.plant}`}>
          {t('evidence.bring')}
        </AppLink>
        <AppLink
          className="btn quiet"
          to={`/assets/reconciliation?state=unmanaged&plant=${device.plant}&q=${encodeURIComponent(device.id)}`}
        >
          {t('device.toReconciliation')}
        </AppLink>
      </div>
    </>
  )
}
