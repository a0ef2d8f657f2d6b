import { Popover } from '@mantine/core'
import { useState } from 'react'
import { Button } from './button.tsx'
import { CheckField } from './fields.tsx'

/** Which columns of a table are shown; those that name a row stay. */
export function ColumnChooser(props: {
  readonly label: string
  readonly resetLabel: string
  readonly columns: readonly { readonly key: string; readonly title: string; readonly fixed?: boolean | undefined }[]
  readonly chosen: readonly string[]
  onChoose(keys: readonly string[]): void
  onReset(): void
}) {
  const [open, setOpen] = useState(false)
  const { columns, chosen } = props
  const choose = (key: string, on: boolean) =>
    props.onChoose(columns.map((one) => one.key).filter((one) => (one === key ? on : chosen.includes(one))))
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      offset={2}
      shadow="none"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <button type="button" className="btn quiet" onClick={() => setOpen((before) => !before)}>
          {props.label}
        </button>
      </Popover.Target>
      <Popover.Dropdown className="pop" aria-label={props.label}>
        <div className="stack" style={{ gap: 6, padding: 8, maxHeight: 420, overflow: 'auto' }}>
          {columns.map((one) => (
            <CheckField
              key={one.key}
              label={one.title}
              checked={one.fixed === true || chosen.includes(one.key)}
              disabled={one.fixed === true}
              onChange={(on) => choose(one.key, on)}
            />
          ))}
          <Button kind="quiet" onClick={props.onReset}>
            {props.resetLabel}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
