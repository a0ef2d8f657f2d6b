import { bacnet, bacnetOnLink } from './bacnet/decode.ts'
import { ffHse } from './ff-hse/decode.ts'
import { fox } from './fox/decode.ts'
import { hartIp } from './hart-ip/decode.ts'
import { knx } from './knx/decode.ts'
import { mqtt } from './mqtt/decode.ts'
import { opcua } from './opcua/decode.ts'
import type { Protocol } from './protocol.ts'

/** Protocols of process instruments, of buildings, and those that carry their data upwards. */
export const processProtocols: readonly Protocol[] = [bacnet, bacnetOnLink, opcua, hartIp, ffHse, fox, knx, mqtt]
