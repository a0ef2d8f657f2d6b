import { setupI18n } from '@lingui/core'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { MessageId } from './en.ts'

export const languages = ['en', 'ja'] as const
export type Language = (typeof languages)[number]
export type { MessageId }
export type Values = Readonly<Record<string, string | number>>

/** Speaks one language: `t('matrix.title')`. */
export interface Text {
  readonly language: Language
  t(id: MessageId, values?: Values): string
  /** The side of a bilingual text that this reader reads. */
  pick(text: { readonly en: string; readonly ja: string }): string
}

type Catalogue = Readonly<Record<MessageId, string>>

const loaders: Record<Language, () => Promise<Catalogue>> = {
  en: async () => (await import('./en.ts')).en,
  ja: async () => (await import('./ja.ts')).ja,
}

export function textOf(language: Language, catalogue: Catalogue): Text {
  const i18n = setupI18n({ locale: language, messages: { [language]: catalogue } })
  return {
    language,
    t: (id, values) => i18n._(id, values),
    pick: (text) => text[language],
  }
}

const TextContext = createContext<{ text: Text; speak(language: Language): void } | null>(null)
const REMEMBERED = 'rung.language'

function firstLanguage(): Language {
  const remembered = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(REMEMBERED)
  if (remembered === 'en' || remembered === 'ja') return remembered
  return navigator.language.startsWith('ja') ? 'ja' : 'en'
}

/** Loads one language's catalogue, keeps the choice, and tells the document which language it is in. */
export function TextProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(firstLanguage)
  const [text, setText] = useState<Text | null>(null)
  useEffect(() => {
    let current = true
    loaders[language]().then((catalogue) => {
      if (!current) return
      document.documentElement.lang = language
      setText(textOf(language, catalogue))
    })
    return () => {
      current = false
    }
  }, [language])
  const value = useMemo(
    () =>
      text && {
        text,
        speak(next: Language) {
          localStorage.setItem(REMEMBERED, next)
          setLanguage(next)
        },
      },
    [text],
  )
  return value && <TextContext value={value}>{children}</TextContext>
}

/** For tests and pictures: speaks without loading. */
export function FixedText({ text, children }: { readonly text: Text; readonly children: ReactNode }) {
  return <TextContext value={useMemo(() => ({ text, speak: () => {} }), [text])}>{children}</TextContext>
}

export function useText(): Text {
  const value = useContext(TextContext)
  if (!value) throw new Error('no TextProvider above')
  return value.text
}

export function useSpeak(): (language: Language) => void {
  const value = useContext(TextContext)
  if (!value) throw new Error('no TextProvider above')
  return value.speak
}
