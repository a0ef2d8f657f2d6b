import type { DmzPath } from '#contract/boundary.ts'
import { useText } from '#web/i18n/text.tsx'
import { Panel, Tag } from '#web/ui/kit.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { firewallPath } from './firewalls.tsx'

/** Ways from the office into the plant that do not end in the DMZ. */
export function DmzPaths(props: {
  readonly paths: readonly DmzPath[]
  readonly ruleset: string
  /** Its name: lines of other filters on the way lead nowhere from here. */
  readonly filter: string
}) {
  const { paths, ruleset, filter } = props
  const { t, pick } = useText()
  return (
    <Panel title={t('firewall.dmz')}>
      {paths.length === 0 ? (
        <p>{t('firewall.dmzNone')}</p>
      ) : (
        <ul className="stack" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {paths.map((path) => (
            <li key={path.zones.join(' ')} className="stack" style={{ gap: 4 }}>
              <span className="row">
                <Tag tone={path.decided ? 'wrong' : 'warn'}>
                  {t(path.decided ? 'firewall.dmzOpen' : 'firewall.possible')}
                </Tag>
                <strong>{path.zones.join(' → ')}</strong>
              </span>
              <span>{pick(path.text)}</span>
              {path.steps.map((step) => (
                <span key={`${step.from} ${step.to}`} className="row small">
                  {`${step.from} → ${step.to}`}
                  {step.line !== null &&
                    (step.filter === filter ? (
                      <AppLink to={firewallPath(ruleset, step.line)}>
                        {`${step.filter} ${t('firewall.line', { line: step.line })}`}
                      </AppLink>
                    ) : (
                      `${step.filter ?? ''} ${t('firewall.line', { line: step.line })}`
                    ))}
                  {step.packet && <code>{`${step.packet.from} → ${step.packet.to} ${step.packet.service}`}</code>}
                </span>
              ))}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
