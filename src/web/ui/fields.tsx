import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { KeyboardEvent } from 'react'

interface Common {
  readonly label: string
  /** What it is for. */
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly required?: boolean | undefined
  readonly value: string
  onChange(value: string): void
}

/** Leaves out what is not given: the wrapped components tell `undefined` from absent. */
function common(props: Common) {
  return {
    label: props.label,
    value: props.value,
    ...(props.hint ? { description: props.hint } : {}),
    ...(props.error ? { error: props.error } : {}),
    ...(props.required ? { required: true } : {}),
  }
}

export function TextField(
  props: Common & {
    readonly type?: 'text' | 'date' | 'datetime-local' | 'number' | 'search'
    readonly min?: number | string | undefined
    readonly max?: number | string | undefined
    readonly step?: number | 'any'
    readonly placeholder?: string
    readonly autoFocus?: boolean
    readonly list?: string
    onEnter?(): void
    onArrow?(step: 1 | -1): void
  },
) {
  const enter = (event: KeyboardEvent) => {
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && props.onArrow) {
      event.preventDefault()
      props.onArrow(event.key === 'ArrowDown' ? 1 : -1)
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing && props.onEnter) {
      event.preventDefault()
      props.onEnter()
    }
  }
  return (
    <TextInput
      {...common(props)}
      type={props.type ?? 'text'}
      {...(props.min === undefined ? {} : { min: props.min })}
      {...(props.max === undefined ? {} : { max: props.max })}
      {...(props.step === undefined ? {} : { step: props.step })}
      {...(props.placeholder ? { placeholder: props.placeholder } : {})}
      {...(props.list ? { list: props.list } : {})}
      data-autofocus={props.autoFocus || undefined}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      onKeyDown={enter}
    />
  )
}

export function LongField(props: Common & { readonly rows?: number }) {
  return (
    <Textarea
      {...common(props)}
      rows={props.rows ?? 3}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  )
}

export interface Option {
  readonly value: string
  readonly label: string
  readonly disabled?: boolean
}

export function SelectField(props: Common & { readonly options: readonly Option[] }) {
  return (
    <NativeSelect
      {...common(props)}
      data={props.options.map((option) => ({ ...option }))}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  )
}

export function CheckField(props: {
  readonly label: string
  readonly hint?: string | undefined
  readonly checked: boolean
  readonly disabled?: boolean
  onChange(checked: boolean): void
}) {
  return (
    <Checkbox
      size="xs"
      label={props.label}
      checked={props.checked}
      disabled={props.disabled ?? false}
      {...(props.hint ? { description: props.hint } : {})}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  )
}

/** Several of a few. */
export function ChoicesField(props: {
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly required?: boolean | undefined
  readonly options: readonly Option[]
  readonly value: readonly string[]
  onChange(value: readonly string[]): void
}) {
  const toggle = (key: string, on: boolean) =>
    props.onChange(
      props.options.map((option) => option.value).filter((one) => (one === key ? on : props.value.includes(one))),
    )
  return (
    <fieldset className="choices">
      <legend>
        {props.label}
        {props.required ? ' *' : ''}
      </legend>
      {props.hint && <div className="small muted">{props.hint}</div>}
      <div className="row" style={{ gap: '4px 16px' }}>
        {props.options.map((option) => (
          <CheckField
            key={option.value}
            label={option.label}
            checked={props.value.includes(option.value)}
            onChange={(on) => toggle(option.value, on)}
          />
        ))}
      </div>
      {props.error && <div className="small wrong">{props.error}</div>}
    </fieldset>
  )
}
