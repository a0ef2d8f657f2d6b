import { useState } from 'react'
import type { CryptoSystem } from '#contract/cryptography.ts'
import { titleOf } from '#core/capture/protocol-kinds.ts'
import { quantumClasses } from '#core/cryptography/quantum.ts'
import { addressOf, ask } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import type { Column } from '#web/ui/data-table.tsx'
import { saveCsv } from '#web/ui/export.ts'
import { SelectField } from '#web/ui/fields.tsx'
import { Empty, PageHead, Panel } from '#web/ui/kit.tsx'
import { Answer, ProblemNotice } from '#web/view/answer.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { usePlantName } from '#web/view/plants.ts'
import { useRead, useReadPages } from '#web/view/read.ts'
import { SearchField } from '#web/view/search-field.tsx'
import { useQueryWord, useView } from '#web/view/use-view.ts'
import { OnlyDevice } from '../only-device.tsx'
import { CryptoPicture } from './crypto-picture.tsx'
import { CryptoTable, useCryptoColumns } from './crypto-table.tsx'
import { type EndpointRow, rowsOf } from './crypto-words.ts'
import './cryptography.css'

/** An export holds everything that the filters let through, up to here. */
const MOST_SAVED = 20_000

/** Which cryptography the wire shows: what is weak, what lapses, what a quantum computer would read. */
export function Cryptography() {
  const { t } = useText()
  const format = useFormat()
  const { plant } = useView()
  const summary = useRead(doors.cryptography, { query: { plant } }, { keep: true }).data
  const filters = useCryptoFilters()
  const isFiltered = Object.values(filters.values).some((value) => value !== '')
  return (
    <>
      <PageHead
        title={
          summary === undefined || summary.systems === 0
            ? t('crypto.title')
            : t('crypto.headline', { safe: summary.quantumSafe, using: summary.usingCryptography, weak: summary.weak })
        }
      >
        {summary === undefined || summary.systems === 0
          ? t('crypto.told')
          : [
              t('crypto.certificates', {
                count: summary.certificates,
                lapsed: summary.lapsed,
                lapsing: summary.lapsing,
              }),
              summary.measuredOn === null ? null : t('crypto.measured', { day: format.day(summary.measuredOn) }),
            ]
              .filter(Boolean)
              .join(' ')}
      </PageHead>
      {summary !== undefined && summary.protocols.length > 0 && <CryptoPicture summary={summary} />}
      {summary !== undefined && summary.systems > 0 && (
        <Filters filters={filters} protocols={summary.protocols.map(({ protocol }) => protocol)} />
      )}
      {filters.values.device !== '' && (
        <OnlyDevice device={filters.values.device} onAll={() => filters.setDevice('')} />
      )}
      <Systems query={{ plant, ...filters.values }} isFiltered={isFiltered} />
    </>
  )
}

function useCryptoFilters() {
  const [q, setQ] = useQueryWord('q')
  const [protocol, setProtocol] = useQueryWord('protocol')
  const [quantum, setQuantum] = useQueryWord('quantum')
  const [weak, setWeak] = useQueryWord('weak')
  const [lapsesWithin, setLapsesWithin] = useQueryWord('lapsesWithin')
  const [device, setDevice] = useQueryWord('device')
  return {
    values: { q, protocol, quantum, weak, lapsesWithin, device },
    setDevice,
    setQ,
    setProtocol,
    setQuantum,
    setWeak,
    setLapsesWithin,
  }
}

function Filters(props: {
  readonly filters: ReturnType<typeof useCryptoFilters>
  readonly protocols: readonly string[]
}) {
  const { t } = useText()
  const { values, setQ, setProtocol, setQuantum, setWeak, setLapsesWithin } = props.filters
  const all = { value: '', label: t('ui.all') }
  return (
    <search className="row end" aria-label={t('crypto.filters')}>
      <SearchField label={t('crypto.search')} value={values.q} onSearch={setQ} />
      <SelectField
        label={t('crypto.protocol')}
        value={values.protocol}
        onChange={setProtocol}
        options={[all, ...props.protocols.map((one) => ({ value: one, label: titleOf(one) }))]}
      />
      <SelectField
        label={t('crypto.quantum')}
        value={values.quantum}
        onChange={setQuantum}
        options={[all, ...quantumClasses.map((one) => ({ value: one, label: t(`crypto.class.${one}`) }))]}
      />
      <SelectField
        label={t('crypto.weakness')}
        value={values.weak}
        onChange={setWeak}
        options={[all, { value: 'true', label: t('value.yes') }, { value: 'false', label: t('value.no') }]}
      />
      <SelectField
        label={t('crypto.lapses')}
        value={values.lapsesWithin}
        onChange={setLapsesWithin}
        options={[all, ...[30, 90, 365].map((days) => ({ value: String(days), label: t('crypto.within', { days }) }))]}
      />
    </search>
  )
}

type Query = Readonly<Record<string, string | number | null>>

function Systems({ query, isFiltered }: { readonly query: Query; readonly isFiltered: boolean }) {
  const { t } = useText()
  const columns = useCryptoColumns()
  const pages = useReadPages(doors.cryptoSystems, { query: { ...query, limit: 50 } })
  return (
    <Answer query={pages}>
      {(known) => {
        const rows = rowsOf(known.pages.flatMap((page) => page.items))
        if (rows.length === 0) {
          return (
            <Panel>
              <Empty
                title={t(isFiltered ? 'crypto.noneFound' : 'crypto.none')}
                action={
                  <AppLink to="/evidence" className="btn">
                    {t('evidence.bring')}
                  </AppLink>
                }
              >
                {t(isFiltered ? 'relations.noneFiltered' : 'crypto.noneHint')}
              </Empty>
            </Panel>
          )
        }
        return (
          <Panel title={t('crypto.table')} flush side={<Save query={query} columns={columns} />}>
            <CryptoTable rows={rows} columns={columns} />
            {pages.hasNextPage && (
              <div style={{ padding: 8 }}>
                <Button busy={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
                  {t('ui.more')}
                </Button>
              </div>
            )}
          </Panel>
        )
      }}
    </Answer>
  )
}

/** Everything that the filters let through as CSV; a plant's whole inventory as CycloneDX. */
function Save({ query, columns }: { readonly query: Query; readonly columns: readonly Column<EndpointRow>[] }) {
  const { t } = useText()
  const { asOf, plant } = useView()
  const plantName = usePlantName()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<Error | null>(null)
  const save = async () => {
    setBusy(true)
    setFailed(null)
    try {
      const systems: CryptoSystem[] = []
      let cursor: string | null = null
      do {
        const page: { readonly items: CryptoSystem[]; readonly next: string | null } = await ask(doors.cryptoSystems, {
          query: { asOf, ...query, limit: 500, cursor },
        })
        systems.push(...page.items)
        cursor = page.next
      } while (cursor !== null && systems.length < MOST_SAVED)
      saveCsv('cryptography', [
        [t('matrix.plant'), ...columns.map(({ title }) => title)],
        ...rowsOf(systems).map((row) => [plantName(row.system.plant), ...columns.map((column) => column.value(row))]),
      ])
    } catch (error) {
      setFailed(error as Error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="row">
      {failed && <ProblemNotice error={failed} />}
      {plant === null ? (
        <span className="small muted">{t('crypto.cbomPlant')}</span>
      ) : (
        <a className="btn quiet" href={addressOf(doors.exportCbom.path, { query: { plant, asOf } })} download>
          {t('crypto.cbom')}
        </a>
      )}
      <Button kind="quiet" busy={busy} onClick={save}>
        {t('ui.export')}
      </Button>
    </div>
  )
}
