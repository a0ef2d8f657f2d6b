import type { ReactNode } from 'react'

export interface ButtonProps {
  readonly kind?: 'primary' | 'quiet' | 'danger'
  readonly disabled?: boolean | undefined
  readonly busy?: boolean | undefined
  readonly title?: string
  readonly type?: 'button' | 'submit'
  readonly pressed?: boolean
  readonly 'aria-label'?: string
  onClick?(): void
  readonly children: ReactNode
}

export function Button(props: ButtonProps) {
  return (
    <button
      type={props.type ?? 'button'}
      className={`btn ${props.kind ?? ''}`}
      disabled={props.disabled || props.busy}
      aria-busy={props.busy || undefined}
      aria-pressed={props.pressed}
      aria-label={props['aria-label']}
      title={props.title}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  )
}
