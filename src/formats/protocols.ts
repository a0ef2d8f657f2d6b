import { dnp3 } from './dnp3/decode.ts'
import { enip } from './enip/decode.ts'
import { modbus } from './modbus/decode.ts'
import { officeProtocols } from './office-protocols.ts'
import type { Protocol } from './protocol.ts'
import { s7comm } from './s7comm/decode.ts'
import { tristation } from './tristation/decode.ts'

/** Every protocol that is read. On a port that nobody claims they are asked in this order: the strictest signs first. */
export const protocols: readonly Protocol[] = [modbus, s7comm, enip, tristation, dnp3, ...officeProtocols]
