import { type ReactNode, useEffect, useRef } from 'react'
import './boundary.css'

/** What was opened on the map takes the focus and gives it back; Escape closes it. */
export function OpenPane(props: { readonly opened: string; onClose(): void; readonly children: ReactNode }) {
  const { opened, onClose } = props
  const box = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one that is opened takes the focus anew
  useEffect(() => {
    const before = document.activeElement
    box.current?.focus({ preventScroll: true })
    box.current?.scrollIntoView({ block: 'nearest' })
    return () => {
      // Closed from inside: the focus would be lost.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus()
    }
  }, [opened])
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      const isElsewhere = event.defaultPrevented || document.querySelector('dialog[open], [role="dialog"]') !== null
      if (event.key === 'Escape' && !isElsewhere) onClose()
    }
    document.addEventListener('keydown', close)
    return () => document.removeEventListener('keydown', close)
  }, [onClose])
  return (
    <div ref={box} tabIndex={-1} className="open-pane">
      {props.children}
    </div>
  )
}
