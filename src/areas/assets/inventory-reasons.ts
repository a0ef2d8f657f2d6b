import type { Bilingual } from '#core/record/record.ts'

/** What readers of inventories say, in Japanese. */
const sentences: readonly (readonly [en: RegExp, ja: string])[] = [
  [/^the entry is no object$/, '項目を読み取れません'],
  [/^neither a device, an interface nor an IP address$/, '機器・インターフェース・IPアドレスのいずれでもありません'],
  [/^the device has no name, tag or serial number$/, '機器に名称・管理番号・製造番号のいずれもありません'],
  [/^the address or interface belongs to no device$/, '機器に属さないアドレスまたはインターフェースです'],
  [/^more than (\d+) things$/, '$1件を超えています'],
  [/^a template of GLPI, not a thing$/, 'GLPIのテンプレートであり、実在の機器ではありません'],
  [/^it is no CycloneDX bill of materials$/, 'CycloneDXの部品表ではありません'],
  [/^the component has no name$/, '部品に名称がありません'],
  [/^the firmware of a device, told with it$/, '機器のファームウェアとして、機器とともに取り込みます'],
  [/^software is left for the reading of vulnerabilities$/, 'ソフトウェアは脆弱性の取込みで扱います'],
  [/^the bill of materials lists nothing$/, '部品表に項目がありません'],
  [/^more than one firmware: the first counts$/, 'ファームウェアが複数あります（先頭を採用）'],
  [/^no serial number: it names a product/, '製造番号がないため、個体ではなく製品を示しています'],
  [/^it is no environment of Asset Administration Shells$/, 'AASの環境ではありません'],
  [/^a submodel that is no nameplate$/, '銘板（Digital Nameplate）ではないサブモデルです'],
  [/^the nameplate names neither manufacturer nor product$/, '銘板に製造者も製品もありません'],
  [/^the environment has no submodel$/, 'サブモデルがありません'],
  [/^the nameplate has no (.+)$/, '銘板に$1がありません'],
  [/^it describes a type of product, not one device$/, '個々の機器ではなく、製品の型式を記述しています'],
  [/^it is nested too deep, or no JSON$/, 'JSONとして読めないか、入れ子が深すぎます'],
  [/^it is larger than (\d+) MB$/, '$1MBを超えています'],
  [/^broken XML/, 'XMLが壊れているため、これ以降を読み取れません'],
  [/^elements are nested|^a stretch of text without end/, 'ファイルの構造が不正なため、これ以降を読み取れません'],
  [/^another part of the package$/, 'パッケージのほかの構成要素です'],
  [/^it holds no (.+)$/, '$1の内容がありません'],
]

export function inventoryReason(en: string): Bilingual {
  for (const [known, ja] of sentences) {
    const found = known.exec(en)
    if (found !== null) return { en, ja: ja.replace(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '') }
  }
  return { en, ja: `読み取れない箇所があります：${en}` }
}
