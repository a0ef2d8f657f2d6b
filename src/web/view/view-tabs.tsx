import { NavLink } from 'react-router'
import { keepView, useView } from './use-view.ts'

/** The pages of one entry of the navigation; the plant and the day go along. */
export function ViewTabs(props: {
  readonly label: string
  readonly tabs: readonly { readonly to: string; readonly label: string; readonly end?: boolean }[]
}) {
  const view = useView()
  return (
    <nav className="tabs no-print" aria-label={props.label}>
      {props.tabs.map((tab) => (
        <NavLink key={tab.to} to={keepView(tab.to, view)} end={tab.end ?? false}>
          {tab.label}
        </NavLink>
      ))}
    </nav>
  )
}
