import type { Bilingual, Field } from '#core/record/record.ts'

/** States of an asset's life, in their order. */
export const lifecycleStates = ['procurement', 'deployment', 'operation', 'renewal', 'disposed'] as const
export type LifecycleState = (typeof lifecycleStates)[number]

export const criticalities = ['high', 'medium', 'low'] as const
export type AssetCriticality = (typeof criticalities)[number]

/** What forbids the usual security measure at this asset (evaluation consideration 1 of the definition). */
export const assetConstraints = ['cannot-stop', 'cannot-patch', 'vendor-locked', 'safety-certified'] as const
export type AssetConstraint = (typeof assetConstraints)[number]

/** Levels of the Purdue model; 3.5 is the DMZ. */
export const purdueLevels = ['0', '1', '2', '3', '3.5', '4', '5'] as const
export type PurdueLevelName = (typeof purdueLevels)[number]

function label(en: string, ja: string): Bilingual {
  return { en, ja }
}

/** A list written on a few lines: `one | another`. */
function words(list: string): string[] {
  return list.split('|').map((word) => word.trim())
}

/** Words under which registries in the wild write an option. Compared folded: width, case, spaces. */
export const optionAliases: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  criticality: {
    high: words(`a | s | 高 | 高い | 重要 | 最重要 | critical | very high | 特a | 1 | aランク | sランク`),
    medium: words(`b | 中 | 普通 | normal | standard | moderate | 2 | bランク`),
    low: words(`c | d | 低 | 低い | minor | 3 | cランク`),
  },
  lifecycle: {
    procurement: words(`調達 | 調達中 | 発注済 | 発注済み | planned | ordered | 計画 | 購入予定`),
    deployment: words(`導入 | 導入中 | 据付 | 据付中 | 試運転 | commissioning | installing | installation | staging`),
    operation: words(
      `稼働 | 稼働中 | 運転中 | 運用中 | 使用中 | in operation | active | in use | operating | running | 現用 | 在籍`,
    ),
    renewal: words(`更新 | 更新対象 | 更新予定 | 更新中 | replacement | to be replaced | end of life | eol`),
    disposed: words(
      `廃棄 | 廃棄済 | 廃棄済み | 撤去 | 撤去済 | 撤去済み | retired | decommissioned | scrapped | removed | 除却`,
    ),
  },
  constraints: {
    'cannot-stop': words(`停止不可 | 止められない | cannot be stopped | no stop | 連続運転`),
    'cannot-patch': words(`パッチ不可 | パッチ適用不可 | cannot be patched | no patch | 更新不可`),
    'vendor-locked': words(`ベンダー保守 | ベンダ保守 | メーカー保守 | vendor locked | メーカー限定 | ベンダーロック`),
    'safety-certified': words(`安全認証 | 安全認証品 | sil認証 | safety certified | certified`),
  },
  level: {
    '0': words(`l0 | level 0 | レベル0`),
    '1': words(`l1 | level 1 | レベル1`),
    '2': words(`l2 | level 2 | レベル2`),
    '3': words(`l3 | level 3 | レベル3`),
    '3.5': words(`l3.5 | level 3.5 | レベル3.5 | dmz | idmz`),
    '4': words(`l4 | level 4 | レベル4`),
    '5': words(`l5 | level 5 | レベル5`),
  },
}

/**
 * The columns of a registry. From them come the import's mapping, the export and the template. A registry needs only a
 * tag; every other column is welcome, and a column that is none of these is kept under its title.
 */
export const registryFields: readonly Field[] = [
  {
    key: 'plant',
    type: 'text',
    label: label('Plant', '工場'),
    hint: label(
      'Key or name of the plant; may be left out when the whole file is one plant',
      '工場のキーまたは名称。ファイル全体が一つの工場なら不要',
    ),
    aliases: words(
      `werk | standort | site | factory | works | facility | 事業所 | 工場名 | 拠点 | 製造所 | プラント | 事業場`,
    ),
  },
  {
    key: 'tag',
    type: 'text',
    required: true,
    label: label('Tag', '機器番号'),
    hint: label('What identifies the asset within its plant', '工場内で機器を一意に示す番号'),
    aliases:
      words(`anlagenkennzeichen | kennzeichen | akz | betriebsmittelkennzeichen | inventarnummer | tag no | tag no. | tag number | asset id | asset tag | asset no | asset number |
      equipment no | equipment no. | equipment number | equipment id | equipment tag | device id | id |
      inventory number | inventory no | 機器no | 機器no. | 機器ｎｏ | 機器ID | 機器タグ | タグ | タグ番号 |
      タグno | タグno. | 設備番号 | 設備no | 設備no. | 設備コード | 機番 | 資産番号 | 管理番号 | 資産管理番号 |
      計器番号 | 台帳番号`),
  },
  {
    key: 'name',
    type: 'text',
    label: label('Name', '設備名'),
    aliases:
      words(`bezeichnung | benennung | gerätename | asset name | equipment name | device name | description | equipment description | 機器名 |
      機器名称 | 設備名称 | 名称 | 品名 | 資産名 | 装置名 | 用途`),
  },
  {
    key: 'type',
    type: 'text',
    label: label('Type', '種別'),
    hint: label(
      'PLC, DCS controller, HMI, engineering station, switch, transmitter …',
      'PLC、DCSコントローラ、HMI、EWS、スイッチ、伝送器など',
    ),
    aliases:
      words(`geräteart | gerätetyp | category | asset type | device type | equipment type | class | asset class | kind | 機器種別 |
      設備種別 | 分類 | 区分 | カテゴリ | 種類 | 機器分類 | 設備区分 | 機種区分`),
  },
  {
    key: 'vendor',
    type: 'text',
    label: label('Vendor', 'メーカー'),
    aliases:
      words(`hersteller | fabrikat | lieferant | manufacturer | maker | make | brand | supplier | メーカ | メーカー名 | メーカ名 | 製造元 |
      製造者 | 製造業者 | ベンダー | ベンダ`),
  },
  {
    key: 'model',
    type: 'text',
    label: label('Model', '型式'),
    aliases:
      words(`typ | modell | typbezeichnung | model name | model no | model no. | model number | product | product name | 型番 | 形式 |
      型名 | 機種 | モデル | 機種名 | 製品名 | 形名`),
  },
  {
    key: 'orderNumber',
    type: 'text',
    label: label('Order number', '注文番号'),
    aliases:
      words(`bestellnummer | bestell-nr. | bestell-nr | artikelnummer | mlfb | order no | order no. | order code | catalog number | catalogue number | catalog no |
      part number | part no | part no. | article number | mlfb | cat. no. | 注文型番 | 手配番号 | 部品番号 |
      品番 | カタログ番号 | 発注コード`),
  },
  {
    key: 'firmware',
    type: 'text',
    label: label('Firmware', 'ファームウェア'),
    aliases:
      words(`firmwarestand | fw-stand | softwarestand | firmware version | fw | fw version | version | software version | revision |
      ファームウェア版数 | ファームウェアバージョン | fwバージョン | バージョン | 版数 | ソフトバージョン |
      ファーム`),
  },
  {
    key: 'serial',
    type: 'text',
    label: label('Serial number', '製造番号'),
    aliases:
      words(`seriennummer | serien-nr. | fabriknummer | serial | serial no | serial no. | s/n | sn | シリアル番号 | シリアル | シリアルno |
      シリアルno. | 製番 | 機械番号 | 製造no | 製造no.`),
  },
  {
    key: 'hostname',
    type: 'text',
    label: label('Host name', 'ホスト名'),
    aliases:
      words(`rechnername | hostname | host | computer name | dns name | fqdn | node name | station name | コンピュータ名 |
      コンピューター名 | ノード名 | 端末名 | ステーション名`),
  },
  {
    key: 'ips',
    type: 'text',
    label: label('IP address', 'IPアドレス'),
    hint: label('Several are separated by ;', '複数ある場合は ; で区切る'),
    aliases:
      words(`ip | ips | ip-adresse | ip-adressen | ip addresses | ip addr | ipv4 | ipv4 address | ip address(es) | network address |
      ipアドレス1 | アドレス | ネットワークアドレス`),
  },
  {
    key: 'macs',
    type: 'text',
    label: label('MAC address', 'MACアドレス'),
    hint: label('Several are separated by ;', '複数ある場合は ; で区切る'),
    aliases: words(
      `mac | macs | mac-adresse | mac-adressen | mac addresses | mac addr | physical address | ethernet address | 物理アドレス`,
    ),
  },
  {
    key: 'zone',
    type: 'text',
    label: label('Zone', 'ゾーン'),
    aliases:
      words(`netzsegment | segmentname | zone name | security zone | network zone | network segment | segment | cell | ゾーン名 |
      セキュリティゾーン | セグメント | ネットワーク区分 | ネットワークセグメント`),
  },
  {
    key: 'level',
    type: 'choice',
    label: label('Purdue level', 'パデュー階層'),
    options: purdueLevels.map((key) => ({
      key,
      label: label(
        key === '3.5' ? 'Level 3.5 (DMZ)' : `Level ${key}`,
        key === '3.5' ? 'レベル3.5（DMZ）' : `レベル${key}`,
      ),
    })),
    aliases:
      words(`purdue-ebene | ebene | purdue | level | network level | isa-95 level | isa95 level | パデューレベル | purdueレベル |
      階層 | レベル | ネットワーク階層`),
  },
  {
    key: 'criticality',
    type: 'choice',
    label: label('Criticality', '重要度'),
    options: [
      { key: 'high', label: label('High', '高') },
      { key: 'medium', label: label('Medium', '中') },
      { key: 'low', label: label('Low', '低') },
    ],
    aliases: words(
      `importance | priority | criticality rank | rank | 重要性 | 重要度ランク | 重要度区分 | ランク | 設備重要度 | 保全ランク`,
    ),
  },
  {
    key: 'lifecycle',
    type: 'choice',
    label: label('Lifecycle state', 'ライフサイクル状態'),
    options: [
      { key: 'procurement', label: label('Procurement', '調達中') },
      { key: 'deployment', label: label('Deployment', '導入中') },
      { key: 'operation', label: label('In operation', '稼働中') },
      { key: 'renewal', label: label('Renewal', '更新対象') },
      { key: 'disposed', label: label('Disposed', '廃棄済み') },
    ],
    aliases:
      words(`lebenszyklus | betriebszustand | lifecycle | life cycle | life cycle state | lifecycle status | status | state | asset status |
      状態 | 稼働状態 | 稼動状況 | 稼働状況 | ステータス | 使用状況 | 運用状態`),
  },
  {
    key: 'procuredOn',
    type: 'date',
    label: label('Procured on', '調達日'),
    aliases: words(
      `purchase date | purchased | purchased on | ordered on | 購入日 | 取得日 | 発注日 | 取得年月日 | 購入年月日`,
    ),
  },
  {
    key: 'deployedOn',
    type: 'date',
    label: label('Deployed on', '導入日'),
    aliases:
      words(`einbaudatum | installation date | installed | installed on | install date | 設置日 | 据付日 | 設置年月日 |
      据付年月日 | 設置年月 | 導入年月日 | 導入年月`),
  },
  {
    key: 'operatedOn',
    type: 'date',
    label: label('In operation since', '稼働開始日'),
    aliases:
      words(`inbetriebnahme | commissioned | commissioned on | commissioning date | start of operation | in service since |
      go-live | 運転開始日 | 使用開始日 | 稼動開始日 | 稼働日 | 運用開始日`),
  },
  {
    key: 'renewalOn',
    type: 'date',
    label: label('Renewal due', '更新予定日'),
    aliases: words(`renewal date | replacement date | replace by | end of life | end of support | eol date |
      更新時期 | 更新予定 | 更新年月 | 更改予定日 | 保守期限 | サポート終了日`),
  },
  {
    key: 'disposedOn',
    type: 'date',
    label: label('Disposed on', '廃棄日'),
    aliases: words(
      `disposal date | retired on | decommissioned on | decommissioning date | 撤去日 | 廃棄年月日 | 除却日 | 廃止日`,
    ),
  },
  {
    key: 'owner',
    type: 'text',
    label: label('Owner', '管理責任者'),
    aliases:
      words(`verantwortlich | verantwortlicher | betreiber | responsible | responsible person | asset owner | owner department | department | custodian |
      管理者 | 管理部署 | 担当 | 担当者 | 担当部署 | 責任者 | 所有者 | 所管部署 | 主管部署 | 使用部署`),
  },
  {
    key: 'location',
    type: 'text',
    label: label('Location', '設置場所'),
    aliases:
      words(`einbauort | aufstellort | ort | schaltschrank | place | area | building | room | panel | rack | unit | line | 場所 | 設置箇所 | 設置位置 |
      設置エリア | 設置個所 | エリア | 建屋 | 盤名 | ライン | 設置先`),
  },
  {
    key: 'sis',
    type: 'flag',
    label: label('Part of a SIS', '安全計装'),
    hint: label(
      'Yes where the asset belongs to a safety instrumented system',
      '安全計装システム（SIS）に属する場合は「はい」',
    ),
    aliases:
      words(`sicherheitsgerichtet | sicherheitssteuerung | sis | safety | safety system | safety related | safety instrumented | is sis | sis flag |
      sis対象 | 安全計装システム | 安全計装対象 | 安全関連 | sis区分`),
  },
  {
    key: 'constraints',
    type: 'choices',
    label: label('Constraints', '制約'),
    options: [
      { key: 'cannot-stop', label: label('Cannot be stopped', '停止不可') },
      { key: 'cannot-patch', label: label('Cannot be patched', 'パッチ適用不可') },
      { key: 'vendor-locked', label: label('Vendor-locked', 'ベンダー保守限定') },
      { key: 'safety-certified', label: label('Safety-certified', '安全認証品') },
    ],
    aliases: words(`einschränkung | constraint | restriction | restrictions | 制約条件 | 制限 | 制限事項 | 運用制約`),
  },
  {
    key: 'protection',
    type: 'text',
    label: label('Protective measure', '防護策'),
    hint: label(
      'Malware protection, allow-listing, hardening …; "none" where there is none, "not capable" where none is possible',
      'ウイルス対策、許可リスト、要塞化など。無い場合は「なし」、対応できない機器は「対象外」',
    ),
    aliases:
      words(`schutzmaßnahme | schutzmassnahme | protection | protective measures | security measure | security measures | antivirus |
      anti-virus | av | malware protection | endpoint protection | セキュリティ対策 | ウイルス対策 |
      ウィルス対策 | 対策 | 保護対策 | マルウェア対策 | アンチウイルス`),
  },
  {
    key: 'reviewedOn',
    type: 'date',
    label: label('Last reviewed on', '最終棚卸日'),
    aliases:
      words(`zuletzt geprüft | letzte prüfung | geprüft am | last review | last reviewed | reviewed | reviewed on | review date | last checked |
      last verified | last confirmed | last audit | 棚卸日 | 最終確認日 | 確認日 | 点検日 | 棚卸年月日 | 実査日 |
      最終棚卸 | 現物確認日`),
  },
  {
    key: 'updatedOn',
    type: 'date',
    label: label('Updated on', '更新日'),
    hint: label(
      'Since when the row is as it is; default: the date of the import',
      'この内容になった日。空欄なら取込の基準日',
    ),
    aliases:
      words(`stand | zuletzt geändert | last updated | last update | updated | modified | modified on | last modified | as of |
      最終更新日 | 更新年月日 | 登録日 | 改訂日 | 変更日`),
  },
  {
    key: 'remarks',
    type: 'longText',
    label: label('Remarks', '備考'),
    aliases: words(
      `bemerkung | bemerkungen | anmerkung | remark | note | notes | comment | comments | memo | 注記 | 摘要 | コメント | メモ | 特記事項`,
    ),
  },
]
