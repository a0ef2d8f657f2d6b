import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import type { EvidenceDocument } from '#contract/evidence.ts'
import { addressOf, upload } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { DropZone } from '#web/ui/drop-zone.tsx'
import { Empty, PageHead, Panel } from '#web/ui/kit.tsx'
import { Answer, ProblemNotice } from '#web/view/answer.tsx'
import { RefLink } from '#web/view/proof-link.tsx'
import { useReadPages } from '#web/view/read.ts'

/** Documents that stand behind attestations, kept under their SHA-256. */
export function Documents() {
  const { t } = useText()
  const format = useFormat()
  const { sha256 } = useParams()
  const [search] = useSearchParams()
  const pointed = sha256 ?? search.get('sha256')
  const client = useQueryClient()
  const [failed, setFailed] = useState<Error | null>(null)
  const [busy, setBusy] = useState(false)
  const pages = useReadPages(doors.documents)
  const columns = useMemo<Column<EvidenceDocument>[]>(
    () => [
      {
        key: 'name',
        title: t('documents.name'),
        value: (one) => one.name,
        cell: (one) => (
          <a download href={addressOf(doors.document.path, { params: { sha256: one.sha256 } })}>
            {one.name}
          </a>
        ),
      },
      {
        key: 'bytes',
        title: t('documents.size'),
        value: (one) => one.bytes,
        cell: (one) => format.bytes(one.bytes),
        numeric: true,
      },
      {
        key: 'addedAt',
        title: t('documents.added'),
        value: (one) => one.addedAt,
        cell: (one) => format.instant(one.addedAt),
        nowrap: true,
      },
      {
        key: 'sha',
        title: 'SHA-256',
        value: (one) => one.sha256,
        cell: (one) => <code title={one.sha256}>{one.sha256.slice(0, 16)}…</code>,
      },
      {
        key: 'records',
        title: t('documents.records'),
        value: (one) => one.records?.join(' ') ?? null,
        cell: (one) =>
          one.records?.length
            ? one.records.slice(0, 3).map((id) => <RefLink key={id} reference={`record:${id}`} />)
            : '–',
      },
    ],
    [t, format],
  )
  const take = async (files: readonly File[]) => {
    setBusy(true)
    setFailed(null)
    try {
      for (const file of files) await upload(doors.addDocument, file, { query: { name: file.name } })
      await client.invalidateQueries()
    } catch (error) {
      setFailed(error as Error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <PageHead title={t('documents.headline')}>{t('documents.told')}</PageHead>
      <DropZone title={t('documents.drop')} button={t('documents.choose')} busy={busy} multiple onFiles={take} />
      {failed && <ProblemNotice error={failed} />}
      <Panel title={t('evidence.documents')} flush>
        <Answer query={pages}>
          {(known) => {
            const rows = known.pages.flatMap((page) => page.items)
            if (rows.length === 0) return <Empty title={t('documents.empty')}>{t('documents.emptyHint')}</Empty>
            return (
              <DataTable
                name="documents"
                caption={t('evidence.documents')}
                columns={columns}
                rows={rows}
                rowKey={(one) => one.sha256}
                isMarked={(one) => one.sha256 === pointed}
              />
            )
          }}
        </Answer>
      </Panel>
    </>
  )
}
