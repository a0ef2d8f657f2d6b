import { Link, NavLink, useLocation } from 'react-router'
import { keepView, useView } from './use-view.ts'

/** The pages of one entry of the navigation; the plant and the day go along. `also`: where pages of a tab stand elsewhere. */
export function ViewTabs(props: {
  readonly label: string
  readonly tabs: readonly {
    readonly to: string
    readonly label: string
    readonly end?: boolean
    readonly also?: string
  }[]
}) {
  const view = useView()
  const { pathname } = useLocation()
  return (
    <nav className="tabs no-print" aria-label={props.label}>
      {props.tabs.map((tab) =>
        tab.also !== undefined && pathname.startsWith(tab.also) ? (
          <Link key={tab.to} to={keepView(tab.to, view)} aria-current="page">
            {tab.label}
          </Link>
        ) : (
          <NavLink key={tab.to} to={keepView(tab.to, view)} end={tab.end ?? false}>
            {tab.label}
          </NavLink>
        ),
      )}
    </nav>
  )
}
