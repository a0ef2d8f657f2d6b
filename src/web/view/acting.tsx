import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { Person } from '#contract/people.ts'
import { actAs } from '#web/api/client.ts'
import { doors } from '#web/api/doors.ts'
import { useRead } from './read.ts'

/** In whose name things are done: chosen from a list, and never verified, until there is sign-in. */
export interface Acting {
  readonly person: Person | null
  readonly people: readonly Person[]
  choose(key: string | null): void
}

const ActingContext = createContext<Acting>({ person: null, people: [], choose: () => {} })
const REMEMBERED = 'rung.person'
const NOBODY: readonly Person[] = []

export function ActingProvider({ children }: { readonly children: ReactNode }) {
  const [key, setKey] = useState<string | null>(() => {
    const remembered = localStorage.getItem(REMEMBERED)
    actAs(remembered)
    return remembered
  })
  const people = useRead(doors.people, { query: { asOf: null } }).data?.items ?? NOBODY
  const client = useQueryClient()
  const value = useMemo<Acting>(
    () => ({
      people,
      person: people.find((one) => one.key === key) ?? null,
      choose(next) {
        actAs(next)
        setKey(next)
        if (next) localStorage.setItem(REMEMBERED, next)
        else localStorage.removeItem(REMEMBERED)
        client.invalidateQueries()
      },
    }),
    [people, key, client],
  )
  return <ActingContext value={value}>{children}</ActingContext>
}

export function useActing(): Acting {
  return useContext(ActingContext)
}
