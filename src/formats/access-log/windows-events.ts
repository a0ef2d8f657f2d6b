import type { XmlElement } from '../inventory.ts'
import { child, childrenOf, textOf } from '../xml-tree.ts'
import { accountIn, addressIn, type ToldLine } from './told-line.ts'

/** One event of the Security log, whatever it was exported as. */
export interface WindowsEvent {
  readonly id: number
  readonly time: string | null
  readonly computer: string | null
  /** By the names of the event's schema: `TargetUserName`, `IpAddress`, … */
  readonly data: ReadonlyMap<string, string>
}

/**
 * Log-ons over the network and remote desktops: 4624 and 4625 with log-on type 10 or 7 (RemoteInteractive and its unlocking),
 * 4634 and 4647, 4778 and 4779 (Windows security audit events).
 */
export function windowsLine({ id, computer, data }: WindowsEvent): ToldLine | string {
  const account = accountIn(data.get('TargetUserName') ?? data.get('AccountName'))
  const source = addressIn(data.get('IpAddress') ?? data.get('ClientAddress'))
  const logon = data.get('TargetLogonId') ?? data.get('LogonID') ?? null
  const session = logon === null ? null : `${computer ?? ''} ${logon.toLowerCase()}`
  const type = data.get('LogonType')
  const common = { service: 'rdp' as const, account, source, host: computer, session }
  // Computers log on by themselves, with a dollar behind their names.
  if (
    account?.endsWith('$') ||
    /^(SYSTEM|ANONYMOUS LOGON|DWM-\d+|UMFD-\d+|LOCAL SERVICE|NETWORK SERVICE)$/i.test(account ?? '')
  ) {
    return 'an account of the computer itself'
  }
  switch (id) {
    case 4624:
      return isRemote(type, source) ? { ...common, what: 'opened', reason: typeWords(type) } : notRemote(type)
    case 4625:
      return isRemote(type, source)
        ? { ...common, what: 'refused', reason: data.get('Status') ?? null }
        : notRemote(type)
    case 4634:
    case 4647:
      return session === null ? 'tells of no session' : { ...common, what: 'closed' }
    case 4778:
      return { ...common, what: 'opened', reason: 'reconnected' }
    case 4779:
      return { ...common, what: 'closed', reason: 'disconnected' }
    default:
      return `event ${id} of the Security log`
  }
}

/** With Network Level Authentication a desktop is asked for by type 3 first: that is told by 10 as well. */
const isRemote = (type: string | undefined, source: string | null): boolean =>
  type === '10' || (type === '7' && source !== null)
const notRemote = (type: string | undefined): string => `a log-on of type ${type ?? '?'}, which is no remote desktop`
const typeWords = (type: string | undefined): string | null => (type === undefined ? null : `log-on type ${type}`)

/** `<Event>` of an export as XML; null where it is none. */
export function windowsEventOf(element: XmlElement): WindowsEvent | null {
  const system = child(element, 'System')
  const id = Number(textOf(system ?? element, 'EventID'))
  if (system === undefined || !Number.isInteger(id) || id <= 0) return null
  const data = new Map<string, string>()
  for (const one of childrenOf(element, 'EventData', 'Data')) {
    const name = one.attributes.Name
    if (name !== undefined) data.set(name, one.text.trim())
  }
  return {
    id,
    time: child(system, 'TimeCreated')?.attributes.SystemTime ?? null,
    computer: textOf(system, 'Computer'),
    data,
  }
}

/** What the description of an event calls the fields of its schema, in English and in Japanese. */
const labels: readonly (readonly [RegExp, string])[] = [
  [/^(Logon Type|ログオン ?タイプ|ログオンの種類)$/i, 'LogonType'],
  [/^(Source Network Address|ソース ネットワーク ?アドレス|ソース ?ネットワーク ?アドレス)$/i, 'IpAddress'],
  [/^(Client Address|クライアント ?アドレス)$/i, 'ClientAddress'],
  [/^(Account Name|アカウント名)$/i, 'AccountName'],
  [/^(Logon ID|ログオン ?ID)$/i, 'LogonID'],
  [/^(Status|状態)$/i, 'Status'],
]

/** Fields out of the description that the Event Viewer writes into CSV: of several of one name the last, which is the new log-on's. */
export function windowsDataOf(description: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let section = ''
  for (const line of description.slice(0, 20_000).split(/\r?\n/, 400)) {
    const [, name, value] = /^\s*([^:：\t]{2,60}?)\s*[:：]\s*(.*?)\s*$/.exec(line) ?? []
    if (name === undefined) continue
    if (value === '') {
      section = name
      continue
    }
    const field = labels.find(([label]) => label.test(name.trim()))?.[1]
    if (field === undefined || value === undefined) continue
    const isSubject = /^(subject|サブジェクト)$/i.test(section)
    if (isSubject && found.has(field)) continue
    if (!isSubject || !found.has(field)) found.set(field, value)
  }
  return found
}
