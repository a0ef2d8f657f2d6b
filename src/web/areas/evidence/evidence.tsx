import { Outlet } from 'react-router'
import { useText } from '#web/i18n/text.tsx'
import { ViewTabs } from '#web/view/view-tabs.tsx'

/** What was brought, and the place to bring more. */
export function Evidence() {
  const { t } = useText()
  return (
    <>
      <ViewTabs
        label={t('nav.evidence')}
        tabs={[
          { to: '/evidence', label: t('evidence.bring'), end: true },
          { to: '/evidence/records', label: t('evidence.records') },
          { to: '/evidence/sources', label: t('evidence.sources') },
          { to: '/evidence/documents', label: t('evidence.documents') },
          { to: '/evidence/captures', label: t('evidence.captures') },
          { to: '/evidence/sensors', label: t('evidence.sensors') },
        ]}
      />
      <Outlet />
    </>
  )
}
