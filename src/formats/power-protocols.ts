import { c1222 } from './c1222/decode.ts'
import { c37118 } from './c37118/decode.ts'
import { dnp3 } from './dnp3/decode.ts'
import { goose } from './goose/decode.ts'
import { routableGoose } from './goose/routable.ts'
import { iec104 } from './iec104/decode.ts'
import { mms, mmsInPieces } from './mms/decode.ts'
import type { Protocol } from './protocol.ts'
import { sampledValues } from './sampled-values/decode.ts'

/** Protocols of electric power and of telecontrol: the strictest signs first. */
export const powerProtocols: readonly Protocol[] = [
  dnp3,
  iec104,
  mms,
  mmsInPieces,
  goose,
  routableGoose,
  sampledValues,
  c37118,
  c1222,
]
