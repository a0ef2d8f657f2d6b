import { useState } from 'react'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { SelectField, TextField } from '#web/ui/fields.tsx'
import { Notice, Panel } from '#web/ui/kit.tsx'
import { ProblemNotice } from '#web/view/answer.tsx'
import { usePlants } from '#web/view/plants.ts'
import { useRead, useWrite } from '#web/view/read.ts'
import { useView } from '#web/view/use-view.ts'

/** Names a new sensor, and shows the one command that starts it, with a key that is shown once. */
export function AddSensor() {
  const { t } = useText()
  const view = useView()
  const plants = usePlants()
  const { data: status } = useRead(doors.status, { query: { asOf: null } })
  const add = useWrite(doors.addSensor)
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const [command, setCommand] = useState<{ readonly name: string; readonly text: string } | null>(null)
  const [copied, setCopied] = useState(false)
  const plant = chosen ?? view.plant ?? plants[0]?.key ?? ''
  const offered = status?.listening.sensors ?? null
  const isHere = status?.listening.loopback === true && offered === null
  const server = offered
    ? reachable(offered, t('sensors.serverAddress'))
    : isHere
      ? `http://127.0.0.1:${status.listening.port}`
      : window.location.origin
  const enter = () => {
    if (name.trim() === '' || plant === '') return
    add.mutate(
      { body: { plant, name } },
      {
        onSuccess: ({ sensor, key }) => {
          setName('')
          setCopied(false)
          setCommand({ name: sensor.name, text: `rung sensor --server ${server} --key ${key} --interface eth1` })
        },
      },
    )
  }
  return (
    <Panel title={t('sensors.add')}>
      <div className="stack">
        <p className="small muted">{t('sensors.addHint')}</p>
        {isHere && <Notice tone="warn">{t('sensors.notOffered')}</Notice>}
        <div className="row end">
          <TextField
            label={t('sensors.newName')}
            placeholder={t('sensors.newNameHint')}
            value={name}
            onChange={setName}
            onEnter={enter}
          />
          <SelectField
            label={t('sensors.plant')}
            value={plant}
            onChange={setChosen}
            options={plants.map((one) => ({ value: one.key, label: one.name }))}
          />
          <Button busy={add.isPending} disabled={name.trim() === '' || plant === ''} onClick={enter}>
            {t('sensors.add')}
          </Button>
        </div>
        {add.error && <ProblemNotice error={add.error} />}
        {command && (
          <Notice title={t('sensors.added', { name: command.name })}>
            <p>
              <code style={{ overflowWrap: 'anywhere', userSelect: 'all' }}>{command.text}</code>
            </p>
            <p className="small">{t('sensors.addedHint')}</p>
            <div className="row">
              <Button
                onClick={() =>
                  navigator.clipboard?.writeText(command.text).then(
                    () => setCopied(true),
                    () => undefined,
                  )
                }
              >
                {copied ? t('sensors.copied') : t('sensors.copy')}
              </Button>
              <Button kind="quiet" onClick={() => setCommand(null)}>
                {t('sensors.close')}
              </Button>
            </div>
          </Notice>
        )}
      </div>
    </Panel>
  )
}

/** A server that listens on all its addresses does not say which of them a sensor reaches. */
function reachable(url: string, unknown: string): string {
  return url.replace(/\/\/(0\.0\.0\.0|\[::\])/, `//${unknown}`)
}
