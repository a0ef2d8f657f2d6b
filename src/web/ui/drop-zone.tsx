import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { Button } from './button.tsx'

/** Takes files by dropping or by the button, which is what the keyboard and screen readers use. */
export function DropZone(props: {
  readonly title: string
  readonly button: string
  readonly accept?: string
  readonly busy?: boolean
  readonly multiple?: boolean
  onFiles(files: readonly File[]): void
  readonly children?: ReactNode
}) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const files = [...event.dataTransfer.files]
    if (files.length > 0) props.onFiles(props.multiple ? files : files.slice(0, 1))
  }
  return (
    <section
      className={`drop-zone ${over ? 'over' : ''}`}
      aria-label={props.title}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <strong>{props.title}</strong>
      {props.children && <div className="muted">{props.children}</div>}
      <Button kind="primary" busy={props.busy} onClick={() => input.current?.click()}>
        {props.button}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={props.button}
        accept={props.accept}
        multiple={props.multiple}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          if (files.length > 0) props.onFiles(files)
        }}
      />
    </section>
  )
}
