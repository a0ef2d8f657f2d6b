import type { IdentityFact } from '../protocol.ts'
import { say } from '../telling.ts'
import { certificateFacts } from '../tls/certificate.ts'
import type { Cursor } from './cursor.ts'

/** ApplicationDescription (OPC 10000-4, §7.2). */
export interface Application {
  readonly applicationUri: string
  readonly productUri: string
  readonly name: string
  /** 0 server, 1 client, 2 both, 3 discovery server. */
  readonly type: number
  readonly discoveryUrls: readonly string[]
}

const types = ['OPC UA server', 'OPC UA client', 'OPC UA client and server', 'OPC UA discovery server']
const discoveryServer = 3
const mostUrls = 16

export function readApplication(cursor: Cursor): Application {
  const applicationUri = cursor.string()
  const productUri = cursor.string()
  const name = cursor.localizedText()
  const type = cursor.number()
  cursor.byteString()
  cursor.byteString()
  const discoveryUrls = readStrings(cursor)
  return { applicationUri, productUri, name, type, discoveryUrls }
}

export function readStrings(cursor: Cursor): string[] {
  const said: string[] = []
  const count = cursor.count()
  for (let i = 0; i < count && !cursor.isCut(); i++) {
    if (said.length < mostUrls) said.push(cursor.string())
    else cursor.byteString()
  }
  return said
}

/** What an application says of itself. Its name is that of a program, seldom of a device. */
export function sayApplication(facts: IdentityFact[], said: Application, about?: string): void {
  say(facts, 'applicationUri', said.applicationUri, about)
  say(facts, 'productUri', said.productUri, about)
  say(facts, 'application', said.name, about)
  say(facts, 'applicationType', types[said.type] ?? '', about)
}

const urlHost = /^opc\.tcp:\/\/(\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?(?:\/|$)/

/**
 * What a discovery server says: of itself, of those whose address it names, and of others only that it knows them. A server
 * that lists one application alone speaks of itself.
 */
export function sayKnown(facts: IdentityFact[], known: readonly Application[]): void {
  for (const application of known) {
    if (known.length === 1 || application.type === discoveryServer) {
      sayApplication(facts, application)
      continue
    }
    const host = application.discoveryUrls.map((url) => urlHost.exec(url)?.[1]).find((ip) => ip !== undefined)
    if (host !== undefined && !host.startsWith('127.')) sayApplication(facts, application, host)
    else {
      say(facts, 'knownServer', application.applicationUri)
      say(facts, 'knownProduct', application.productUri)
    }
  }
}

const modes = ['', 'None', 'Sign', 'SignAndEncrypt']
const tokenTypes = ['anonymous', 'user name', 'certificate', 'issued token']

/** EndpointDescription (§7.14): how a server may be reached, how well that is protected, and who is let in. */
export function readEndpoints(cursor: Cursor, facts: IdentityFact[]): void {
  const count = cursor.count()
  for (let i = 0; i < count && !cursor.isCut(); i++) {
    const endpointUrl = cursor.string()
    const application = readApplication(cursor)
    const certificate = cursor.at() + 4
    cursor.byteString()
    // All endpoints of a server nearly always show the same one.
    if (i === 0 && cursor.at() > certificate) certificateFacts(cursor.bytes, certificate, cursor.at(), true, facts)
    const mode = cursor.number()
    const policy = cursor.string()
    const tokens = cursor.count()
    const said: IdentityFact[] = []
    for (let j = 0; j < tokens && !cursor.isCut(); j++) {
      cursor.byteString()
      say(said, 'userTokenType', tokenTypes[cursor.number()] ?? '')
      cursor.byteString()
      cursor.byteString()
      say(said, 'userTokenPolicy', cursor.string())
    }
    cursor.byteString()
    cursor.octet()
    if (facts.length > mostFacts) continue
    sayApplication(facts, application)
    say(facts, 'endpointUrl', endpointUrl)
    say(facts, 'securityMode', modes[mode] ?? '')
    say(facts, 'securityPolicy', policy)
    facts.push(...said)
  }
}
const mostFacts = 200
