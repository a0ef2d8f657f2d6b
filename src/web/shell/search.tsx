import { useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { doors } from '#web/api/doors.ts'
import { useText } from '#web/i18n/text.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { TextField } from '#web/ui/fields.tsx'
import { useAxis } from '#web/view/axis.ts'
import { usePlants } from '#web/view/plants.ts'
import { useRead } from '#web/view/read.ts'
import { keepView, useView } from '#web/view/use-view.ts'

interface Found {
  readonly key: string
  readonly kind: string
  readonly label: string
  readonly to: string
}

/** ⌘K: pages, plants, criteria, record forms at once; assets and devices from the server as one types. */
export function Search(props: { readonly open: boolean; onClose(): void }) {
  const { t, pick } = useText()
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const view = useView()
  const navigate = useNavigate()
  const axis = useAxis()
  const plants = usePlants()
  const kinds = useRead(doors.recordKinds, { query: { asOf: null } }, { enabled: props.open }).data?.items
  const q = words.trim()
  const assets = useRead(
    doors.assets,
    { query: { q, plant: view.plant, limit: 8 } },
    { enabled: props.open && q.length > 1, keep: true },
  )
  const devices = useRead(
    doors.devices,
    { query: { q, plant: view.plant, limit: 6 } },
    { enabled: props.open && q.length > 1, keep: true },
  )

  const here = useMemo<Found[]>(() => {
    const pages = (
      [
        '/',
        '/maturity',
        '/evidence',
        '/evidence/records',
        '/evidence/sources',
        '/evidence/captures',
        '/assets',
        '/assets/reconciliation',
        '/network/devices',
        '/network/devices/unplaced',
        '/assets/conversations',
        '/network/boundary',
        '/network/boundary/conversations',
        '/network/boundary/policy',
        '/network/boundary/proposals',
        '/network/firewalls',
        '/settings',
      ] as const
    ).map((to) => ({ key: to, kind: t('search.page'), label: t(`search.page.${to}`), to }))
    return [
      ...pages,
      ...plants.map((plant) => ({
        key: `p ${plant.key}`,
        kind: t('search.plant'),
        label: plant.name,
        to: `/maturity?plant=${plant.key}`,
      })),
      ...(axis?.axis.criteria ?? []).map((one) => ({
        key: `c ${one.id}`,
        kind: t('search.criterion'),
        label: `${one.id} ${axis?.say(`criterion.${one.id}`)}`,
        to: `/maturity/criteria/${one.id}`,
      })),
      ...(kinds ?? []).map((kind) => ({
        key: `k ${kind.key}`,
        kind: t('search.form'),
        label: pick(kind.label),
        to: `/evidence/records/new/${kind.key}`,
      })),
    ]
  }, [t, pick, plants, axis, kinds])

  const wanted = q.toLocaleLowerCase().split(/\s+/)
  const found = [
    ...here.filter((one) => wanted.every((word) => one.label.toLocaleLowerCase().includes(word))).slice(0, 12),
    ...(q.length > 1 ? (assets.data?.items ?? []) : []).map((asset) => ({
      key: `a ${asset.plant}/${asset.tag}`,
      kind: t('search.asset'),
      label: `${asset.tag} ${asset.name ?? ''} · ${asset.plant}`,
      to: `/assets/${encodeURIComponent(asset.plant)}/${encodeURIComponent(asset.tag)}`,
    })),
    ...(q.length > 1 ? (devices.data?.items ?? []) : []).map((device) => ({
      key: `d ${device.plant}/${device.id}`,
      kind: t('search.device'),
      label: [device.id, device.asset ?? device.names[0], device.vendor, device.model].filter(Boolean).join(' '),
      to: `/network/devices/${encodeURIComponent(device.plant)}/${encodeURIComponent(device.id)}`,
    })),
  ]
  const go = (one: Found | undefined) => {
    if (!one) return
    props.onClose()
    setWords('')
    navigate(keepView(one.to, view))
  }
  return (
    <Dialog open={props.open} onClose={props.onClose} title={t('bar.search')} closeLabel={t('ui.close')} wide>
      <TextField
        label={t('search.label')}
        value={words}
        autoFocus
        type="search"
        onChange={(value) => {
          setWords(value)
          setAt(0)
        }}
        onEnter={() => go(found[at])}
        onArrow={(step) => setAt((before) => Math.max(0, Math.min(found.length - 1, before + step)))}
      />
      <ul className="found" aria-label={t('search.found')}>
        {found.map((one, place) => (
          <li key={one.key}>
            <a
              href={keepView(one.to, view)}
              data-current={place === at}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey) return
                event.preventDefault()
                go(one)
              }}
            >
              <span className="muted small">{one.kind}</span> {one.label}
            </a>
          </li>
        ))}
        {found.length === 0 && <li className="muted">{t('search.nothing')}</li>}
      </ul>
      <div className="visually-hidden" role="status">
        {found[at]?.label}
      </div>
    </Dialog>
  )
}
