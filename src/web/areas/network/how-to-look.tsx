import './devices.css'
import { useText } from '#web/i18n/text.tsx'
import { AppLink } from '#web/view/app-link.tsx'

const WAYS = [
  ['drop', '/evidence'],
  ['sensor', '/evidence/sensors'],
  ['logs', '/evidence'],
] as const

/** Nobody looked at the network yet: the ways to look, the shortest first. All of them only listen. */
export function HowToLook() {
  const { t } = useText()
  return (
    <div className="empty">
      <h2>{t('devices.empty')}</h2>
      <p className="muted">{t('devices.emptyHint')}</p>
      <ol className="ways">
        {WAYS.map(([way, to]) => (
          <li key={way}>
            <AppLink to={to}>{t(`devices.way.${way}`)}</AppLink>
            <div className="small muted">{t(`devices.way.${way}Hint`)}</div>
          </li>
        ))}
      </ol>
    </div>
  )
}
