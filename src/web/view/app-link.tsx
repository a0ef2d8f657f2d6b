import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { keepView, useView, type View } from './use-view.ts'

/** A link inside the app: keeps the plant and the day, unless told another. */
export function AppLink(props: {
  readonly to: string
  readonly view?: Partial<View>
  readonly className?: string
  readonly title?: string
  readonly tabIndex?: number
  readonly 'aria-label'?: string
  readonly children: ReactNode
}) {
  const { to, view: own, children, ...rest } = props
  const view = useView()
  return (
    <Link to={keepView(to, view, own)} {...rest}>
      {children}
    </Link>
  )
}
