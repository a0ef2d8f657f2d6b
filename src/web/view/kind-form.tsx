import { type FormEvent, useMemo, useState } from 'react'
import type { EvidenceRecord, FormField, FormKind } from '#contract/evidence.ts'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { ChoicesField, LongField, SelectField, TextField } from '#web/ui/fields.tsx'
import { Notice } from '#web/ui/kit.tsx'
import { useActing } from './acting.tsx'
import { ProblemNotice } from './answer.tsx'
import { usePlants } from './plants.ts'
import { useWrite } from './read.ts'

export type Draft = Readonly<Record<string, string | boolean | readonly string[]>>

/** A typed value of a field as the API takes it; undefined where nothing was entered. Shares are entered in per cent. */
export function fieldValue(field: FormField, entered: Draft[string] | undefined): unknown {
  if (entered === undefined || entered === '') return undefined
  switch (field.type) {
    case 'number':
      return Number(entered)
    case 'share':
      return Number(entered) / 100
    case 'flag':
      return entered === true || entered === 'true'
    case 'choices':
      return Array.isArray(entered) && entered.length > 0 ? entered : undefined
    default:
      return typeof entered === 'string' ? entered.trim() || undefined : entered
  }
}

/** What a record holds, as the form shows it. */
export function draftOf(kind: FormKind, data: Readonly<Record<string, unknown>>): Draft {
  const draft: Record<string, string | boolean | readonly string[]> = {}
  for (const field of kind.fields) {
    const value = data[field.key]
    if (value === undefined || value === null) continue
    if (field.type === 'choices') draft[field.key] = Array.isArray(value) ? value.map(String) : String(value).split(';')
    else if (field.type === 'flag') draft[field.key] = String(value)
    else if (field.type === 'share') draft[field.key] = String(Math.round(Number(value) * 1000) / 10)
    else draft[field.key] = String(value)
  }
  return draft
}

/** What another page filled in: several choices come in one word, `read;write`. */
function presetOf(kind: FormKind, preset: Draft): Draft {
  const several = kind.fields.flatMap(({ key, type }) => {
    const value = preset[key]
    return type === 'choices' && typeof value === 'string' ? [[key, value.split(';').filter(Boolean)] as const] : []
  })
  return { ...preset, ...Object.fromEntries(several) }
}

/** The end of the period, as flags name it that ask for one. */
const UNTIL = 'effectiveTo'

/** What the flags that are set ask for. */
function askedFor(kind: FormKind, draft: Draft): ReadonlySet<string> {
  return new Set(kind.fields.flatMap((one) => (fieldValue(one, draft[one.key]) === true ? (one.asksFor ?? []) : [])))
}

/** The data of a draft, and the fields that are wanted and missing or out of their bounds. */
export function readDraft(
  kind: FormKind,
  draft: Draft,
  until = '',
): {
  readonly data: Record<string, unknown>
  readonly missing: readonly string[]
  readonly outside: readonly string[]
} {
  const data: Record<string, unknown> = {}
  const missing: string[] = []
  const outside: string[] = []
  const asked = askedFor(kind, draft)
  if (asked.has(UNTIL) && until === '') missing.push(UNTIL)
  for (const field of kind.fields) {
    const value = fieldValue(field, draft[field.key])
    if (value === undefined) {
      if (field.required || asked.has(field.key)) missing.push(field.key)
      continue
    }
    if (typeof value === 'number') {
      const [low, high] = field.type === 'share' ? [0, 1] : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
      if (Number.isNaN(value) || value < (field.min ?? low) || value > (field.max ?? high)) outside.push(field.key)
    }
    data[field.key] = value
  }
  return { data, missing, outside }
}

function KindField(props: {
  readonly field: FormField
  readonly value: Draft[string] | undefined
  readonly error: string | undefined
  onChange(value: Draft[string]): void
}) {
  const { t, pick } = useText()
  const { field, value, onChange } = props
  const common = {
    label: pick(field.label),
    hint: field.hint ? pick(field.hint) : undefined,
    error: props.error,
    required: field.required ?? false,
  }
  const text = typeof value === 'string' ? value : ''
  const options = (field.options ?? []).map((one) => ({ value: one.key, label: pick(one.label) }))
  const nothing = { value: '', label: t('form.choose') }
  switch (field.type) {
    case 'longText':
      return <LongField {...common} value={text} onChange={onChange} />
    case 'date':
      return <TextField {...common} type="date" value={text} onChange={onChange} />
    case 'number':
      return (
        <TextField
          {...common}
          type="number"
          step="any"
          min={field.min}
          max={field.max}
          value={text}
          onChange={onChange}
        />
      )
    case 'share':
      return (
        <TextField
          {...common}
          label={`${common.label} (%)`}
          type="number"
          step="any"
          min={0}
          max={100}
          value={text}
          onChange={onChange}
        />
      )
    case 'flag': {
      const yesNo = [nothing, { value: 'true', label: t('value.yes') }, { value: 'false', label: t('value.no') }]
      return <SelectField {...common} options={yesNo} value={text} onChange={onChange} />
    }
    case 'choice':
      return <SelectField {...common} options={[nothing, ...options]} value={text} onChange={onChange} />
    case 'choices':
      return (
        <ChoicesField
          {...common}
          options={options}
          value={Array.isArray(value) ? (value as readonly string[]) : []}
          onChange={onChange}
        />
      )
    default:
      return <TextField {...common} value={text} onChange={onChange} />
  }
}

/** The form of a record kind, made from its fields. Says what each field is for; refuses in words. */
export function KindForm(props: {
  readonly kind: FormKind
  readonly today: string
  readonly plant: string | null
  /** Already answered: shown, or not, and sent with the rest. */
  readonly preset?: Draft
  readonly hidden?: readonly string[]
  readonly replaces?: EvidenceRecord
  readonly submitLabel?: string
  onDone(record: EvidenceRecord): void
}) {
  const { t, pick } = useText()
  const { person } = useActing()
  const plants = usePlants()
  const { kind, replaces } = props
  const [draft, setDraft] = useState<Draft>(() => ({
    ...(replaces ? draftOf(kind, replaces.data) : {}),
    ...presetOf(kind, props.preset ?? {}),
  }))
  const [from, setFrom] = useState(replaces?.effectiveFrom ?? props.today)
  const [to, setTo] = useState(replaces?.effectiveTo ?? '')
  const [scope, setScope] = useState<readonly string[]>(() => {
    if (replaces) return replaces.scope === 'enterprise' ? [] : replaces.scope
    return props.plant && kind.scope !== 'enterprise' ? [props.plant] : []
  })
  const [tried, setTried] = useState(false)
  const add = useWrite(doors.addRecord)
  const asked = useMemo(() => askedFor(kind, draft), [kind, draft])
  const read = useMemo(() => readDraft(kind, draft, to), [kind, draft, to])
  const needsPlant = kind.scope === 'plant' && scope.length === 0
  const isWrong = read.missing.length > 0 || read.outside.length > 0 || needsPlant || from === ''
  const needsPerson = kind.needsAcceptance && !person

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (isWrong || needsPerson) return
    add.mutate(
      {
        body: {
          kind: kind.key,
          scope: kind.scope === 'enterprise' || scope.length === 0 ? 'enterprise' : [...scope],
          effectiveFrom: from,
          effectiveTo: kind.hasEnd && to ? to : null,
          data: read.data,
          ...(replaces ? { replaces: replaces.id } : {}),
        },
      },
      { onSuccess: props.onDone },
    )
  }
  const errorOf = (key: string) =>
    tried && read.missing.includes(key) ? t('form.wanted') : read.outside.includes(key) ? t('form.outside') : undefined

  return (
    <form onSubmit={submit} noValidate className="stack" style={{ maxWidth: 640 }}>
      <p className="muted">{pick(kind.purpose)}</p>
      <div className="row end">
        <TextField
          label={pick(kind.dateLabel)}
          type="date"
          required
          value={from}
          onChange={setFrom}
          error={tried && from === '' ? t('form.wanted') : undefined}
        />
        {kind.hasEnd && (
          <TextField
            label={asked.has(UNTIL) ? t('form.endsOn') : t('form.until')}
            type="date"
            required={asked.has(UNTIL)}
            value={to}
            min={from}
            onChange={setTo}
            error={errorOf(UNTIL)}
          />
        )}
      </div>
      {kind.scope !== 'enterprise' && (
        <ChoicesField
          label={kind.scope === 'plant' ? t('form.plants') : t('form.plantsOrAll')}
          required={kind.scope === 'plant'}
          error={tried && needsPlant ? t('form.wanted') : undefined}
          options={plants.map((one) => ({ value: one.key, label: one.name }))}
          value={scope}
          onChange={setScope}
        />
      )}
      {kind.fields
        .filter((field) => !props.hidden?.includes(field.key))
        .map((field) => (
          <KindField
            key={field.key}
            field={asked.has(field.key) ? { ...field, required: true } : field}
            value={draft[field.key]}
            error={errorOf(field.key)}
            onChange={(value) => setDraft((before) => ({ ...before, [field.key]: value }))}
          />
        ))}
      {kind.needsAcceptance && (
        <Notice tone={needsPerson ? 'warn' : undefined}>
          {needsPerson ? t('form.choosePerson') : t('form.needsAcceptance')}
        </Notice>
      )}
      {tried && isWrong && <Notice tone="wrong" title={t('form.incomplete')} />}
      {add.error && <ProblemNotice error={add.error} />}
      <div className="row">
        <Button kind="primary" type="submit" busy={add.isPending} disabled={needsPerson}>
          {props.submitLabel ?? t('form.enter')}
        </Button>
        {person && <span className="small muted">{t('form.as', { name: person.name ?? person.key })}</span>}
      </div>
    </form>
  )
}

/** A record's field as text. */
export function fieldText(
  field: FormField,
  value: unknown,
  pick: (text: { en: string; ja: string }) => string,
  yes: string,
  no: string,
): string {
  if (value === null || value === undefined || value === '') return '–'
  const option = (key: unknown) => {
    const found = field.options?.find((one) => one.key === key)
    return found ? pick(found.label) : String(key)
  }
  if (field.type === 'flag') return value === true ? yes : no
  if (field.type === 'share') return `${Math.floor(Number(value) * 1000) / 10} %`
  if (field.type === 'choice') return option(value)
  if (field.type === 'choices') return Array.isArray(value) ? value.map(option).join(', ') : option(value)
  return String(value)
}
