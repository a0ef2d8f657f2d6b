import type { Bilingual } from '../record/record.ts'

/** The sentences of roles and levels: each names the observation that it stands on. */
const both = (en: string, ja: string): Bilingual => ({ en, ja })

export const reasons = {
  answers: (protocols: string) => both(`answers ${protocols} as server`, `${protocols}のサーバーとして応答`),
  answersAsUnit: (protocol: string, unit: string, host: string) =>
    both(
      `answers ${protocol} as unit ${unit} behind ${host}`,
      `${host}の配下で、${protocol}のユニット${unit}として応答`,
    ),
  answersForUnits: (units: readonly string[]) => {
    const listed = units.slice(0, 8).join(', ')
    return both(`answers for ${units.length} units: ${listed}`, `${units.length}個のユニットに代わって応答：${listed}`)
  },
  programs: (functions: readonly string[], server: string, others: number) => {
    const listed = functions.slice(0, 3).join(', ')
    const more = others > 0 ? [` and ${others} more`, `ほか${others}台`] : ['', '']
    return both(`sends ${listed} to ${server}${more[0]}`, `${server}${more[1]}へ${listed}を送信`)
  },
  polls: (reads: number, writes: number, servers: readonly string[]) => {
    const listed = `${servers.slice(0, 4).join(', ')}${servers.length > 4 ? ' …' : ''}`
    return both(
      `reads ${reads} and writes ${writes} times: ${listed}`,
      `読出し${reads}回、書込み${writes}回：${listed}`,
    )
  },
  sendsForClaimed: (ip: string) =>
    both(`sends for ${ip}, which another network card claims`, `別のネットワークカードが名乗る${ip}のパケットを転送`),
  sendsForOthers: (addresses: readonly string[]) =>
    addresses.length === 1
      ? both(`sends for ${addresses[0]} of another network`, `別ネットワークの${addresses[0]}のパケットを転送`)
      : both(`sends for ${addresses.length} addresses`, `${addresses.length}個のアドレスのパケットを転送`),
  sendsOn: (ip: string, hops: number) =>
    both(
      `sends for ${ip}, whose packets had passed ${hops === 1 ? 'a router' : `${hops} routers`} before`,
      `ルーターを${hops}台経由した${ip}のパケットを転送`,
    ),
  isAdapter: (said: string) =>
    both(
      `says it is a ${said}: a chassis, not a controller by itself`,
      `通信アダプタ（${said}）と名乗る：シャーシであり、それ自体は制御装置ではない`,
    ),
  butPrograms: (because: Bilingual) =>
    both(`but ${because.en}, as engineering stations do`, `ただし、エンジニアリング端末のように${because.ja}`),
  butPassesOn: () =>
    both('but its network card passes on other addresses', 'ただし、ネットワークカードがほかのアドレスを転送している'),
  bothSay: (one: Bilingual, other: Bilingual) => both(`${one.en}; ${other.en}`, `${one.ja}、${other.ja}`),
  sends: (protocol: string) => both(`sends ${protocol}`, `${protocol}を送信`),
  asks: (protocol: string, servers: readonly string[]) => {
    const listed = `${servers.slice(0, 4).join(', ')}${servers.length > 4 ? ' …' : ''}`
    return both(`is the ${protocol} client of ${listed}`, `${listed}に対する${protocol}クライアント`)
  },
  collects: (protocol: string, servers: readonly string[]) => {
    const listed = `${servers.slice(0, 4).join(', ')}${servers.length > 4 ? ' …' : ''}`
    return both(
      `reads ${protocol} from ${servers.length} servers: ${listed}`,
      `${servers.length}台の${protocol}サーバーから読出し：${listed}`,
    )
  },
  saysItIs: (protocol: string, said: string) =>
    both(`says by ${protocol} that it is ${said}`, `${protocol}で「${said}」と名乗る`),
  speaksSafety: (protocol: string) => both(`speaks ${protocol}, a safety protocol`, `安全プロトコル${protocol}で通信`),
  safetyModel: (model: string) => both(`${model} is a safety model`, `${model}は安全機種`),
  isSafetySystem: () => both('part of a safety system (SIS)', '安全系（SIS）の一部'),
  butOutside: (addresses: readonly string[]) =>
    both(
      `but exchanges packets with the internet (${addresses.slice(0, 3).join(', ')})`,
      `ただし、インターネット（${addresses.slice(0, 3).join(', ')}）と通信している`,
    ),
  between: (lower: readonly string[], outside: readonly string[]) =>
    both(
      `talks both to the plant (${lower.slice(0, 3).join(', ')}) and to the internet (${outside.slice(0, 3).join(', ')})`,
      `制御系（${lower.slice(0, 3).join(', ')}）とインターネット（${outside.slice(0, 3).join(', ')}）の両方と通信`,
    ),
  onlyServices: (protocols: readonly string[]) =>
    both(
      `only services of offices and infrastructure (${protocols.slice(0, 6).join(', ')}), which is weak evidence`,
      `オフィス系・基盤系サービスのみ（${protocols.slice(0, 6).join(', ')}）。根拠としては弱い`,
    ),
  onlyOffice: (ports: string) =>
    both(
      `only office services by port (${ports}), which is weak evidence`,
      `ポート番号から見てオフィス系サービスのみ（${ports}）。根拠としては弱い`,
    ),
}
