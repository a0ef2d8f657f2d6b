import { be16, fromText, join, le16, le32 } from '../octets.ts'

type Octets = Uint8Array | readonly number[]

/** A String, null when it is left out. */
export function uaString(said?: string): Uint8Array {
  if (said === undefined) return Uint8Array.from(le32(0xffffffff))
  const letters = fromText(said)
  return join(le32(letters.length), letters)
}
const array = <T>(items: readonly T[], one: (item: T) => Octets): Uint8Array =>
  join(le32(items.length), ...items.map(one))
const localized = (said: string): Uint8Array => join([2], uaString(said))
/** A node of namespace 0 in four octets. */
export const nodeId = (id: number): number[] => [1, 0, ...le16(id)]
const time = new Uint8Array(8)

function around(type: string, chunk: string, ...parts: Octets[]): Uint8Array {
  const body = join(...parts)
  return join(fromText(type + chunk), le32(8 + body.length), body)
}

export const encodeHello = (url: string): Uint8Array =>
  around('HEL', 'F', le32(0), le32(65_535), le32(65_535), le32(0), le32(0), uaString(url))
export const encodeAcknowledge = (): Uint8Array =>
  around('ACK', 'F', le32(0), le32(65_535), le32(65_535), le32(0), le32(0))
export const encodeReverseHello = (serverUri: string, url: string): Uint8Array =>
  around('RHE', 'F', uaString(serverUri), uaString(url))

/** OpenSecureChannel; with a policy other than None the body is what the caller says is encrypted. */
export function encodeOpenChannel(policy: string, request: number, body: Octets, certificate?: Uint8Array): Uint8Array {
  const own = certificate === undefined ? uaString() : join(le32(certificate.length), certificate)
  return around('OPN', 'F', le32(0), uaString(policy), own, uaString(), le32(request), le32(request), body)
}

/** One message in as many chunks as `size` octets of body make of it. */
export function encodeMessage(request: number, body: Uint8Array, size = 8192): Uint8Array[] {
  const count = Math.max(1, Math.ceil(body.length / size))
  return Array.from({ length: count }, (_, i) => {
    const part = body.subarray(i * size, (i + 1) * size)
    return around('MSG', i < count - 1 ? 'C' : 'F', le32(1), le32(1), le32(request + i), le32(request), part)
  })
}

/** The number of a request, and its header. */
export const requestBody = (encoding: number, ...parts: Octets[]): Uint8Array =>
  join(nodeId(encoding), [0, 0], time, le32(1), le32(0), uaString(), le32(10_000), [0, 0, 0], ...parts)
/** The number of a response, and its header; `result` 0 is good. */
export const responseBody = (encoding: number, result: number, ...parts: Octets[]): Uint8Array =>
  join(nodeId(encoding), time, le32(1), le32(result), [0], le32(0xffffffff), [0, 0, 0], ...parts)

export interface WrittenApplication {
  readonly applicationUri: string
  readonly productUri: string
  readonly name: string
  readonly type: number
  readonly discoveryUrls: readonly string[]
}

const application = (said: WrittenApplication): Uint8Array =>
  join(
    uaString(said.applicationUri),
    uaString(said.productUri),
    localized(said.name),
    le32(said.type),
    uaString(),
    uaString(),
    array(said.discoveryUrls, uaString),
  )

export interface WrittenEndpoint {
  readonly url: string
  readonly mode: number
  readonly policy: string
  /** 0 anonymous, 1 user name, 2 certificate, 3 issued token. */
  readonly tokens: readonly number[]
}

const endpoint = (server: WrittenApplication, said: WrittenEndpoint): Uint8Array =>
  join(
    uaString(said.url),
    application(server),
    uaString('certificate'),
    le32(said.mode),
    uaString(said.policy),
    array(said.tokens, (type) => join(uaString(`token ${type}`), le32(type), uaString(), uaString(), uaString())),
    uaString('http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary'),
    [0],
  )

export const getEndpointsRequest = (url: string): Uint8Array =>
  requestBody(428, uaString(url), le32(0xffffffff), le32(0xffffffff))
export const getEndpointsResponse = (server: WrittenApplication, endpoints: readonly WrittenEndpoint[]): Uint8Array =>
  responseBody(
    431,
    0,
    array(endpoints, (one) => endpoint(server, one)),
  )
export const findServersResponse = (servers: readonly WrittenApplication[]): Uint8Array =>
  responseBody(425, 0, array(servers, application))

export const createSessionRequest = (client: WrittenApplication, serverUri: string, url: string): Uint8Array =>
  requestBody(
    461,
    application(client),
    uaString(serverUri),
    uaString(url),
    uaString('session'),
    uaString(),
    uaString(),
    time,
    le32(0),
  )

/** Log-on by user name with a password in clear. */
export function activateSession(user: string, password: string): Uint8Array {
  const token = join(uaString('user name'), uaString(user), uaString(password), uaString())
  const none = le32(0xffffffff)
  return requestBody(
    467,
    uaString(),
    uaString(),
    none,
    none,
    nodeId(324),
    [1],
    le32(token.length),
    token,
    uaString(),
    uaString(),
  )
}

export const readRequest = (nodes: readonly number[]): Uint8Array =>
  requestBody(
    631,
    time,
    le32(0),
    array(nodes, (node) => join(nodeId(node), le32(13), uaString(), [0, 0], uaString())),
  )
/** Values as variants, each with a good status. */
export const readResponse = (values: readonly Octets[]): Uint8Array =>
  responseBody(
    634,
    0,
    array(values, (value) => join([3], value, le32(0))),
    le32(0xffffffff),
  )

export const textVariant = (said: string): Uint8Array => join([12], uaString(said))
export const doubleVariant = (): Uint8Array => join([11], time)

export interface WrittenBuild {
  readonly productUri: string
  readonly manufacturer: string
  readonly product: string
  readonly version: string
  readonly build: string
}

/** ServerStatus with its BuildInfo, as an ExtensionObject in a variant. */
export function statusVariant(said: WrittenBuild): Uint8Array {
  const build = [said.productUri, said.manufacturer, said.product, said.version, said.build].map((one) => uaString(one))
  const body = join(time, time, le32(0), ...build, time, le32(0), [0])
  return join([22], nodeId(864), [1], le32(body.length), body)
}

export const writeRequest = (node: number, value: Octets): Uint8Array =>
  requestBody(673, le32(1), nodeId(node), le32(13), uaString(), [1], value)
export const writeResponse = (result: number): Uint8Array =>
  responseBody(676, 0, le32(1), le32(result), le32(0xffffffff))
export const callRequest = (object: number, method: number): Uint8Array =>
  requestBody(712, le32(1), nodeId(object), nodeId(method), le32(0))
export const serviceFault = (result: number): Uint8Array => responseBody(397, result)
/** A service of another number: encrypted bytes look like this, too. */
export const noise = (seed: number): Uint8Array => join(be16(seed), new Uint8Array(40))
