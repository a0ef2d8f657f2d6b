import { useState } from 'react'
import type { Company } from '#contract/plants.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { SelectField, TextField } from '#web/ui/fields.tsx'
import { Panel } from '#web/ui/kit.tsx'
import { Answer, ProblemNotice } from '#web/view/answer.tsx'
import { useRead, useWrite } from '#web/view/read.ts'

/** The enterprise: its name, the time zone and fiscal year in which months and quarters are counted. */
export function CompanySettings() {
  const { t } = useText()
  const company = useRead(doors.company, { query: { asOf: null } })
  return (
    <Panel title={t('company.title')}>
      <Answer query={company}>{(known) => <Form key={JSON.stringify(known)} company={known} />}</Answer>
    </Panel>
  )
}

function Form({ company }: { readonly company: Company }) {
  const { t, language } = useText()
  const put = useWrite(doors.putCompany)
  const [name, setName] = useState(company.name ?? '')
  const [timeZone, setTimeZone] = useState(company.timeZone)
  const [month, setMonth] = useState(String(company.fiscalYearStart))
  const monthName = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' })
  const zones = [...new Set([company.timeZone, ...Intl.supportedValuesOf('timeZone')])].sort()
  return (
    <div className="stack">
      <div className="row end">
        <TextField label={t('company.name')} value={name} required onChange={setName} />
        <SelectField
          label={t('company.timeZone')}
          value={timeZone}
          onChange={setTimeZone}
          options={zones.map((one) => ({ value: one, label: one }))}
        />
        <SelectField
          label={t('company.fiscalYear')}
          value={month}
          onChange={setMonth}
          options={Array.from({ length: 12 }, (_, place) => ({
            value: String(place + 1),
            label: monthName.format(Date.UTC(2026, place, 1)),
          }))}
        />
        <Button
          busy={put.isPending}
          disabled={name.trim() === ''}
          onClick={() => put.mutate({ body: { name, timeZone, fiscalYearStart: Number(month) } })}
        >
          {t('ui.save')}
        </Button>
      </div>
      <p className="small muted">{t('company.hint')}</p>
      {put.error && <ProblemNotice error={put.error} />}
    </div>
  )
}
