import { bacnet, bacnetOnLink } from './bacnet/decode.ts'
import { controllerProtocols } from './controller-protocols.ts'
import { dnp3 } from './dnp3/decode.ts'
import { iec104 } from './iec104/decode.ts'
import { linkProtocols } from './link-protocols.ts'
import { mms, mmsInPieces } from './mms/decode.ts'
import { officeProtocols } from './office-protocols.ts'
import { opcua } from './opcua/decode.ts'
import type { Protocol } from './protocol.ts'

/** Every protocol that is read. On a port that nobody claims they are asked in this order: the strictest signs first. */
export const protocols: readonly Protocol[] = [
  ...controllerProtocols,
  dnp3,
  ...officeProtocols,
  bacnet,
  bacnetOnLink,
  opcua,
  iec104,
  mms,
  mmsInPieces,
]
