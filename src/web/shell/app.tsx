import './shell.css'
import { Suspense, useEffect, useRef, useState } from 'react'
import { Link, Navigate, NavLink, Outlet, useLocation } from 'react-router'
import type { Status } from '#contract/app.ts'
import { doors } from '#web/api/doors.ts'
import { useFormat } from '#web/i18n/format.ts'
import { useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { Skeleton } from '#web/ui/kit.tsx'
import { ActingProvider } from '#web/view/acting.tsx'
import { Answer, ProblemNotice } from '#web/view/answer.tsx'
import { useRead, useWrite } from '#web/view/read.ts'
import { keepView, useChangeView, useView } from '#web/view/use-view.ts'
import { Search } from './search.tsx'
import { TopBar } from './top-bar.tsx'

const entries = [
  ['/', 'nav.today'],
  ['/maturity', 'nav.maturity'],
  ['/evidence', 'nav.evidence'],
  ['/assets', 'nav.assets'],
] as const

function Nav() {
  const { t } = useText()
  const view = useView()
  const { pathname } = useLocation()
  return (
    <nav className="nav no-print" aria-label={t('nav.label')}>
      <ul>
        {entries.map(([to, label]) => (
          <li key={to}>
            {to === '/assets' && pathname.startsWith('/network') ? (
              <Link to={keepView(to, view)} aria-current="page">
                {t(label)}
              </Link>
            ) : (
              <NavLink to={keepView(to, view)} end={to === '/'}>
                {t(label)}
              </NavLink>
            )}
          </li>
        ))}
      </ul>
    </nav>
  )
}

function AsOfStrip({ status }: { readonly status: Status }) {
  const { t } = useText()
  const { day } = useFormat()
  const { asOf } = useView()
  const change = useChangeView()
  if (!asOf) return null
  return (
    <div className="strip past" role="status">
      <span>{t(asOf > status.today ? 'strip.forecast' : 'strip.past', { day: day(asOf) })}</span>
      <Button kind="quiet" onClick={() => change({ asOf: null })}>
        {t('strip.backToToday')}
      </Button>
    </div>
  )
}

function ExampleStrip() {
  const { t } = useText()
  const clear = useWrite(doors.clearExample)
  const [sure, setSure] = useState(false)
  return (
    <>
      <div className="strip no-print">
        <span>{sure ? t('example.sure') : t('example.told')}</span>
        {sure ? (
          <>
            <Button kind="danger" busy={clear.isPending} onClick={() => clear.mutate({ body: { confirm: true } })}>
              {t('example.clear')}
            </Button>
            <Button kind="quiet" onClick={() => setSure(false)}>
              {t('ui.cancel')}
            </Button>
          </>
        ) : (
          <Button onClick={() => setSure(true)}>{t('example.start')}</Button>
        )}
      </div>
      {clear.error && <ProblemNotice error={clear.error} />}
    </>
  )
}

function Frame({ status }: { readonly status: Status }) {
  const { t } = useText()
  const { pathname } = useLocation()
  const main = useRef<HTMLElement>(null)
  const [searching, setSearching] = useState(false)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      setSearching(true)
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
  // A new page starts at its top and is where the keyboard goes on; the first one leaves the focus to the browser.
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    window.scrollTo(0, 0)
    main.current?.focus({ preventScroll: true })
  }, [pathname])
  if (status.company === null && pathname !== '/welcome') return <Navigate to="/welcome" replace />
  return (
    <div className={status.company === null ? 'shell bare' : 'shell'}>
      <a className="skip btn" href="#main">
        {t('ui.skip')}
      </a>
      <TopBar status={status} onSearch={() => setSearching(true)} />
      {status.company !== null && <Nav />}
      <main className="main" id="main" ref={main} tabIndex={-1}>
        {status.example && <ExampleStrip />}
        <AsOfStrip status={status} />
        <Suspense fallback={<Skeleton label={t('ui.loading')} lines={5} />}>
          <Outlet />
        </Suspense>
      </main>
      <Search open={searching} onClose={() => setSearching(false)} />
    </div>
  )
}

export function App() {
  const status = useRead(doors.status, { query: { asOf: null } })
  return (
    <Answer query={status} lines={6}>
      {(known) => (
        <ActingProvider>
          <Frame status={known} />
        </ActingProvider>
      )}
    </Answer>
  )
}
