import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'

/** A question that must be answered first. Escape and the cross close it. */
export function Dialog(props: {
  readonly title: string
  readonly open: boolean
  readonly closeLabel: string
  readonly wide?: boolean
  onClose(): void
  readonly children: ReactNode
}) {
  return (
    <Modal
      opened={props.open}
      onClose={props.onClose}
      title={props.title}
      size={props.wide ? 720 : 480}
      transitionProps={{ duration: 100 }}
      overlayProps={{ backgroundOpacity: 0.4 }}
      closeButtonProps={{ 'aria-label': props.closeLabel }}
    >
      <div className="stack">{props.children}</div>
    </Modal>
  )
}
