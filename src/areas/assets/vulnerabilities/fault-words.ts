import type { Bilingual } from '#core/record/record.ts'

/** What the readers of advisories say of what they could not read, in Japanese; the rest of the sentence is the document's own. */
const sentences: readonly (readonly [RegExp, string])[] = [
  [/^the JSON is cut off at its end$/, 'JSONが途中で切れています'],
  [/^it is no JSON from here on$/, 'ここから先はJSONとして読み取れません'],
  [/^it is nested deeper than (\d+) levels$/, '入れ子が$1段を超えています'],
  [/^is missing: this is no CSAF document$/, 'がありません（CSAF文書ではありません）'],
  [/^is missing: the advisory cannot be told from others$/, 'がないため、アドバイザリを識別できません'],
  [/^is missing: this is no catalogue/, 'がありません（KEVカタログではありません）'],
  [/^version (.+) of CSAF is not known here$/, 'CSAFバージョン$1には対応していません'],
  [/^is missing$/, 'がありません'],
  [/^is no list$/, 'がリストではありません'],
  [/^is no object$|^the branch is no object$/, 'がオブジェクトではありません'],
  [/^is no text$/, 'が文字列ではありません'],
  [/^the product has no product_id/, '製品にproduct_idがないため、どの記述とも結び付きません'],
  [/^the product_id (.+) is defined twice: the first one counts$/, 'product_id $1 が重複しています（先の定義を採用）'],
  [/^more than (\d+) products$/, '製品が$1件を超えています'],
  [/^more than (\d+) entries$/, '項目が$1件を超えています'],
  [/^a range stands where one version belongs: (.+)$/, '単一バージョンの欄に範囲が書かれています：$1'],
  [/^the range (.+) is not valid: (.+)$/, 'バージョン範囲 $1 が仕様に合いません（$2）'],
  [/^the relationship lacks/, '関係の一方、または製品名がありません'],
  [/^the relationship speaks of (.+), which is not defined$/, '関係が未定義の製品 $1 を指しています'],
  [/^the relationship leads back to (.+)$/, '関係が循環しています：$1'],
  [/^branches are nested deeper/, '製品ツリーの入れ子が深すぎます'],
  [/^the branch has no name$/, 'ブランチに名称がありません'],
  [/^the branch ends without a product$/, 'ブランチの末端に製品がありません'],
  [/^the group has no group_id$/, 'グループにgroup_idがありません'],
  [/^the group (.+) is defined twice$/, 'グループ $1 が重複しています'],
  [/^the group (.+) is not defined$/, 'グループ $1 が定義されていません'],
  [/^the product (.+) is not defined$/, '製品 $1 が定義されていません'],
  [/^the product (.+) is in groups that contradict each other$/, '製品 $1 の状態が矛盾しています'],
  [/^"(.+)" is no group of product_status$/, '「$1」はproduct_statusの区分ではありません'],
  [/^no vulnerability says anything of (.+)$/, 'どの脆弱性も $1 に言及していません'],
  [/^the base score is no number/, '基本値が0～10の数値ではありません'],
  [/^version (.+) is not in the revision history$/, '版 $1 が改訂履歴にありません'],
  [/^"(.*)" is no date$/, '「$1」は日付ではありません'],
  [/^is no day of the calendar$/, 'が日付ではありません'],
  [/^has no CVE number$/, 'CVE番号がありません'],
  [/^(CVE-\S+) is listed twice: the first one counts$/, '$1 が重複しています（先の項目を採用）'],
  [/^says (\d+), but there are (\d+) entries$/, '件数 $1 と実際の $2 件が一致しません'],
]

/** A fault with its place in the document. */
export function faultWords({ path, reason }: { readonly path: string; readonly reason: string }): Bilingual {
  const en = `${path}: ${reason}`
  for (const [known, ja] of sentences) {
    const found = known.exec(reason)
    if (found === null) continue
    const said = ja.replace(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '')
    return { en, ja: `${path.replace(/^line (\d+)$/, '$1行目')}：${said}` }
  }
  return { en, ja: `${path}：読み取れない箇所があります（${reason}）` }
}
