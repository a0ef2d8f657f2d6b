import { useState } from 'react'
import { useNavigate } from 'react-router'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { CheckField, TextField } from '#web/ui/fields.tsx'
import { PageHead, Panel } from '#web/ui/kit.tsx'
import { ProblemNotice } from '#web/view/answer.tsx'
import { usePlants } from '#web/view/plants.ts'
import { useWrite } from '#web/view/read.ts'

interface Line {
  readonly id: number
  readonly name: string
  readonly isMajor: boolean
}

/** The first five minutes: a name, a plant or two, which are major. Nothing else is asked. */
export function Welcome() {
  const { t } = useText()
  const navigate = useNavigate()
  const put = useWrite(doors.putCompany)
  const add = useWrite(doors.addPlant)
  const [company, setCompany] = useState('')
  const [lines, setLines] = useState<readonly Line[]>([{ id: 0, name: '', isMajor: true }])
  const [tried, setTried] = useState(false)
  // Plants that the command line has added need not be named again.
  const known = usePlants()
  const wanted = known.length === 0
  const named = lines.filter((one) => one.name.trim() !== '')
  const change = (id: number, next: Partial<Line>) =>
    setLines((before) => before.map((one) => (one.id === id ? { ...one, ...next } : one)))
  const start = async () => {
    setTried(true)
    if (company.trim() === '' || (wanted && named.length === 0)) return
    try {
      // The plants first: naming the company is what ends the first run.
      for (const line of named) {
        await add.mutateAsync({ body: { name: line.name.trim(), criticality: line.isMajor ? 'major' : 'standard' } })
        setLines((before) => before.filter((one) => one.id !== line.id))
      }
      await put.mutateAsync({
        body: { name: company.trim(), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
      })
      navigate('/evidence')
    } catch {
      // The mutations hold the refusal, which is shown below.
    }
  }
  return (
    <>
      <PageHead title={t('welcome.title')}>{t('welcome.told')}</PageHead>
      <Panel>
        <div className="stack" style={{ maxWidth: 560 }}>
          <TextField
            label={t('company.name')}
            required
            autoFocus
            value={company}
            onChange={setCompany}
            error={tried && company.trim() === '' ? t('form.wanted') : undefined}
          />
          <h2>{t('welcome.plants')}</h2>
          <p className="small muted">{t('welcome.plantsHint')}</p>
          {!wanted && <p>{t('welcome.known', { plants: known.map(({ name }) => name).join(', ') })}</p>}
          {lines.map((line, place) => (
            <div key={line.id} className="row end">
              <TextField
                label={t('welcome.plant', { number: known.length + place + 1 })}
                value={line.name}
                onChange={(name) => change(line.id, { name })}
                error={tried && wanted && named.length === 0 && place === 0 ? t('form.wanted') : undefined}
              />
              <div style={{ paddingBottom: 4 }}>
                <CheckField
                  label={t('plants.isMajor')}
                  checked={line.isMajor}
                  onChange={(isMajor) => change(line.id, { isMajor })}
                />
              </div>
            </div>
          ))}
          <div className="row">
            <Button
              onClick={() =>
                setLines((before) => [
                  ...before,
                  { id: Math.max(0, ...before.map((one) => one.id)) + 1, name: '', isMajor: false },
                ])
              }
            >
              {t('welcome.another')}
            </Button>
            <Button kind="primary" busy={put.isPending || add.isPending} onClick={start}>
              {t('welcome.start')}
            </Button>
          </div>
          {(add.error ?? put.error) && <ProblemNotice error={(add.error ?? put.error) as Error} />}
        </div>
      </Panel>
      <Panel title={t('welcome.next')}>
        <ol>
          <li>{t('welcome.step1')}</li>
          <li>{t('welcome.step2')}</li>
          <li>{t('welcome.step3')}</li>
        </ol>
      </Panel>
    </>
  )
}
