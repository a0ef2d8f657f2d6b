import { useCallback, useMemo } from 'react'
import { useLocation, useNavigate, useSearchParams } from 'react-router'
import { isDay } from '#core/calendar/day.ts'

/** What the URL says on every page: which plant, which day. Null is "all plants" and "today". */
export interface View {
  readonly plant: string | null
  readonly asOf: string | null
}

export function viewOf(search: URLSearchParams): View {
  const asOf = search.get('asOf')
  return { plant: search.get('plant') || null, asOf: isDay(asOf) ? asOf : null }
}

export function useView(): View {
  const [search] = useSearchParams()
  const { plant, asOf } = viewOf(search)
  return useMemo(() => ({ plant, asOf }), [plant, asOf])
}

/** Changes what the URL says and stays on the page. */
export function useChangeView(): (change: Partial<View>) => void {
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  return useCallback(
    (change) => {
      const next = new URLSearchParams(search)
      for (const [key, value] of Object.entries(change)) {
        if (value) next.set(key, value)
        else next.delete(key)
      }
      next.delete('cell')
      navigate({ pathname, search: next.toString() })
    },
    [search, navigate, pathname],
  )
}

/** Adds the plant and the day of the present view to an in-app path, where the path does not say its own. */
export function keepView(path: string, view: View, own: Partial<View> = {}): string {
  const [pathname = '/', query = ''] = path.split('?')
  const search = new URLSearchParams(query)
  const wanted = { ...view, ...own }
  if (wanted.plant && !search.has('plant')) search.set('plant', wanted.plant)
  if (wanted.asOf && !search.has('asOf')) search.set('asOf', wanted.asOf)
  const asked = search.toString()
  return asked ? `${pathname}?${asked}` : pathname
}

/** One more word in the URL's query, for filters and tabs of a page. */
export function useQueryWord(name: string): [string, (value: string) => void] {
  const [search, setSearch] = useSearchParams()
  const set = useCallback(
    (value: string) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before)
          if (value) next.set(name, value)
          else next.delete(name)
          return next
        },
        { replace: true },
      ),
    [name, setSearch],
  )
  return [search.get(name) ?? '', set]
}
