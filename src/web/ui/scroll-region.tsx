import type { CSSProperties, KeyboardEventHandler, ReactNode, Ref } from 'react'

/** A region that scrolls can be reached and scrolled by keyboard. */
export function ScrollRegion(props: {
  readonly label: string
  readonly ref?: Ref<HTMLElement>
  readonly style?: CSSProperties
  readonly onKeyDown?: KeyboardEventHandler<HTMLElement>
  readonly children: ReactNode
}) {
  return (
    <section
      ref={props.ref}
      className="table-scroll"
      style={props.style}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1, scrolling without a mouse
      tabIndex={0}
      aria-label={props.label}
      onKeyDown={props.onKeyDown}
    >
      {props.children}
    </section>
  )
}
