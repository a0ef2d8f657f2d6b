import { Outlet } from 'react-router'
import { useText } from '#web/i18n/text.tsx'
import { ViewTabs } from '#web/view/view-tabs.tsx'

/** The registry beside what the wire says. */
export function Assets() {
  const { t } = useText()
  return (
    <>
      <ViewTabs
        label={t('nav.assets')}
        tabs={[
          { to: '/assets', label: t('assets.inventory'), end: true },
          { to: '/assets/reconciliation', label: t('assets.reconciliation') },
          { to: '/network/devices', label: t('assets.devices') },
          { to: '/assets/conversations', label: t('assets.conversations') },
          { to: '/assets/vulnerabilities', label: t('vulnerabilities.tab') },
          { to: '/network/boundary', label: t('boundary.title'), also: '/network/firewalls' },
          { to: '/network/changes', label: t('changes.tab') },
          { to: '/network/access', label: t('access.title') },
          { to: '/network/cryptography', label: t('crypto.title') },
        ]}
      />
      <Outlet />
    </>
  )
}
