import type { IdentityFact } from '../protocol.ts'
import { say } from '../telling.ts'
import {
  type Application,
  readApplication,
  readEndpoints,
  readStrings,
  sayApplication,
  sayKnown,
} from './applications.ts'
import { type Cursor, skipRequestHeader, skipResponseHeader } from './cursor.ts'
import { encodings, requestServerStateChange, serverConfiguration } from './functions.ts'

const mostServers = 64

/** Whether the body of a message says who somebody is, so that its chunks are worth keeping. */
export const isTelling = (encoding: number): boolean => telling.has(encoding)

/** What the body behind its encoding's number says. `undefined` when it is cut. */
export function factsOf(encoding: number, cursor: Cursor): IdentityFact[] | undefined {
  const facts: IdentityFact[] = []
  telling.get(encoding)?.(cursor, facts)
  return cursor.isCut() ? undefined : facts
}

const telling: ReadonlyMap<number, (cursor: Cursor, facts: IdentityFact[]) => void> = new Map([
  [encodings.getEndpointsRequest, readUrlAsked],
  [encodings.findServersRequest, readUrlAsked],
  [
    encodings.getEndpointsResponse,
    (cursor: Cursor, facts: IdentityFact[]) => {
      skipResponseHeader(cursor)
      readEndpoints(cursor, facts)
    },
  ],
  [encodings.findServersResponse, readServers],
  [encodings.findServersOnNetworkResponse, readServersOnNetwork],
  [encodings.registerServer, readRegistered],
  [encodings.registerServer2, readRegistered],
  [encodings.createSessionRequest, readClient],
  [encodings.createSessionResponse, readSession],
  [encodings.activateSession, readUser],
])

/** The client says by which URL it knows the server. */
function readUrlAsked(cursor: Cursor, facts: IdentityFact[]): void {
  skipRequestHeader(cursor)
  say(facts, 'endpointUrl', cursor.string(), 'peer')
}

function readServers(cursor: Cursor, facts: IdentityFact[]): void {
  skipResponseHeader(cursor)
  const count = Math.min(cursor.count(), mostServers)
  const known: Application[] = []
  for (let i = 0; i < count && !cursor.isCut(); i++) known.push(readApplication(cursor))
  sayKnown(facts, known)
}

function readServersOnNetwork(cursor: Cursor, facts: IdentityFact[]): void {
  skipResponseHeader(cursor)
  cursor.skip(8)
  const count = Math.min(cursor.count(), mostServers)
  for (let i = 0; i < count && !cursor.isCut(); i++) {
    cursor.skip(4)
    cursor.byteString()
    say(facts, 'knownServer', cursor.string())
    readStrings(cursor)
  }
}

/** RegisteredServer (OPC 10000-4, §7.32): a server tells a discovery server who it is. */
function readRegistered(cursor: Cursor, facts: IdentityFact[]): void {
  skipRequestHeader(cursor)
  say(facts, 'applicationUri', cursor.string())
  say(facts, 'productUri', cursor.string())
  const names = Math.min(cursor.count(), mostServers)
  for (let i = 0; i < names && !cursor.isCut(); i++) say(facts, 'application', cursor.localizedText())
  cursor.skip(4)
  cursor.byteString()
  for (const url of readStrings(cursor)) say(facts, 'endpointUrl', url)
}

function readClient(cursor: Cursor, facts: IdentityFact[]): void {
  skipRequestHeader(cursor)
  sayApplication(facts, readApplication(cursor))
  say(facts, 'applicationUri', cursor.string(), 'peer')
  say(facts, 'endpointUrl', cursor.string(), 'peer')
  // Session name, nonce, certificate and limits follow: they say nothing about a device.
}

function readSession(cursor: Cursor, facts: IdentityFact[]): void {
  skipResponseHeader(cursor)
  cursor.nodeId()
  cursor.nodeId()
  cursor.skip(8)
  cursor.byteString()
  cursor.byteString()
  readEndpoints(cursor, facts)
}

/** Encodings of the user identity tokens (OPC 10000-4, §7.42). */
const tokens: ReadonlyMap<number, string> = new Map([
  [321, 'anonymous'],
  [324, 'user name'],
  [327, 'certificate'],
  [940, 'issued token'],
])
const userNameToken = 324

/** Who logs on. The password that follows the name is masked on the page of the packet. */
function readUser(cursor: Cursor, facts: IdentityFact[]): void {
  toUserToken(cursor, (encoding) => {
    say(facts, 'userToken', tokens.get(encoding) ?? '')
    if (encoding !== userNameToken) return
    cursor.byteString()
    say(facts, 'user', cursor.string())
  })
}

/** Where the password of an ActivateSession lies, from behind its encoding's number; it may be encrypted. */
export function passwordOf(cursor: Cursor): { offset: number; length: number } | undefined {
  let found: { offset: number; length: number } | undefined
  toUserToken(cursor, (encoding) => {
    if (encoding !== userNameToken) return
    cursor.byteString()
    cursor.byteString()
    const before = cursor.at()
    cursor.byteString()
    const length = cursor.at() - before - 4
    if (length > 0) found = { offset: before + 4, length }
  })
  return found
}

function toUserToken(cursor: Cursor, take: (encoding: number) => void): void {
  skipRequestHeader(cursor)
  // Client signature: algorithm and signature; then software certificates, locales, the token.
  cursor.byteString()
  cursor.byteString()
  const certificates = cursor.count()
  for (let i = 0; i < certificates && !cursor.isCut(); i++) {
    cursor.byteString()
    cursor.byteString()
  }
  readStrings(cursor)
  cursor.extensionObject(take)
}

const mostMethods = 64

/** Whether a Call request asks for a change of the server's state or configuration. */
export function callsForChange(cursor: Cursor): boolean {
  skipRequestHeader(cursor)
  const count = Math.min(cursor.count(), mostMethods)
  for (let i = 0; i < count && !cursor.isCut(); i++) {
    const object = cursor.nodeId()
    const method = cursor.nodeId()
    if (object === serverConfiguration || method === requestServerStateChange) return true
    // Arguments are variants; only calls without any are walked further.
    if (cursor.count() > 0) return false
  }
  return false
}
