import { doors } from '#web/api/doors.ts'
import { useRead } from './read.ts'
import { useView } from './use-view.ts'

/** The day that the page speaks of: the one in the URL, or the server's today. */
export function useDay(): string {
  const { asOf } = useView()
  const { data } = useRead(doors.status, { query: { asOf: null } })
  return asOf ?? data?.today ?? new Date().toISOString().slice(0, 10)
}
