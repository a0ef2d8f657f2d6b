import { useMemo, useState } from 'react'
import type { Person } from '#contract/people.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { SelectField, TextField } from '#web/ui/fields.tsx'
import { Notice, Panel } from '#web/ui/kit.tsx'
import { useActing } from '#web/view/acting.tsx'
import { ProblemNotice } from '#web/view/answer.tsx'
import { useWrite } from '#web/view/read.ts'

const DEPARTMENTS = ['ot', 'it', 'process-safety', 'management', 'other'] as const

/** The people one can act as. A name can be erased; what was signed with the key stays. */
export function PeopleSettings() {
  const { t } = useText()
  const { people, person, choose } = useActing()
  const add = useWrite(doors.addPerson)
  const erase = useWrite(doors.eraseName)
  const [name, setName] = useState('')
  const [department, setDepartment] = useState<string>('ot')
  const [erasing, setErasing] = useState<Person | null>(null)
  const columns = useMemo<Column<Person>[]>(
    () => [
      { key: 'name', title: t('people.name'), value: (one) => one.name ?? t('people.erased') },
      { key: 'department', title: t('people.department'), value: (one) => t(`department.${one.department}`) },
      { key: 'key', title: t('people.key'), value: (one) => one.key, cell: (one) => <code>{one.key}</code> },
      {
        key: 'act',
        title: t('people.act'),
        value: () => null,
        cell: (one) =>
          one.name === null ? (
            ''
          ) : (
            <span className="row" style={{ gap: 4 }}>
              <Button
                kind="quiet"
                pressed={one.key === person?.key}
                onClick={() => choose(one.key === person?.key ? null : one.key)}
              >
                {one.key === person?.key ? t('people.acting') : t('people.actAs')}
              </Button>
              <Button kind="quiet" onClick={() => setErasing(one)}>
                {t('people.erase')}
              </Button>
            </span>
          ),
      },
    ],
    [t, person, choose],
  )
  const enter = () => {
    const chosen = DEPARTMENTS.find((one) => one === department)
    if (name.trim() === '' || !chosen) return
    add.mutate(
      { body: { name, department: chosen } },
      {
        onSuccess: (added) => {
          setName('')
          if (!person) choose(added.key)
        },
      },
    )
  }
  return (
    <Panel title={t('people.title')} flush>
      <div className="panel-body stack">
        <Notice>{t('people.notVerified')}</Notice>
        <div className="row end">
          <TextField label={t('people.name')} value={name} onChange={setName} onEnter={enter} />
          <SelectField
            label={t('people.department')}
            value={department}
            onChange={setDepartment}
            options={DEPARTMENTS.map((one) => ({ value: one, label: t(`department.${one}`) }))}
          />
          <Button busy={add.isPending} disabled={name.trim() === ''} onClick={enter}>
            {t('people.add')}
          </Button>
        </div>
        {add.error && <ProblemNotice error={add.error} />}
      </div>
      {people.length > 0 && (
        <DataTable
          name="people"
          caption={t('people.title')}
          columns={columns}
          rows={people}
          rowKey={(one) => one.key}
        />
      )}
      <Dialog
        open={erasing !== null}
        onClose={() => setErasing(null)}
        title={t('people.erase')}
        closeLabel={t('ui.close')}
      >
        <p>{t('people.eraseHint', { name: erasing?.name ?? '' })}</p>
        {erase.error && <ProblemNotice error={erase.error} />}
        <div className="row">
          <Button
            kind="danger"
            busy={erase.isPending}
            onClick={() =>
              erasing && erase.mutate({ params: { key: erasing.key } }, { onSuccess: () => setErasing(null) })
            }
          >
            {t('people.erase')}
          </Button>
          <Button kind="quiet" onClick={() => setErasing(null)}>
            {t('ui.cancel')}
          </Button>
        </div>
      </Dialog>
    </Panel>
  )
}
