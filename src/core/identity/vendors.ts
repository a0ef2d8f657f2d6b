import { remembered } from './remembered.ts'
import { plain } from './spelling.ts'

/** Makers under one name each, and the first words by which registries, devices and MAC blocks write them. */
const makers: readonly (readonly [name: string, ...words: string[]])[] = [
  ['Siemens', 'siemens', 'シーメンス', 'ruggedcom', 'sinec', 'siplus'],
  ['Rockwell Automation', 'rockwell', 'allen bradley', 'allen-bradley', 'ロックウェル', 'アレンブラッドリー'],
  ['Schneider Electric', 'schneider', 'telemecanique', 'modicon', 'square d', 'triconex', 'invensys', 'シュナイダー'],
  ['Mitsubishi Electric', 'mitsubishi', '三菱', 'melco'],
  ['Omron', 'omron', 'オムロン'],
  ['Yokogawa', 'yokogawa', '横河'],
  ['Hitachi', 'hitachi', '日立'],
  ['Hitachi Energy', 'hitachi energy', 'hitachi abb power', 'abb power grids', '日立エナジー'],
  ['Toshiba', 'toshiba', '東芝'],
  ['Fuji Electric', 'fuji', '富士'],
  ['Keyence', 'keyence', 'キーエンス'],
  ['Panasonic', 'panasonic', 'パナソニック', '松下', 'matsushita'],
  ['Yaskawa', 'yaskawa', '安川', 'vipa'],
  ['Azbil', 'azbil', 'yamatake', 'アズビル', '山武'],
  ['Honeywell', 'honeywell', 'ハネウェル', 'tridium'],
  ['Emerson', 'emerson', 'fisher', 'rosemount', 'エマソン', 'bristol', 'micro motion'],
  ['ABB', 'abb', 'エービービー', 'asea brown'],
  ['GE', 'ge ', 'general electric', 'ゼネラル', 'gefanuc', 'ge-', 'ge fanuc', 'ge vernova', 'ge intelligent'],
  ['Phoenix Contact', 'phoenix', 'フエニックス', 'フェニックス'],
  ['Beckhoff', 'beckhoff', 'ベッコフ'],
  ['Moxa', 'moxa', 'モクサ'],
  ['Hirschmann', 'hirschmann', 'belden', 'ヒルシュマン'],
  ['Cisco', 'cisco', 'シスコ'],
  ['WAGO', 'wago', 'ワゴ'],
  ['Advantech', 'advantech', 'アドバンテック'],
  ['HP', 'hewlett', 'hp ', 'hpe', 'ヒューレット'],
  ['Dell', 'dell', 'デル'],
  ['Lenovo', 'lenovo', 'レノボ'],
  ['NEC', 'nec', '日本電気'],
  ['Fujitsu', 'fujitsu', '富士通'],
  ['Microsoft', 'microsoft', 'マイクロソフト'],
  ['VMware', 'vmware', 'ブイエムウェア', 'ヴイエムウェア'],
  ['Bosch Rexroth', 'bosch rexroth', 'rexroth', 'indramat', 'ボッシュ・レックスロス'],
  ['B&R', 'b&r', 'b & r', 'bernecker'],
  ['Endress+Hauser', 'endress', 'エンドレスハウザー'],
  ['Schweitzer Engineering Laboratories', 'schweitzer', 'sel '],
  ['HIMA', 'hima'],
  ['Festo', 'festo', 'フエスト'],
  ['SEW-Eurodrive', 'sew'],
  ['Pilz', 'pilz', 'ピルツ'],
  ['SICK', 'sick', 'ジック'],
  ['Turck', 'turck', 'hans turck'],
  ['Danfoss', 'danfoss', 'ダンフォス'],
  ['Eaton', 'eaton', 'イートン'],
  ['ProSoft', 'prosoft'],
  ['Digi', 'digi '],
  ['Lantronix', 'lantronix'],
  ['HMS Networks', 'hms'],
  ['Red Lion', 'red lion', 'n-tron'],
  ['Juniper', 'juniper', 'ジュニパー'],
  ['Fortinet', 'fortinet', 'フォーティネット'],
  ['Palo Alto Networks', 'palo alto', 'パロアルト'],
  ['Allied Telesis', 'allied tele', 'アライドテレシス'],
  ['Intel', 'intel', 'インテル'],
  ['AVEVA', 'aveva', 'wonderware', 'osisoft', 'アヴィバ'],
  ['CODESYS', 'codesys', '3s-smart', '3s smart'],
  ['Unitronics', 'unitronics'],
  ['Delta Electronics', 'delta electronics', 'delta industrial', '台達'],
  ['AutomationDirect', 'automationdirect', 'automation direct', 'koyo', '光洋'],
  ['Johnson Controls', 'johnson controls', 'ジョンソンコントロールズ'],
  ['Bently Nevada', 'bently', 'baker hughes'],
  ['Inductive Automation', 'inductive automation'],
  ['Westermo', 'westermo'],
  ['Sierra Wireless', 'sierra wireless'],
  ['Axis', 'axis', 'アクシス'],
  ['Mettler Toledo', 'mettler', 'メトラー'],
  ['Shimadzu', 'shimadzu', '島津'],
  ['Horner Automation', 'horner'],
  ['Rittal', 'rittal', 'リタール'],
  ['TRUMPF', 'trumpf', 'トルンプ'],
  ['Fanuc', 'fanuc', 'ファナック'],
  ['JTEKT', 'jtekt', 'toyopuc', 'ジェイテクト'],
  ['IDEC', 'idec', '和泉電気'],
  ['Pepperl+Fuchs', 'pepperl'],
  ['Weidmüller', 'weidm'],
  ['Helmholz', 'helmholz'],
  ['mbCONNECT24', 'mb connect', 'mbconnect'],
  ['Softing', 'softing'],
  ['Kepware', 'kepware', 'ptc'],
]

const makerOf = remembered((text: string): string | undefined => {
  const name = `${plain(text).toLowerCase()} `
  // 富士通 is not 富士: the longest word that begins the name decides.
  let best: { readonly maker: string; readonly length: number } | undefined
  for (const [maker, ...words] of makers) {
    for (const word of words) {
      if (name.startsWith(word) && word.length > (best?.length ?? 0)) best = { maker, length: word.length }
    }
  }
  return best?.maker
})

/** One text for all spellings of a maker: its name here where it is known, else its first word in lower case. */
export function foldVendor(text: string): string {
  return makerOf(text) ?? firstWord(text)
}

/**
 * Whether two spellings name different makers: true, false, or null where it cannot be told (a maker that is not in the
 * table, written in another script).
 */
export function differentMaker(one: string, other: string): boolean | null {
  const [known, too] = [makerOf(one), makerOf(other)]
  if (known && too) return known !== too
  const [a, b] = [firstWord(one), firstWord(other)]
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
