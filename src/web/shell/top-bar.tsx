import { Link, useLocation, useNavigate } from 'react-router'
import type { Status } from '#contract/app.ts'
import { useSpeak, useText } from '#web/i18n/text.tsx'
import { Button } from '#web/ui/button.tsx'
import { Menu } from '#web/ui/menu.tsx'
import { useTheme } from '#web/ui/provider.tsx'
import { useActing } from '#web/view/acting.tsx'
import { usePlants } from '#web/view/plants.ts'
import { keepView, useChangeView, useView } from '#web/view/use-view.ts'

function Mark() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M4 1v14M12 1v14M4 4h8M4 8h8M4 12h8" stroke="currentColor" strokeWidth="1.6" fill="none" />
    </svg>
  )
}

function PlantSwitcher() {
  const { t } = useText()
  const { plant } = useView()
  const change = useChangeView()
  const plants = usePlants()
  return (
    <select
      aria-label={t('bar.plant')}
      value={plant ?? ''}
      onChange={(event) => change({ plant: event.currentTarget.value || null })}
    >
      <option value="">{t('bar.allPlants')}</option>
      {plants.map((one) => (
        <option key={one.key} value={one.key}>
          {one.name}
        </option>
      ))}
      {plant && !plants.some((one) => one.key === plant) && <option value={plant}>{plant}</option>}
    </select>
  )
}

function AsOf({ today }: { readonly today: string }) {
  const { t } = useText()
  const { asOf } = useView()
  const change = useChangeView()
  const choose = (day: string) => change({ asOf: day === '' || day === today ? null : day })
  return (
    <input
      type="date"
      aria-label={t('bar.asOf')}
      title={t('bar.asOf')}
      className={asOf ? 'as-of-past' : ''}
      // Not controlled: a browser reports half-typed dates as empty, and they must not throw the day back to today.
      key={asOf ?? today}
      defaultValue={asOf ?? today}
      onChange={(event) => {
        const day = event.currentTarget.value
        if (/^(19|20)\d\d-/.test(day)) choose(day)
      }}
    />
  )
}

function Person() {
  const { t } = useText()
  const { person, people, choose } = useActing()
  const navigate = useNavigate()
  const view = useView()
  const settings = { key: '+', label: t('bar.addPerson'), onChoose: () => navigate(keepView('/settings', view)) }
  return (
    <Menu
      label={t('bar.actAs')}
      button={
        <button type="button" className="btn quiet">
          <span className="person">
            <span>{person ? (person.name ?? t('people.erased')) : t('bar.nobody')}</span>
            <small>{person ? t('bar.notVerified') : t('bar.choosePerson')}</small>
          </span>
        </button>
      }
      items={people
        .filter((one) => one.name !== null)
        .map((one) => ({
          key: one.key,
          current: one.key === person?.key,
          label: `${one.name} · ${t(`department.${one.department}`)}`,
          onChoose: () => choose(one.key),
        }))}
      after={[settings]}
    />
  )
}

export function TopBar(props: { readonly status: Status; onSearch(): void }) {
  const { t, language } = useText()
  const speak = useSpeak()
  const { dark, toggle } = useTheme()
  const view = useView()
  const { pathname } = useLocation()
  const { status } = props
  return (
    <header className="bar no-print">
      <Link className="bar-brand" to={keepView('/', { ...view, plant: null })} title="Rung">
        <Mark />
        <span>{status.company ?? 'Rung'}</span>
      </Link>
      {status.company !== null && (
        <>
          <span className="bar-sep" aria-hidden="true">
            ▸
          </span>
          <PlantSwitcher />
          <span className="bar-sep" aria-hidden="true">
            ▸
          </span>
          <AsOf today={status.today} />
        </>
      )}
      <div className="bar-end">
        <Button kind="quiet" onClick={props.onSearch} title={t('bar.search')}>
          <span>{t('bar.search')}</span> <kbd className="small muted wide-only">Ctrl K</kbd>
        </Button>
        <Person />
        <button
          type="button"
          className="btn quiet"
          lang={language === 'en' ? 'ja' : 'en'}
          onClick={() => speak(language === 'en' ? 'ja' : 'en')}
        >
          {language === 'en' ? '日本語' : 'English'}
        </button>
        <Button
          kind="quiet"
          onClick={toggle}
          aria-label={dark ? t('bar.light') : t('bar.dark')}
          title={dark ? t('bar.light') : t('bar.dark')}
        >
          <span aria-hidden="true">{dark ? '☀' : '☾'}</span>
        </Button>
        <Link
          className="btn quiet"
          to={keepView('/settings', view)}
          aria-label={t('nav.settings')}
          title={t('nav.settings')}
          aria-current={pathname === '/settings' ? 'page' : undefined}
        >
          <span aria-hidden="true">⚙</span>
        </Link>
      </div>
    </header>
  )
}
