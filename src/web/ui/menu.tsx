import { Menu as MantineMenu } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'

export interface MenuItem {
  readonly key: string
  readonly label: ReactNode
  readonly current?: boolean
  onChoose(): void
}

/** A list that opens under its button. */
export function Menu(props: {
  readonly button: ReactElement
  readonly label?: ReactNode
  readonly items: readonly MenuItem[]
  readonly after?: readonly MenuItem[]
}) {
  const item = (one: MenuItem) => (
    <MantineMenu.Item key={one.key} onClick={one.onChoose} leftSection={one.current ? '✓' : <span>&ensp;</span>}>
      {one.label}
    </MantineMenu.Item>
  )
  return (
    <MantineMenu position="bottom-end" offset={2} transitionProps={{ duration: 0 }} width={260}>
      <MantineMenu.Target>{props.button}</MantineMenu.Target>
      <MantineMenu.Dropdown>
        {props.label && <MantineMenu.Label>{props.label}</MantineMenu.Label>}
        {props.items.map(item)}
        {props.after && props.after.length > 0 && <MantineMenu.Divider />}
        {props.after?.map(item)}
      </MantineMenu.Dropdown>
    </MantineMenu>
  )
}
