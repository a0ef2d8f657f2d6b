import type { ReactNode } from 'react'

/** A bordered field with its title at the left and its controls at the right. */
export function Panel(props: {
  readonly title?: ReactNode
  readonly side?: ReactNode
  readonly flush?: boolean
  readonly id?: string
  readonly children: ReactNode
}) {
  return (
    <section className="panel" id={props.id}>
      {props.title && (
        <div className="panel-head">
          <h2>{props.title}</h2>
          {props.side}
        </div>
      )}
      {props.flush ? props.children : <div className="panel-body">{props.children}</div>}
    </section>
  )
}

/** Every page begins with one sentence that says what is the case. */
export function PageHead(props: {
  readonly title: string
  readonly crumbs?: readonly ReactNode[]
  readonly children?: ReactNode
}) {
  return (
    <header className="page-head">
      {props.crumbs && (
        <nav className="crumbs" aria-label="breadcrumb">
          {props.crumbs.map((crumb, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: crumbs never move
            <span key={place}>{crumb}</span>
          ))}
        </nav>
      )}
      <h1>{props.title}</h1>
      {props.children && <div className="muted">{props.children}</div>}
    </header>
  )
}

export function Tag(props: {
  readonly tone?: 'warn' | 'wrong'
  readonly title?: string
  readonly children: ReactNode
}) {
  return (
    <span className={`tag ${props.tone ?? ''}`} title={props.title}>
      {props.children}
    </span>
  )
}

/** Something to know (plain), to look at (warn) or gone wrong; the latter is announced. */
export function Notice(props: {
  readonly tone?: 'warn' | 'wrong'
  readonly title?: string
  readonly action?: ReactNode
  readonly children?: ReactNode
}) {
  return (
    <div className={`notice ${props.tone ?? ''}`} role={props.tone === 'wrong' ? 'alert' : undefined}>
      <div style={{ flex: 1 }}>
        {props.title && <strong>{props.title}</strong>}
        {props.children && <div>{props.children}</div>}
      </div>
      {props.action}
    </div>
  )
}

/** Says what to bring, never just "no data". */
export function Empty(props: { readonly title: string; readonly children?: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{props.title}</h2>
      {props.children && <p className="muted">{props.children}</p>}
      {props.action}
    </div>
  )
}

export function Skeleton(props: { readonly lines?: number; readonly label: string }) {
  return (
    <div role="status" aria-label={props.label} className="stack" style={{ gap: 8 }}>
      {Array.from({ length: props.lines ?? 3 }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical lines
        <span key={line} className="skeleton" style={{ width: `${90 - ((line * 17) % 40)}%` }} />
      ))}
    </div>
  )
}

/** A bar with its numbers in words; without a total it only says that something is under way. */
export function ProgressBar(props: { readonly done: number; readonly total: number; readonly label: string }) {
  const share = props.total > 0 ? Math.min(1, props.done / props.total) : 0
  return (
    <div>
      <div
        className="progress"
        role="progressbar"
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
      >
        <div style={{ width: `${share * 100}%` }} />
      </div>
      <div className="small muted">{props.label}</div>
    </div>
  )
}

/** Pairs of name and value. */
export function Facts(props: { readonly items: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {props.items.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  )
}
