/** What readers of captures say when something is wrong, in Japanese; `$1` is what the sentence names. */
const sentences: readonly [en: RegExp, ja: string][] = [
  [/^no capture: neither pcap nor pcapng$/, 'キャプチャファイルではありません（pcapでもpcapngでもない）'],
  [
    /^no pcapng file: it does not begin with a section header$/,
    'pcapngファイルではありません（先頭がセクションヘッダでない）',
  ],
  [/^the file is empty$/, 'ファイルが空です'],
  [/^the file ends within its header$/, 'ファイルがヘッダの途中で終わっています'],
  [/^(packet|block) cut short: the file ends within it$/, 'パケットの途中でファイルが終わっています'],
  [/^the packet claims (\d+) bytes, more than any network carries$/, 'パケット長$1バイトは、実在し得ない長さです'],
  [/^the block claims an impossible length of (\d+) bytes$/, 'ブロック長$1バイトは、あり得ない長さです'],
  [/^the section names no byte order$/, 'セクションのバイト順が読み取れません'],
  [
    /^the packet names an interface that was not described$/,
    'パケットが、定義されていないインターフェースを指しています',
  ],
  [/^the packet claims more bytes than its block holds$/, 'パケット長が、ブロックの長さを超えています'],
  [/^the packet block is too short for its header$/, 'パケットブロックが、ヘッダより短くなっています'],
  [/^the packet is empty$/, 'パケットが空です'],
  [/^the link type (\S+) is not read$/, 'リンク層$1には対応していません'],
  [/^the (.+) header is cut short$/, '$1ヘッダが途中で切れています'],
  [/^the VLAN tag is cut short$/, 'VLANタグが途中で切れています'],
  [/^the (\S+) header contradicts itself$/, '$1ヘッダの内容が矛盾しています'],
  [/^the gzip stream is damaged: (.+)$/, 'gzipの圧縮データが壊れています（$1）'],
  [/^flows summed up early, as too many were open at once$/, '同時に開いている通信が多すぎるため、途中で集計しました'],
  [
    /^packets not counted, as there were too many conversations$/,
    '通信の組が多すぎるため、集計できなかったパケットがあります',
  ],
  [/^addresses not counted, as there were too many$/, 'アドレスが多すぎるため、集計できなかったものがあります'],
  [/^sightings of hosts not kept, as there were too many$/, '機器が多すぎるため、記録できなかった観測があります'],
  [/^days of activity not kept, as there were too many$/, '日数が多すぎるため、記録できなかった通信日があります'],
  [
    /^functions not told apart, as one conversation had too many$/,
    '一つの通信の機能が多すぎるため、区別できなかったものがあります',
  ],
  [/^identity facts not kept, as there were too many$/, '識別情報が多すぎるため、記録できなかったものがあります'],
  [/^identity facts about an address that is none$/, '識別情報が指すアドレスが、アドレスとして読めません'],
  [
    /^streams let go, as too many were read at once$/,
    '同時に解読する通信が多すぎるため、途中で打ち切ったものがあります',
  ],
  [/^further faults of other kinds$/, 'そのほかの読み取り不良'],
  [/^(\S+): segments are missing$/, '$1：TCPセグメントが欠けています'],
  [/^(\S+): bytes that are no message$/, '$1：メッセージとして読めないデータがあります'],
  [/^(\S+): a message is cut short$/, '$1：メッセージが途中で切れています'],
  [/^(\S+): a message is too long to be waited for$/, '$1：メッセージ長が大きすぎます'],
  [
    /^(\S+): messages lost, as too much was held back$/,
    '$1：保留データが多すぎるため、読めなかったメッセージがあります',
  ],
  [
    /^(\S+): messages lost, as the capture keeps only the beginning of packets$/,
    '$1：パケットの先頭だけを記録したキャプチャのため、読めなかったメッセージがあります',
  ],
  [/^(\S+): a datagram of another kind$/, '$1：別の種類のデータグラムが混ざっています'],
  [
    /^(\S+): (?:\S+ ){1,2}(?:message|command|answer|request|frame|opening|discovery) cut short$/,
    '$1：メッセージが途中で切れています',
  ],
  [/^(\S+): AMS command that does not exist$/, '$1：存在しないコマンドです'],
  [/^(\S+): \S+ checksum is wrong$/, '$1：チェックサムが一致しません'],
  [/^(\S+): not a complete message$/, '$1：完全なメッセージではありません'],
  [/^(\S+): an unknown kind of message$/, '$1：未知の種類のメッセージです'],
  [/^(\S+): options cut short$/, '$1：オプションが途中で切れています'],
  [/^(\S+): records cut short$/, '$1：レコードが途中で切れています'],
  [/^(\S+): a handshake message cut short$/, '$1：ハンドシェイクのメッセージが途中で切れています'],
  [/^(\S+): not a complete (.+)$/, '$1：完全な$2ではありません'],
  [/^(\S+): (.+) of an unknown kind$/, '$1：未知の種類です（$2）'],
  [/^(\S+): DNP3 segment (?:without the first one of its fragment|out of its order)$/, '$1：分割の一部が欠けています'],
  [/^(\S+): DNP3 fragment (?:longer than any|with more objects than it can hold)$/, '$1：あり得ない長さの断片です'],
  [/^(\S+): DNP3 function from the wrong side$/, '$1：機能コードと方向が矛盾しています'],
  [/^(\S+): DNP3 frame without user data$/, '$1：ユーザーデータのないフレームです'],
  [/^(\S+): MMS (?:request|response|event) without a service$/, '$1：サービスのないPDUです'],
  [/^(\S+): IEC 104 cause of transmission is none$/, '$1：伝送原因の値が不正です'],
  [/^(\S+): an unknown type of (?:frame|message)$/, '$1：未知の種類のメッセージです'],
  [/^(\S+): a call of another RPC interface$/, '$1：別のRPCインターフェースの呼び出しです'],
  [
    /^(\S+): (?:BACnet|OPC UA|HART|FF HSE) (?:request|answer|announcement|property|network message|channel|service|command|identity) cut short$/,
    '$1：メッセージが途中で切れています',
  ],
  [/^(\S+): (?:\S+) \S+ of an unknown (?:shape|type)$/, '$1：形式の分からないメッセージです'],
  [/^(\S+): no BACnet network header$/, '$1：ネットワーク層のヘッダがありません'],
  [/^(\S+): HART-IP direct message without a command$/, '$1：コマンドのないメッセージです'],
  [/^(\S+): (.+) cut short$/, '$1：$2が途中で切れています'],
  [/^(\S+): (.+)$/, '$1：メッセージを読み取れません（$2）'],
]

/** The Japanese sentence for a fault's English one; undefined where there is none. */
export function faultReasonJa(reason: string): string | undefined {
  for (const [en, ja] of sentences) {
    const found = en.exec(reason)
    if (found !== null) return ja.replace(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '')
  }
  return undefined
}
