import { useState } from 'react'
import type { RulesetDetail } from '#contract/boundary.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { ChoicesField } from '#web/ui/fields.tsx'
import { Panel } from '#web/ui/kit.tsx'
import { ProblemNotice } from '#web/view/answer.tsx'
import { useRead, useWrite } from '#web/view/read.ts'

/** What lies behind the interfaces of a filter: by its configuration, or as a person says. */
export function Interfaces({ ruleset }: { readonly ruleset: RulesetDetail }) {
  const { t } = useText()
  const boundary = useRead(doors.boundary, { params: { plant: ruleset.plant } })
  const save = useWrite(doors.placeInterfaces)
  const [said, setSaid] = useState<Readonly<Record<string, readonly string[]>>>(() =>
    Object.fromEntries(ruleset.interfaces.map(({ name, zones, by }) => [name, by === 'person' ? zones : []])),
  )
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set())
  if (ruleset.interfaces.length === 0) return null
  const zones = boundary.data?.zones.map(({ name }) => ({ value: name, label: name })) ?? []
  const interfaces = Object.fromEntries(Object.entries(said).filter(([, names]) => names.length > 0))
  const keep = () =>
    save.mutate(
      { params: { id: ruleset.id }, body: { interfaces: mutable(interfaces) } },
      { onSuccess: () => setChanged(new Set()) },
    )
  return (
    <Panel title={t('firewall.interfaces')}>
      <p className="muted">{t('firewall.interfacesHint')}</p>
      <div className="stack" style={{ marginBlock: 8 }}>
        {ruleset.interfaces.map(({ name, alias, networks, zones: known, by }) => (
          <div key={name} className="stack" style={{ gap: 2 }}>
            <strong>{alias === null ? name : `${name} (${alias})`}</strong>
            <span className="small muted">{networks.length > 0 ? networks.join(', ') : t('firewall.noNetworks')}</span>
            {by === 'configuration' && !changed.has(name) ? (
              <span className="row">
                {t('firewall.byConfiguration', { zones: known.join(', ') })}
                <Button
                  kind="quiet"
                  aria-label={t('firewall.sayOtherwiseOf', { name })}
                  onClick={() => {
                    setSaid({ ...said, [name]: known })
                    setChanged(new Set([...changed, name]))
                  }}
                >
                  {t('firewall.sayOtherwise')}
                </Button>
              </span>
            ) : (
              <ChoicesField
                label={t('firewall.behind', { name })}
                hint={by === 'person' ? t('firewall.noneChosen') : undefined}
                value={[...(said[name] ?? [])]}
                onChange={(value) => {
                  setSaid({ ...said, [name]: value })
                  setChanged(new Set([...changed, name]))
                }}
                options={zones}
              />
            )}
          </div>
        ))}
      </div>
      {changed.size > 0 && (
        <p className="row">
          <Button kind="primary" busy={save.isPending} onClick={keep}>
            {t('firewall.saveInterfaces')}
          </Button>
        </p>
      )}
      {changed.size === 0 && save.isSuccess && <p role="status">{t('firewall.savedInterfaces')}</p>}
      {save.error && <ProblemNotice error={save.error} />}
    </Panel>
  )
}

const mutable = (said: Readonly<Record<string, readonly string[]>>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(said).map(([name, zones]) => [name, [...zones]]))
