import { le32 } from '../../octets.ts'
import * as ua from '../../opcua/encode.ts'
import { text } from '../said.ts'
import { type Exchange, type Scene, scripted } from '../scripted-dialogue.ts'

const none = 'http://opcfoundation.org/UA/SecurityPolicy#None'
const hour = 3_600_000
/** OpenSecureChannel and its answer, by the numbers of their encodings. */
const [openRequest, openResponse] = [446, 449]
const serverStatus = 2256
const [server, requestServerStateChange, callAnswer] = [2253, 12_886, 715]

const urlOf = (ip: string): string => `opc.tcp://${ip}:4840`
const called = ({ next }: Pick<Scene, 'next'>, asked: Uint8Array, answer: Uint8Array): Exchange => {
  const number = next()
  return [ua.encodeMessage(number, asked)[0]!, ua.encodeMessage(number, answer)[0]!]
}

export const opcuaDialogue = scripted({
  title: 'OPC UA',
  greeting: ({ server: { ip } }) => {
    const asked = ua.requestBody(openRequest, le32(0), le32(0), le32(1), ua.uaString(), le32(hour))
    const token = [...le32(1), ...le32(1), ...new Array<number>(8).fill(0), ...le32(hour)]
    const told = ua.responseBody(openResponse, 0, le32(0), token, ua.uaString())
    return [
      [ua.encodeHello(urlOf(ip)), ua.encodeAcknowledge()],
      [ua.encodeOpenChannel(none, 1, asked), ua.encodeOpenChannel(none, 1, told)],
    ]
  },
  read: (scene) => {
    const { address = 1000, quantity = 1 } = scene.deed
    const nodes = Array.from({ length: quantity }, (_, i) => address + i)
    return [called(scene, ua.readRequest(nodes), ua.readResponse(nodes.map(() => ua.doubleVariant())))]
  },
  /** BadUserAccessDenied. */
  refuse: (scene) => [called(scene, ua.readRequest([1000]), ua.serviceFault(0x801f0000))],
  write: (scene) => [
    called(scene, ua.writeRequest(scene.deed.address ?? 1000, ua.doubleVariant()), ua.writeResponse(0)),
  ],
  /** The server's endpoints, then who built its software. */
  identify: (scene) => {
    const { said } = scene
    const url = urlOf(scene.server.ip)
    const application = {
      applicationUri: `urn:${scene.server.key}`,
      productUri: text(said.orderNumber),
      name: text(said.name),
      type: 0,
      discoveryUrls: [url],
    }
    const build = {
      productUri: text(said.orderNumber),
      manufacturer: text(said.vendor),
      product: text(said.model),
      version: text(said.firmware),
      build: '',
    }
    const endpoints = ua.getEndpointsResponse(application, [{ url, mode: 1, policy: none, tokens: [0] }])
    return [
      called(scene, ua.getEndpointsRequest(url), endpoints),
      called(scene, ua.readRequest([serverStatus]), ua.readResponse([ua.statusVariant(build)])),
    ]
  },
  stop: (scene) => [called(scene, ua.callRequest(server, requestServerStateChange), ua.responseBody(callAnswer, 0))],
})
