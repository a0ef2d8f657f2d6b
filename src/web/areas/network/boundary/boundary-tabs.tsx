import { useText } from '#web/i18n/text.tsx'
import { ViewTabs } from '#web/view/view-tabs.tsx'

/** The pages about the boundary of a plant. */
export function BoundaryTabs() {
  const { t } = useText()
  return (
    <ViewTabs
      label={t('boundary.title')}
      tabs={[
        { to: '/network/boundary', label: t('boundary.map'), end: true },
        { to: '/network/boundary/conversations', label: t('boundary.conversations') },
        { to: '/network/boundary/policy', label: t('boundary.policy') },
        { to: '/network/boundary/proposals', label: t('boundary.proposals') },
        { to: '/network/firewalls', label: t('boundary.firewalls') },
      ]}
    />
  )
}
