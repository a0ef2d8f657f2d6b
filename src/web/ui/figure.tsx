import { type ReactNode, type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react'
import { type Picture, type Shape, svgOf } from '#core/picture/shape.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from './button.tsx'
import { saveCsv } from './export.ts'
import { ScrollRegion } from './scroll-region.tsx'

/** SVG attributes as React spells them. */
function attributesOf(attributes: Shape['attributes']): Record<string, string | number> {
  const { class: className, 'text-anchor': textAnchor, 'stroke-width': strokeWidth, ...rest } = attributes
  return {
    ...rest,
    ...(className === undefined ? {} : { className }),
    ...(textAnchor === undefined ? {} : { textAnchor }),
    ...(strokeWidth === undefined ? {} : { strokeWidth }),
  }
}

function Node({ node }: { readonly node: Shape | string }): ReactNode {
  if (typeof node === 'string') return node
  const { tag: Tag, attributes, children } = node
  if (Tag === 'title') return <title>{children.filter((child) => typeof child === 'string').join('')}</title>
  return (
    <Tag {...attributesOf(attributes)}>
      {children.map((child, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a drawing is replaced as a whole
        <Node key={place} node={child} />
      ))}
    </Tag>
  )
}

const NARROWEST = 440
const WIDEST = 1040

/** The width that a drawing has, followed as it changes. */
function useWidth(): [RefObject<HTMLDivElement | null>, number] {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(720)
  useEffect(() => {
    const element = box.current
    if (!element || typeof ResizeObserver === 'undefined') return
    const watch = new ResizeObserver(() => {
      setWidth(Math.max(NARROWEST, Math.min(WIDEST, Math.floor(element.clientWidth - 26))))
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return [box, width]
}

/** A chart with its title, its finding in one sentence, and the same data as a table to read or to take along. */
export function Figure(props: {
  readonly title: string
  readonly finding: string
  /** Draws for a width in pixels. */
  draw(width: number): Picture
  readonly name: string
  /** Opens what the drawing names as a target; `opened` is the one that is open. */
  onOpen?(key: string): void
  readonly opened?: string
  /** What its lines and marks mean. */
  readonly legend?: string
}) {
  const { t } = useText()
  const [asTable, setAsTable] = useState(false)
  const id = useId()
  const [box, width] = useWidth()
  const { draw } = props
  const picture = useMemo(() => draw(width), [draw, width])
  const saveSvg = () => {
    const url = URL.createObjectURL(new Blob([svgOf(picture, props.title, PRINT_STYLE)], { type: 'image/svg+xml' }))
    const link = document.createElement('a')
    link.href = url
    link.download = `${props.name}.svg`
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), 1000)
  }
  return (
    <figure className="figure panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{props.title}</h2>
        <div className="row no-print" style={{ gap: 0 }}>
          <Button kind="quiet" pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {t('ui.asTable')}
          </Button>
          <Button kind="quiet" onClick={() => saveCsv(props.name, [picture.table.columns, ...picture.table.rows])}>
            {t('ui.export')}
          </Button>
          <Button kind="quiet" onClick={saveSvg}>
            SVG
          </Button>
        </div>
      </div>
      <div className="panel-body stack" ref={box}>
        <figcaption>{props.finding}</figcaption>
        {asTable ? (
          <ScrollRegion label={props.title} style={{ maxHeight: 400 }}>
            <table className="table twin">
              <thead>
                <tr>
                  {picture.table.columns.map((column) => (
                    <th key={column} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {picture.table.rows.map((row, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: rows of a chart have no name of their own
                  <tr key={place}>
                    {row.map((value, column) => (
                      <td key={picture.table.columns[column]}>{value}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
        ) : (
          <ScrollRegion label={props.title}>
            <div className="picture-field">
              <svg
                className="picture"
                viewBox={`0 0 ${picture.width} ${picture.height}`}
                width={picture.width}
                height={picture.height}
                role="img"
                aria-label={`${props.title}. ${props.finding}`}
              >
                {picture.shapes.map((one, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a drawing is replaced as a whole
                  <Node key={place} node={one} />
                ))}
              </svg>
              {props.onOpen &&
                picture.targets?.map((target) => (
                  <button
                    key={target.key}
                    type="button"
                    className="picture-target"
                    aria-label={target.label}
                    title={target.label}
                    aria-pressed={props.opened === target.key}
                    style={{
                      left: `${(100 * target.x) / picture.width}%`,
                      top: `${(100 * target.y) / picture.height}%`,
                      width: `${(100 * target.width) / picture.width}%`,
                      height: `${(100 * target.height) / picture.height}%`,
                    }}
                    onClick={() => props.onOpen?.(target.key)}
                  />
                ))}
            </div>
          </ScrollRegion>
        )}
        {props.legend && !asTable && <p className="small muted">{props.legend}</p>}
      </div>
    </figure>
  )
}

/** Outside the app the classes have no style sheet: the light palette travels with the file. */
const PRINT_STYLE = `text{font:12px sans-serif;fill:#1a1e22}.p-muted{fill:#505962}.p-grid{stroke:#c6cbd0}.p-axis{stroke:#868e96}
.p-now{stroke:#1a1e22;stroke-dasharray:3 3}.p-line{fill:none;stroke:#1f4a73;stroke-width:2}
.p-line-2{fill:none;stroke:#505962;stroke-dasharray:4 3}.p-future{stroke-dasharray:2 3}.p-dot,.p-tick{fill:#1f4a73}
.p-bar{fill:#9aa8b5}.p-bar-good{fill:#1f4a73}.p-bar-warn{fill:#c9862a}.p-on-bar{fill:#fff}.p-bar-wrong{fill:#b9443c}.p-bar-unknown{fill:#fff;stroke:#868e96;stroke-dasharray:3 2}.p-reach{stroke:#1f4a73;stroke-width:2}
.p-band{fill:#eef0f2}.p-node{fill:#fff;stroke:#868e96}.p-node-safety{stroke:#1a1e22;stroke-width:2.5}.p-flow{fill:none;stroke:#505962}
.p-flow-concern{stroke:#b9443c;stroke-dasharray:7 3}.p-flow-unseen{stroke-dasharray:2 5}.p-wrong{fill:#a3211a}.p-node-concern{stroke:#b9443c}.p-tip{fill:#505962}.p-tip-concern{fill:#b9443c}.p-field{fill:#fff}`
