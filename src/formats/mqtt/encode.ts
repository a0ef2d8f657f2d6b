import { be16, fromText, join } from '../octets.ts'

type Octets = Uint8Array | readonly number[]

function packet(first: number, body: Uint8Array): Uint8Array {
  const length: number[] = []
  let rest = body.length
  do {
    length.push((rest % 128) | (rest >= 128 ? 0x80 : 0))
    rest = Math.floor(rest / 128)
  } while (rest > 0)
  return join([first], length, body)
}
function field(said: string | Octets): Uint8Array {
  const octets = typeof said === 'string' ? fromText(said) : Uint8Array.from(said)
  return join(be16(octets.length), octets)
}

export interface WrittenConnect {
  readonly version: 3 | 4 | 5
  readonly clientId: string
  readonly user?: string
  readonly password?: string
  readonly will?: string
}

export function encodeConnect({ version, clientId, user, password, will }: WrittenConnect): Uint8Array {
  const flags = 2 | (will === undefined ? 0 : 4) | (user === undefined ? 0 : 0x80) | (password === undefined ? 0 : 0x40)
  const properties = version === 5 ? [0] : []
  return packet(
    0x10,
    join(
      field(version === 3 ? 'MQIsdp' : 'MQTT'),
      [version, flags, 0, 60],
      properties,
      field(clientId),
      will === undefined ? [] : join(properties, field(will), field('offline')),
      user === undefined ? [] : field(user),
      password === undefined ? [] : field(password),
    ),
  )
}

export const encodeConnectAnswer = (code: number, version: 3 | 4 | 5 = 4): Uint8Array =>
  packet(0x20, join([0, code], version === 5 ? [0] : []))

/** Quality of service 0; `version` 5 adds empty properties. */
export const encodePublish = (topic: string, payload: Octets, version: 3 | 4 | 5 = 4): Uint8Array =>
  packet(0x30, join(field(topic), version === 5 ? [0] : [], payload))

export const encodeSubscribe = (id: number, filters: readonly string[], version: 3 | 4 | 5 = 4): Uint8Array =>
  packet(0x82, join(be16(id), version === 5 ? [0] : [], ...filters.map((filter) => join(field(filter), [0]))))
export const encodeSubscribeAnswer = (id: number, code: number): Uint8Array => packet(0x90, join(be16(id), [code]))

/** A birth certificate of Sparkplug B: metrics of text. */
export function encodeBirth(metrics: readonly (readonly [name: string, value: string])[]): Uint8Array {
  const text = (number: number, said: string) => {
    const octets = fromText(said)
    return join([(number << 3) | 2, octets.length], octets)
  }
  const metric = ([name, value]: readonly [string, string]) => {
    const body = join(text(1, name), [0x20, 12], text(15, value))
    return join([0x12, body.length], body)
  }
  return join([0x08, 1], ...metrics.map(metric), [0x18, 0])
}
