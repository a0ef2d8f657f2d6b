/**
 * A question about a text that keeps its answers: devices of one kind say the same few texts. What is asked may come from anywhere:
 * no more than `most` are kept. The same text must always have the same answer.
 */
export function remembered<Answer>(answer: (text: string) => Answer, most = 2000): (text: string) => Answer {
  const known = new Map<string, { readonly answer: Answer }>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before.answer
    if (known.size >= most) known.clear()
    const found = { answer: answer(text) }
    known.set(text, found)
    return found.answer
  }
}
