import { type KeyboardEvent, useRef } from 'react'
import type { Relation, TalkEnd } from '#contract/relations.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Tag } from '#web/ui/kit.tsx'
import { ScrollRegion } from '#web/ui/scroll-region.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { devicePath, isEverybodys } from './device-words.ts'
import { RelationDetail } from './relation-detail.tsx'
import { concernWords, type Deed, endMore, endName, endPart, functionWords, isGrave } from './relation-words.ts'
import './relations.css'

/** Client → server, one row each; a row opens to all functions, and arrow keys walk from row to row. */
export function RelationTable(props: {
  readonly name: string
  readonly rows: readonly Relation[]
  /** What is looked at; null: everything. */
  readonly deed: Deed | null
  readonly open: ReadonlySet<string>
  onToggle(id: string): void
}) {
  const { t } = useText()
  const format = useFormat()
  const body = useRef<HTMLTableElement>(null)
  const { rows, deed, open, onToggle } = props
  const walk = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || !(event.target instanceof HTMLElement) || event.target.dataset.row === undefined) return
    event.preventDefault()
    const next = Number(event.target.dataset.row) + step
    body.current?.querySelector<HTMLElement>(`button[data-row="${next}"]`)?.focus()
  }
  return (
    <ScrollRegion label={props.name} onKeyDown={walk}>
      <table ref={body} className="table relations">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('relations.details')}</span>
            </th>
            <th scope="col">{t('relations.who')}</th>
            <th scope="col">{t('relations.whom')}</th>
            <th scope="col">{t('relations.what')}</th>
            <th scope="col">{t('relations.eye')}</th>
            <th scope="col">{t('relations.seen')}</th>
          </tr>
        </thead>
        {rows.map((one, place) => {
          const isOpen = open.has(one.id)
          const count = deed === null ? null : (one.operations?.[deed] ?? 0)
          return (
            <tbody key={one.id}>
              <tr className={isOpen ? 'marked' : ''}>
                <td>
                  <button
                    type="button"
                    className="relation-toggle"
                    data-row={place}
                    aria-expanded={isOpen}
                    aria-label={t('relations.open', { client: endName(one.client), server: endName(one.server) })}
                    onClick={() => onToggle(one.id)}
                  >
                    {isOpen ? '▾' : '▸'}
                  </button>
                </td>
                <td>
                  <End end={one.client} plant={one.plant} />
                </td>
                <td>
                  <End end={one.server} plant={one.plant} />
                </td>
                <td>
                  <div>
                    {count !== null && (
                      <strong>
                        {t(`relations.count.${deed ?? 'read'}`, { count, number: format.number(count) })}{' '}
                      </strong>
                    )}
                    {one.protocols.map(titleOf).join(', ')}
                  </div>
                  <div className="small muted">{functionWords(one, deed, format) || t('relations.noFunctions')}</div>
                </td>
                <td>
                  <Concerns relation={one} />
                </td>
                <td className="small relation-seen">
                  {one.firstSeen ? <div>{format.instant(one.firstSeen)}</div> : t('relations.noTime')}
                  {one.lastSeen && one.lastSeen.slice(0, 19) !== one.firstSeen?.slice(0, 19) && (
                    <div>{format.instant(one.lastSeen)}</div>
                  )}
                  {one.proof && (
                    <div title={one.proof.captureName}>
                      <AppLink to={`/evidence/captures/${one.proof.capture}/packets/${one.proof.packet}`}>
                        {one.proof.place ?? t('relations.packet', { number: format.number(one.proof.packet) })}
                      </AppLink>{' '}
                      <span className="muted">{one.proof.captureName}</span>
                    </div>
                  )}
                </td>
              </tr>
              {isOpen && (
                <tr className="relation-detail">
                  <td />
                  <td colSpan={5}>
                    <RelationDetail relation={one} deed={deed} />
                  </td>
                </tr>
              )}
            </tbody>
          )
        })}
      </table>
    </ScrollRegion>
  )
}

/** A device by its name, leading to its page; below it where it stands and what it is. */
function End({ end, plant }: { readonly end: TalkEnd; readonly plant: string }) {
  const { t } = useText()
  const more = endMore(end)
  return (
    <>
      <div>
        {isEverybodys(end.device) ? endName(end) : <AppLink to={devicePath(plant, end.device)}>{endName(end)}</AppLink>}
        {more && <span className="muted"> {more}</span>}
      </div>
      <div className="small muted">{endPart(end, t)}</div>
    </>
  )
}

function Concerns({ relation }: { readonly relation: Relation }) {
  const { t } = useText()
  if (relation.concerns.length === 0) return <span className="muted">–</span>
  return (
    <div className="relation-concerns">
      {relation.concerns.map((one) => (
        <Tag key={one} {...(isGrave(one) ? { tone: 'wrong' as const } : { tone: 'warn' as const })}>
          {concernWords(one, relation, t)}
        </Tag>
      ))}
    </div>
  )
}
