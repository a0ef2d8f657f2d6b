import { useState } from 'react'
import type { Plant } from '#contract/plants.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { CheckField, SelectField, TextField } from '#web/ui/fields.tsx'
import { Panel } from '#web/ui/kit.tsx'
import { Answer, ProblemNotice } from '#web/view/answer.tsx'
import { useRead, useWrite } from '#web/view/read.ts'

const CRITICALITIES = ['major', 'standard', 'minor'] as const
const CONSTRAINTS = ['cannot-stop', 'cannot-patch', 'vendor-locked', 'safety-certified'] as const

/** The plants: which are major, what constrains them, when they stop. */
export function PlantSettings() {
  const { t } = useText()
  const plants = useRead(doors.plants, { query: { asOf: null } })
  return (
    <Panel title={t('plants.title')}>
      <div className="stack">
        <p className="small muted">{t('plants.hint')}</p>
        <Answer query={plants}>
          {(known) => (
            <>
              {known.items.map((one) => (
                <PlantForm key={`${one.key} ${JSON.stringify(one)}`} plant={one} />
              ))}
            </>
          )}
        </Answer>
        <NewPlant />
      </div>
    </Panel>
  )
}

export function NewPlant() {
  const { t } = useText()
  const add = useWrite(doors.addPlant)
  const [name, setName] = useState('')
  const [major, setMajor] = useState(false)
  const enter = () => {
    if (name.trim() === '') return
    add.mutate({ body: { name, criticality: major ? 'major' : 'standard' } }, { onSuccess: () => setName('') })
  }
  return (
    <div className="stack">
      <div className="row end">
        <TextField label={t('plants.newName')} value={name} onChange={setName} onEnter={enter} />
        <div style={{ paddingBottom: 4 }}>
          <CheckField label={t('plants.isMajor')} checked={major} onChange={setMajor} />
        </div>
        <Button busy={add.isPending} disabled={name.trim() === ''} onClick={enter}>
          {t('plants.add')}
        </Button>
      </div>
      {add.error && <ProblemNotice error={add.error} />}
    </div>
  )
}

function PlantForm({ plant }: { readonly plant: Plant }) {
  const { t } = useText()
  const [open, setOpen] = useState(false)
  return (
    <div className="panel">
      <div className="panel-head">
        <h3>
          {plant.name} <code className="muted">{plant.key}</code>
        </h3>
        <span className="muted">{t(`criticality.${plant.criticality}`)}</span>
        <Button kind="quiet" pressed={open} onClick={() => setOpen(!open)}>
          {t('ui.edit')}
        </Button>
      </div>
      {open && (
        <div className="panel-body stack">
          <PlantFacts plant={plant} />
          <Shutdowns plant={plant} />
          <RemovePlant plant={plant} />
        </div>
      )}
    </div>
  )
}

function PlantFacts({ plant }: { readonly plant: Plant }) {
  const { t } = useText()
  const change = useWrite(doors.changePlant)
  const [name, setName] = useState(plant.name)
  const [criticality, setCriticality] = useState<string>(plant.criticality)
  const [country, setCountry] = useState(plant.country ?? '')
  const [onboardedOn, setOnboardedOn] = useState(plant.onboardedOn ?? '')
  const [hazards, setHazards] = useState(
    plant.hazardousProcesses === null || plant.hazardousProcesses === undefined ? '' : String(plant.hazardousProcesses),
  )
  const [constraints, setConstraints] = useState(plant.constraints)
  const save = () =>
    change.mutate({
      params: { plant: plant.key },
      body: {
        name,
        criticality: CRITICALITIES.find((one) => one === criticality) ?? plant.criticality,
        country: country.trim() ? country.trim().toUpperCase() : null,
        onboardedOn: onboardedOn || null,
        hazardousProcesses: hazards === '' ? null : hazards === 'true',
        constraints,
      },
    })
  return (
    <>
      <div className="row end">
        <TextField label={t('plants.name')} required value={name} onChange={setName} />
        <SelectField
          label={t('plants.criticality')}
          value={criticality}
          onChange={setCriticality}
          options={CRITICALITIES.map((one) => ({ value: one, label: t(`criticality.${one}`) }))}
        />
        <TextField label={t('plants.country')} hint={t('plants.countryHint')} value={country} onChange={setCountry} />
        <TextField
          label={t('plants.onboarded')}
          hint={t('plants.onboardedHint')}
          type="date"
          value={onboardedOn}
          onChange={setOnboardedOn}
        />
        <SelectField
          label={t('plants.hazards')}
          hint={t('plants.hazardsHint')}
          value={hazards}
          onChange={setHazards}
          options={[
            { value: '', label: t('form.choose') },
            { value: 'true', label: t('value.yes') },
            { value: 'false', label: t('value.no') },
          ]}
        />
      </div>
      <div className="row" style={{ gap: '4px 16px' }}>
        {CONSTRAINTS.map((kind) => (
          <CheckField
            key={kind}
            label={t(`constraint.${kind}`)}
            checked={constraints.some((one) => one.kind === kind)}
            onChange={(on) =>
              setConstraints(
                on ? [...constraints, { kind, note: null }] : constraints.filter((one) => one.kind !== kind),
              )
            }
          />
        ))}
      </div>
      <div>
        <Button kind="primary" busy={change.isPending} disabled={name.trim() === ''} onClick={save}>
          {t('ui.save')}
        </Button>
      </div>
      {change.error && <ProblemNotice error={change.error} />}
    </>
  )
}

function Shutdowns({ plant }: { readonly plant: Plant }) {
  const { t } = useText()
  const format = useFormat()
  const add = useWrite(doors.addShutdown)
  const remove = useWrite(doors.removeShutdown)
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const error = add.error ?? remove.error
  return (
    <div className="stack" style={{ gap: 8 }}>
      <h3>{t('plants.shutdowns')}</h3>
      <p className="small muted">{t('plants.shutdownsHint')}</p>
      {plant.shutdowns.map((one) => (
        <div key={one.id} className="row">
          {format.day(one.from)} – {format.day(one.to)} <span className="muted">{one.note}</span>
          <Button
            kind="quiet"
            busy={remove.isPending}
            onClick={() => remove.mutate({ params: { plant: plant.key, id: one.id } })}
          >
            {t('plants.takeBack')}
          </Button>
        </div>
      ))}
      <div className="row end">
        <TextField label={t('plants.from')} type="date" value={from} onChange={setFrom} />
        <TextField label={t('plants.to')} type="date" value={to} min={from} onChange={setTo} />
        <Button
          busy={add.isPending}
          disabled={from === '' || to === '' || to < from}
          onClick={() => add.mutate({ params: { plant: plant.key }, body: { from, to } })}
        >
          {t('plants.addShutdown')}
        </Button>
      </div>
      {error && <ProblemNotice error={error} />}
    </div>
  )
}

/** For a plant entered by mistake; what was recorded of it stays kept. */
function RemovePlant({ plant }: { readonly plant: Plant }) {
  const { t } = useText()
  const remove = useWrite(doors.removePlant)
  const [asking, setAsking] = useState(false)
  return (
    <div>
      <Button kind="danger" onClick={() => setAsking(true)}>
        {t('plants.remove')}
      </Button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={t('plants.remove')} closeLabel={t('ui.close')}>
        <p>{t('plants.removeHint', { name: plant.name })}</p>
        {remove.error && <ProblemNotice error={remove.error} />}
        <div className="row">
          <Button kind="danger" busy={remove.isPending} onClick={() => remove.mutate({ params: { plant: plant.key } })}>
            {t('plants.remove')}
          </Button>
          <Button kind="quiet" onClick={() => setAsking(false)}>
            {t('ui.cancel')}
          </Button>
        </div>
      </Dialog>
    </div>
  )
}
