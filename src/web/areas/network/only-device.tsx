import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/kit.tsx'

/** A page that was opened for one device, from its own page or from the map: says so, and shows all again. */
export function OnlyDevice({ device, onAll }: { readonly device: string; onAll(): void }) {
  const { t } = useText()
  return (
    <Notice action={<Button onClick={onAll}>{t('access.allDevices')}</Button>}>
      {t('access.onlyDevice', { device })}
    </Notice>
  )
}
