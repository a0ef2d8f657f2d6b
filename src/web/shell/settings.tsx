import { PeopleSettings } from '#web/areas/people/people-settings.tsx'
import { CompanySettings } from '#web/areas/plants/company-settings.tsx'
import { PlantSettings } from '#web/areas/plants/plant-settings.tsx'
import { useText } from '#web/i18n/text.tsx'
import { PageHead } from '#web/ui/kit.tsx'

/** Administration: what the company is, its plants, the people one can act as. */
export function Settings() {
  const { t } = useText()
  return (
    <>
      <PageHead title={t('settings.title')} />
      <CompanySettings />
      <PlantSettings />
      <PeopleSettings />
    </>
  )
}
