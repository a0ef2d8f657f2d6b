import { createBrowserRouter, Navigate, type RouteObject, useLocation, useRouteError } from 'react-router'
import { useText } from '#web/i18n/text.tsx'
import { Empty, Notice } from '#web/ui/kit.tsx'
import { AppLink } from '#web/view/app-link.tsx'
import { App } from './app.tsx'

function NotFound() {
  const { t } = useText()
  return (
    <Empty title={t('problem.noPage')} action={<AppLink to="/">{t('nav.today')}</AppLink>}>
      {t('problem.noPageHint')}
    </Empty>
  )
}

/** A page that stands elsewhere now; what its address asked for goes along. */
function Moved({ to }: { readonly to: string }) {
  const { search } = useLocation()
  return <Navigate to={to + search} replace />
}

function Crashed() {
  const { t } = useText()
  const error = useRouteError()
  return (
    <Notice tone="wrong" title={t('problem.crashed')}>
      <code>{error instanceof Error ? error.message : String(error)}</code>
    </Notice>
  )
}

/** Each page is a chunk of its own; the first load brings only the shell and the page asked for. */
const pages: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('#web/areas/maturity/today.tsx')).Today }) },
  { path: 'welcome', lazy: async () => ({ Component: (await import('#web/areas/plants/welcome.tsx')).Welcome }) },
  { path: 'settings', lazy: async () => ({ Component: (await import('./settings.tsx')).Settings }) },
  { path: 'maturity', lazy: async () => ({ Component: (await import('#web/areas/maturity/maturity.tsx')).Maturity }) },
  {
    path: 'maturity/criteria/:id',
    lazy: async () => ({ Component: (await import('#web/areas/maturity/criterion.tsx')).CriterionPage }),
  },
  {
    path: 'evidence',
    lazy: async () => ({ Component: (await import('#web/areas/evidence/evidence.tsx')).Evidence }),
    children: [
      { index: true, lazy: async () => ({ Component: (await import('#web/areas/evidence/bring.tsx')).Bring }) },
      {
        path: 'imports/:id',
        lazy: async () => ({ Component: (await import('#web/areas/evidence/import-page.tsx')).ImportPage }),
      },
      { path: 'records', lazy: async () => ({ Component: (await import('#web/areas/evidence/records.tsx')).Records }) },
      {
        path: 'records/new',
        lazy: async () => ({ Component: (await import('#web/areas/evidence/record-kinds.tsx')).RecordKinds }),
      },
      {
        path: 'records/new/:kind',
        lazy: async () => ({ Component: (await import('#web/areas/evidence/record-form.tsx')).RecordFormPage }),
      },
      {
        path: 'records/:id',
        lazy: async () => ({ Component: (await import('#web/areas/evidence/record-page.tsx')).RecordPage }),
      },
      { path: 'sources', lazy: async () => ({ Component: (await import('#web/areas/evidence/sources.tsx')).Sources }) },
      {
        path: 'documents/:sha256?',
        lazy: async () => ({ Component: (await import('#web/areas/evidence/documents.tsx')).Documents }),
      },
      {
        path: 'captures',
        lazy: async () => ({ Component: (await import('#web/areas/network/captures.tsx')).Captures }),
      },
      { path: 'sensors', lazy: async () => ({ Component: (await import('#web/areas/network/sensors.tsx')).Sensors }) },
      {
        path: 'captures/:id',
        lazy: async () => ({ Component: (await import('#web/areas/network/capture-page.tsx')).CapturePage }),
      },
      {
        path: 'captures/:id/packets/:number',
        lazy: async () => ({ Component: (await import('#web/areas/network/packet-page.tsx')).PacketPage }),
      },
    ],
  },
  {
    path: 'assets',
    lazy: async () => ({ Component: (await import('#web/areas/assets/assets.tsx')).Assets }),
    children: [
      { index: true, lazy: async () => ({ Component: (await import('#web/areas/assets/inventory.tsx')).Inventory }) },
      {
        path: 'reconciliation',
        lazy: async () => ({ Component: (await import('#web/areas/assets/reconciliation.tsx')).Reconciliation }),
      },
      { path: 'devices', element: <Moved to="/network/devices" /> },
      {
        path: 'vulnerabilities',
        lazy: async () => ({
          Component: (await import('#web/areas/assets/vulnerabilities/vulnerabilities.tsx')).Vulnerabilities,
        }),
      },
      {
        path: 'advisories',
        lazy: async () => ({
          Component: (await import('#web/areas/assets/vulnerabilities/advisories.tsx')).Advisories,
        }),
      },
      {
        path: 'advisories/:key',
        lazy: async () => ({
          Component: (await import('#web/areas/assets/vulnerabilities/advisory-page.tsx')).AdvisoryPage,
        }),
      },
      {
        path: 'conversations',
        lazy: async () => ({ Component: (await import('#web/areas/network/conversations.tsx')).Conversations }),
      },
      {
        path: ':plant/:tag',
        lazy: async () => ({ Component: (await import('#web/areas/assets/asset-page.tsx')).AssetPage }),
      },
    ],
  },
  {
    path: 'network',
    lazy: async () => ({ Component: (await import('#web/areas/assets/assets.tsx')).Assets }),
    children: [
      { index: true, element: <Moved to="/network/devices" /> },
      {
        path: 'access',
        lazy: async () => ({ Component: (await import('#web/areas/network/access/access.tsx')).AccessPage }),
      },
      {
        path: 'cryptography',
        lazy: async () => ({
          Component: (await import('#web/areas/network/cryptography/cryptography.tsx')).Cryptography,
        }),
      },
      {
        path: 'boundary',
        lazy: async () => ({ Component: (await import('#web/areas/network/boundary/boundary.tsx')).BoundaryPage }),
      },
      {
        path: 'firewalls',
        lazy: async () => ({ Component: (await import('#web/areas/network/boundary/firewalls.tsx')).Firewalls }),
      },
      {
        path: 'firewalls/:id',
        lazy: async () => ({ Component: (await import('#web/areas/network/boundary/firewall-page.tsx')).FirewallPage }),
      },
      {
        path: 'boundary/policy',
        lazy: async () => ({ Component: (await import('#web/areas/network/boundary/policy-page.tsx')).PolicyPage }),
      },
      {
        path: 'boundary/proposals',
        lazy: async () => ({ Component: (await import('#web/areas/network/boundary/proposals.tsx')).ProposalsPage }),
      },
      {
        path: 'boundary/conversations',
        lazy: async () => ({ Component: (await import('#web/areas/network/boundary/judged-list.tsx')).JudgedList }),
      },
      {
        path: 'boundary/conversations/:plant/:capture/:n',
        lazy: async () => ({ Component: (await import('#web/areas/network/boundary/judged-page.tsx')).JudgedPage }),
      },
      { path: 'devices', lazy: async () => ({ Component: (await import('#web/areas/network/devices.tsx')).Devices }) },
      { path: 'changes', lazy: async () => ({ Component: (await import('#web/areas/network/changes.tsx')).Changes }) },
      {
        path: 'changes/:id',
        lazy: async () => ({ Component: (await import('#web/areas/network/change-page.tsx')).ChangePage }),
      },
      {
        path: 'devices/:plant/:id',
        lazy: async () => ({ Component: (await import('#web/areas/network/device-page.tsx')).DevicePage }),
      },
      {
        path: 'devices/unplaced',
        lazy: async () => ({ Component: (await import('#web/areas/network/unplaced.tsx')).Unplaced }),
      },
    ],
  },
  { path: '*', Component: NotFound },
]

export const router = createBrowserRouter([
  { path: '/', Component: App, errorElement: <Crashed />, hydrateFallbackElement: <span />, children: pages },
])
