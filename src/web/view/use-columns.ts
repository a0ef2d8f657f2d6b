import { useCallback, useMemo, useState } from 'react'
import { useQueryWord } from './use-view.ts'

/** The keys of a comma list that a table knows, in the table's order; null where it names none. */
export function knownColumns(list: string | null, known: readonly string[]): readonly string[] | null {
  const named = new Set((list ?? '').split(','))
  const found = known.filter((key) => named.has(key))
  return found.length > 0 ? found : null
}

/** Which columns are shown: as the address says, else as this browser remembers, else as the table begins. */
export function useColumns(
  table: string,
  known: readonly string[],
  first: readonly string[],
): { readonly chosen: readonly string[]; choose(keys: readonly string[]): void; reset(): void } {
  const remembered = `rung.columns.${table}`
  const [word, setWord] = useQueryWord('columns')
  const [kept, setKept] = useState(() => localStorage.getItem(remembered))
  const chosen = useMemo(
    () => knownColumns(word, known) ?? knownColumns(kept, known) ?? first,
    [word, kept, known, first],
  )
  const choose = useCallback(
    (keys: readonly string[]) => {
      const list = keys.join(',')
      localStorage.setItem(remembered, list)
      setKept(list)
      setWord(list)
    },
    [remembered, setWord],
  )
  const reset = useCallback(() => {
    localStorage.removeItem(remembered)
    setKept(null)
    setWord('')
  }, [remembered, setWord])
  return { chosen, choose, reset }
}
