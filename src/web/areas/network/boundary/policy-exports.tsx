import { policyFormats } from '#contract/boundary.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { SelectField } from '#web/ui/fields.tsx'
import { Panel } from '#web/ui/kit.tsx'
import { ScrollRegion } from '#web/ui/scroll-region.tsx'
import { Answer } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { useRead } from '#web/view/read.ts'
import { useQueryWord, useView } from '#web/view/use-view.ts'

/** The policy as a file; before it is taken along, what its format cannot say. */
export function PolicyExports({ plant }: { readonly plant: string }) {
  const { t, pick } = useText()
  const { asOf } = useView()
  const [word, setWord] = useQueryWord('format')
  const format = policyFormats.find((one) => one === word) ?? 'json'
  const unsaid = useRead(doors.unsaid, { params: { plant }, query: { format } }, { keep: true })
  const path = `/api/v1/plants/${encodeURIComponent(plant)}/boundary/policy?${new URLSearchParams({ format, ...(asOf ? { asOf } : {}) })}`
  return (
    <Panel title={t('policy.take')}>
      <div className="stack">
        <div className="row end">
          <SelectField
            label={t('policy.format')}
            value={format}
            onChange={setWord}
            options={policyFormats.map((value) => ({ value, label: t(`policy.export.${value}`) }))}
          />
          <a className="btn" download href={path}>
            {t('policy.download', { format: t(`policy.export.${format}`) })}
          </a>
        </div>
        <p className="muted">{t(`policy.about.${format}`)}</p>
        <Answer query={unsaid}>
          {({ unsaid: lines }) =>
            lines.length === 0 ? (
              <p>{t('policy.saysAll')}</p>
            ) : (
              <>
                <strong>{t('policy.unsaid', { count: lines.length })}</strong>
                <ScrollRegion label={t('policy.unsaid', { count: lines.length })} style={{ maxHeight: 240 }}>
                  <ul style={{ margin: 0, paddingInlineStart: 18 }}>
                    {lines.map(({ name, record, what }) => (
                      <li key={`${record} ${what.en}`}>
                        {record === '' ? name : <AppLink to={`/evidence/records/${record}`}>{name}</AppLink>}:{' '}
                        {pick(what)}
                      </li>
                    ))}
                  </ul>
                </ScrollRegion>
              </>
            )
          }
        </Answer>
      </div>
    </Panel>
  )
}
