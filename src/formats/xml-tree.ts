import type { XmlElement } from './inventory.ts'
import { parseWhole, stop } from './xlsx/xml.ts'

const mostElements = 500_000
const longestText = 100_000

type Open = { name: string; attributes: Readonly<Record<string, string>>; children: Open[]; text: string }

/**
 * An XML document as a tree, in bounded memory; entities of a DTD are not expanded. `broken` says why the end was not
 * reached: what stands before it is in the tree. Null where there is no element at all.
 */
export async function readXmlTree(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ readonly root: XmlElement | null; readonly broken: string | null }> {
  const path: Open[] = []
  let root: Open | null = null
  let count = 0
  const broken = await parseWhole(chunks, {
    open(name, attributes) {
      if (++count > mostElements) stop(`elements are nested or repeated more than ${mostElements} times`)
      const element: Open = { name, attributes: { ...attributes }, children: [], text: '' }
      root ??= element
      path.at(-1)?.children.push(element)
      path.push(element)
    },
    close() {
      path.pop()
    },
    text(piece) {
      const top = path.at(-1)
      if (top !== undefined && top.text.length < longestText) top.text += piece.slice(0, longestText)
    },
  })
  return { root, broken }
}

export function child(element: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined {
  return names.reduce<XmlElement | undefined>(
    (found, name) => found?.children.find((one) => one.name === name),
    element,
  )
}

export function childrenOf(element: XmlElement | undefined, ...names: readonly string[]): readonly XmlElement[] {
  const last = names.at(-1)
  return child(element, ...names.slice(0, -1))?.children.filter((one) => one.name === last) ?? []
}

export function textOf(element: XmlElement | undefined, ...names: readonly string[]): string | null {
  return child(element, ...names)?.text.trim() || null
}
