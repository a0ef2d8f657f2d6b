import { useEffect, useState } from 'react'
import { TextField } from '#web/ui/fields.tsx'

/** A search that waits until one stops typing. */
export function SearchField(props: { readonly label: string; readonly value: string; onSearch(words: string): void }) {
  const { value, onSearch } = props
  const [words, setWords] = useState(value)
  useEffect(() => setWords(value), [value])
  useEffect(() => {
    if (words === value) return
    const wait = setTimeout(() => onSearch(words), 250)
    return () => clearTimeout(wait)
  }, [words, value, onSearch])
  return (
    <TextField label={props.label} type="search" value={words} onChange={setWords} onEnter={() => onSearch(words)} />
  )
}
