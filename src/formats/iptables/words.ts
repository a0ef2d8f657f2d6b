export interface Word {
  readonly text: string
  readonly isQuoted: boolean
}

export interface Words {
  readonly words: readonly Word[]
  /** A quotation mark that nothing closes. */
  readonly isOpen: boolean
}

/**
 * The words of a line as iptables-restore and a shell take them: quotation marks of both kinds, a backslash before a
 * character inside double ones. With `comments`, a word that begins with `#` ends the line (a shell's).
 */
export function wordsOf(line: string, comments: boolean): Words {
  const words: Word[] = []
  let text = ''
  let quote = ''
  let isWord = false
  let isQuoted = false
  const end = () => {
    if (isWord) words.push({ text, isQuoted })
    text = ''
    isWord = false
    isQuoted = false
  }
  for (let i = 0; i < line.length; i++) {
    const letter = line[i]!
    if (quote !== '') {
      if (letter === quote) quote = ''
      else if (letter === '\\' && quote === '"' && i + 1 < line.length) text += line[++i]
      else text += letter
    } else if (letter === '"' || letter === "'") {
      quote = letter
      isWord = true
      isQuoted = true
    } else if (/\s/.test(letter)) end()
    else if (letter === '#' && comments && !isWord) break
    else if (letter === '\\' && i + 1 < line.length) {
      text += line[++i]
      isWord = true
    } else {
      text += letter
      isWord = true
    }
  }
  end()
  return { words, isOpen: quote !== '' }
}
