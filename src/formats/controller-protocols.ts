import { ads } from './ads/decode.ts'
import { bsap } from './bsap/decode.ts'
import { bsapSerial } from './bsap/serial.ts'
import { ccLinkIeBasic } from './cc-link-ie/basic.ts'
import { egd } from './egd/decode.ts'
import { enip } from './enip/decode.ts'
import { fins } from './fins/decode.ts'
import { geSrtp } from './ge-srtp/decode.ts'
import { genisys } from './genisys/decode.ts'
import { melsec } from './melsec/decode.ts'
import { melsecEarly } from './melsec/early.ts'
import { melsoft } from './melsoft/decode.ts'
import { modbus } from './modbus/decode.ts'
import { modbusRtu } from './modbus/rtu.ts'
import type { Protocol } from './protocol.ts'
import { roc } from './roc/decode.ts'
import { sBus } from './s-bus/decode.ts'
import { s7comm } from './s7comm/decode.ts'
import { tristation } from './tristation/decode.ts'

/** What makers of controllers gave them for engineering and for their data. */
export const controllerProtocols: readonly Protocol[] = [
  modbus,
  s7comm,
  enip,
  tristation,
  fins,
  ccLinkIeBasic,
  melsec,
  melsoft,
  ads,
  geSrtp,
  sBus,
  bsapSerial,
  roc,
  genisys,
  modbusRtu,
  bsap,
  egd,
  melsecEarly,
]
