import { plain } from '#areas/assets/index.ts'

/** Makers by the first words under which registries, devices and MAC blocks write them. */
const makers: readonly (readonly string[])[] = [
  ['siemens', 'シーメンス'],
  ['rockwell', 'allen bradley', 'allen-bradley', 'ロックウェル', 'アレンブラッドリー'],
  ['schneider', 'telemecanique', 'modicon', 'square d', 'triconex', 'invensys', 'aveva', 'シュナイダー'],
  ['mitsubishi', '三菱'],
  ['omron', 'オムロン'],
  ['yokogawa', '横河'],
  ['hitachi', '日立'],
  ['toshiba', '東芝'],
  ['fuji', '富士'],
  ['keyence', 'キーエンス'],
  ['panasonic', 'パナソニック', '松下'],
  ['yaskawa', '安川'],
  ['azbil', 'yamatake', 'アズビル', '山武'],
  ['honeywell', 'ハネウェル'],
  ['emerson', 'fisher', 'rosemount', 'エマソン'],
  ['abb', 'エービービー'],
  ['ge ', 'general electric', 'ゼネラル', 'gefanuc'],
  ['phoenix', 'フエニックス', 'フェニックス'],
  ['beckhoff', 'ベッコフ'],
  ['moxa', 'モクサ'],
  ['hirschmann', 'belden', 'ヒルシュマン'],
  ['cisco', 'シスコ'],
  ['wago', 'ワゴ'],
  ['advantech', 'アドバンテック'],
  ['hewlett', 'hp ', 'hpe', 'ヒューレット'],
  ['dell', 'デル'],
  ['lenovo', 'レノボ'],
  ['nec', '日本電気'],
  ['fujitsu', '富士通'],
  ['microsoft', 'マイクロソフト'],
  ['vmware', 'ブイエムウェア'],
]

function makerOf(text: string): readonly string[] | undefined {
  const name = `${plain(text).toLowerCase()} `
  // 富士通 is not 富士: the longest word that begins the name decides.
  let best: { readonly words: readonly string[]; readonly length: number } | undefined
  for (const words of makers) {
    for (const word of words) {
      if (name.startsWith(word) && word.length > (best?.length ?? 0)) best = { words, length: word.length }
    }
  }
  return best?.words
}

/**
 * Whether two spellings name different makers: true, false, or null where it cannot be told (a maker that is not in the
 * table, written in another script).
 */
export function differentMaker(registry: string, seen: string): boolean | null {
  const [one, other] = [makerOf(registry), makerOf(seen)]
  if (one && other) return one !== other
  const [a, b] = [firstWord(registry), firstWord(seen)]
  if (a === '' || b === '' || latin(a) !== latin(b)) return null
  return !(a.startsWith(b) || b.startsWith(a))
}

function firstWord(text: string): string {
  return plain(text)
    .toLowerCase()
    .replace(/^(株式会社|\(株\)|㈱|the )/, '')
    .split(/[\s,.(/-]/)[0]!
}

function latin(text: string): boolean {
  return /^[\x20-\x7e]/.test(text)
}
