import type { Operation, WireFunction } from '../protocol.ts'

type Row = readonly [type: number, name: string, octets: number, operation: Operation]
const fn = (code: string, name: string, operation: Operation): WireFunction => Object.freeze({ code, name, operation })

/** Octets that depend on what the object says about itself. */
export const variable = -1

/**
 * Types of ASDUs (IEC 60870-5-101:2003, 7.2.1, IEC 60870-5-104:2006, 7, and IEC 60870-5-7 for 41 and 81 to 95) with the octets of
 * one information element. Resetting the process is `program`, and so is a file that goes to the station; one that comes from it (a
 * record of disturbances, as a rule) is a read.
 */
const rows: readonly Row[] = [
  [1, 'M_SP_NA_1 Single point', 1, 'read'],
  [2, 'M_SP_TA_1 Single point with time', 4, 'read'],
  [3, 'M_DP_NA_1 Double point', 1, 'read'],
  [4, 'M_DP_TA_1 Double point with time', 4, 'read'],
  [5, 'M_ST_NA_1 Step position', 2, 'read'],
  [6, 'M_ST_TA_1 Step position with time', 5, 'read'],
  [7, 'M_BO_NA_1 Bitstring', 5, 'read'],
  [8, 'M_BO_TA_1 Bitstring with time', 8, 'read'],
  [9, 'M_ME_NA_1 Measured value, normalised', 3, 'read'],
  [10, 'M_ME_TA_1 Measured value, normalised, with time', 6, 'read'],
  [11, 'M_ME_NB_1 Measured value, scaled', 3, 'read'],
  [12, 'M_ME_TB_1 Measured value, scaled, with time', 6, 'read'],
  [13, 'M_ME_NC_1 Measured value, short floating point', 5, 'read'],
  [14, 'M_ME_TC_1 Measured value, short floating point, with time', 8, 'read'],
  [15, 'M_IT_NA_1 Integrated totals', 5, 'read'],
  [16, 'M_IT_TA_1 Integrated totals with time', 8, 'read'],
  [17, 'M_EP_TA_1 Event of protection equipment', 6, 'read'],
  [18, 'M_EP_TB_1 Start events of protection equipment', 7, 'read'],
  [19, 'M_EP_TC_1 Output circuit of protection equipment', 7, 'read'],
  [20, 'M_PS_NA_1 Packed single points', 5, 'read'],
  [21, 'M_ME_ND_1 Measured value, normalised, without quality', 2, 'read'],
  [30, 'M_SP_TB_1 Single point with time tag', 8, 'read'],
  [31, 'M_DP_TB_1 Double point with time tag', 8, 'read'],
  [32, 'M_ST_TB_1 Step position with time tag', 9, 'read'],
  [33, 'M_BO_TB_1 Bitstring with time tag', 12, 'read'],
  [34, 'M_ME_TD_1 Measured value, normalised, with time tag', 10, 'read'],
  [35, 'M_ME_TE_1 Measured value, scaled, with time tag', 10, 'read'],
  [36, 'M_ME_TF_1 Measured value, short floating point, with time tag', 12, 'read'],
  [37, 'M_IT_TB_1 Integrated totals with time tag', 12, 'read'],
  [38, 'M_EP_TD_1 Event of protection equipment with time tag', 10, 'read'],
  [39, 'M_EP_TE_1 Start events of protection equipment with time tag', 11, 'read'],
  [40, 'M_EP_TF_1 Output circuit of protection equipment with time tag', 11, 'read'],
  [41, 'S_IT_TC_1 Integrated totals of security statistics', variable, 'read'],
  [45, 'C_SC_NA_1 Single command', 1, 'write'],
  [46, 'C_DC_NA_1 Double command', 1, 'write'],
  [47, 'C_RC_NA_1 Regulating step command', 1, 'write'],
  [48, 'C_SE_NA_1 Set point, normalised', 3, 'write'],
  [49, 'C_SE_NB_1 Set point, scaled', 3, 'write'],
  [50, 'C_SE_NC_1 Set point, short floating point', 5, 'write'],
  [51, 'C_BO_NA_1 Bitstring command', 4, 'write'],
  [58, 'C_SC_TA_1 Single command with time tag', 8, 'write'],
  [59, 'C_DC_TA_1 Double command with time tag', 8, 'write'],
  [60, 'C_RC_TA_1 Regulating step command with time tag', 8, 'write'],
  [61, 'C_SE_TA_1 Set point, normalised, with time tag', 10, 'write'],
  [62, 'C_SE_TB_1 Set point, scaled, with time tag', 10, 'write'],
  [63, 'C_SE_TC_1 Set point, short floating point, with time tag', 12, 'write'],
  [64, 'C_BO_TA_1 Bitstring command with time tag', 11, 'write'],
  [70, 'M_EI_NA_1 End of initialisation', 1, 'other'],
  [81, 'S_CH_NA_1 Authentication challenge', variable, 'other'],
  [82, 'S_RP_NA_1 Authentication reply', variable, 'other'],
  [83, 'S_AR_NA_1 Aggressive mode authentication request', variable, 'other'],
  [84, 'S_KR_NA_1 Session key status request', variable, 'other'],
  [85, 'S_KS_NA_1 Session key status', variable, 'other'],
  [86, 'S_KC_NA_1 Session key change', variable, 'other'],
  [87, 'S_ER_NA_1 Authentication error', variable, 'other'],
  [90, 'S_US_NA_1 User status change', variable, 'write'],
  [91, 'S_UQ_NA_1 Update key change request', variable, 'write'],
  [92, 'S_UR_NA_1 Update key change reply', variable, 'other'],
  [93, 'S_UK_NA_1 Update key change, symmetric', variable, 'write'],
  [94, 'S_UA_NA_1 Update key change, asymmetric', variable, 'write'],
  [95, 'S_UC_NA_1 Update key change confirmation', variable, 'other'],
  [100, 'C_IC_NA_1 Interrogation command', 1, 'read'],
  [101, 'C_CI_NA_1 Counter interrogation command', 1, 'read'],
  [102, 'C_RD_NA_1 Read command', 0, 'read'],
  [103, 'C_CS_NA_1 Clock synchronisation command', 7, 'write'],
  [104, 'C_TS_NA_1 Test command', 2, 'other'],
  [105, 'C_RP_NA_1 Reset process command', 1, 'program'],
  [106, 'C_CD_NA_1 Delay acquisition command', 2, 'other'],
  [107, 'C_TS_TA_1 Test command with time tag', 9, 'other'],
  [110, 'P_ME_NA_1 Parameter of measured value, normalised', 3, 'write'],
  [111, 'P_ME_NB_1 Parameter of measured value, scaled', 3, 'write'],
  [112, 'P_ME_NC_1 Parameter of measured value, short floating point', 5, 'write'],
  [113, 'P_AC_NA_1 Parameter activation', 1, 'write'],
  [120, 'F_FR_NA_1 File ready', 6, 'read'],
  [121, 'F_SR_NA_1 Section ready', 7, 'read'],
  [122, 'F_SC_NA_1 Call or select file', 4, 'read'],
  [123, 'F_LS_NA_1 Last section or segment', 5, 'read'],
  [124, 'F_AF_NA_1 Acknowledge file or section', 4, 'read'],
  [125, 'F_SG_NA_1 Segment', variable, 'read'],
  [126, 'F_DR_TA_1 Directory', 13, 'read'],
  [127, 'F_SC_NB_1 Query log', 16, 'read'],
]

/** One type of ASDU. */
export interface AsduType {
  readonly function: WireFunction
  /** The same when it only selects what a second command then executes. */
  readonly select: WireFunction
  readonly octets: number
  /** Where the qualifier with the bit select/execute stands in the element; -1 in none. */
  readonly qualifierAt: number
}

/** Single, double and regulating step commands have it in their first octet, set points behind the value (7.2.6.15 to 7.2.6.39). */
const qualifiers = new Map([45, 46, 47, 58, 59, 60].map((type) => [type, 0]))
for (const type of [48, 49, 61, 62]) qualifiers.set(type, 2)
for (const type of [50, 63]) qualifiers.set(type, 4)

const types = new Map<number, AsduType>(
  rows.map(([type, name, octets, operation]) => [
    type,
    {
      function: fn(String(type), name, operation),
      select: fn(String(type), `${name} (select)`, operation),
      octets,
      qualifierAt: qualifiers.get(type) ?? -1,
    },
  ]),
)
export const typeOf = (type: number): AsduType | undefined => types.get(type)

/**
 * The same types when the file goes to the station: it is announced and sent by the controlling side, called and acknowledged by
 * the controlled one (7.3.6).
 */
const downloads = new Map<number, WireFunction>(
  [120, 121, 122, 123, 124, 125].map((type) => {
    const { code, name } = types.get(type)!.function
    return [type, fn(code, `${name} (download)`, 'program')]
  }),
)
const asked = new Set([122, 124])
export const downloadOf = (type: number, toServer: boolean): WireFunction | undefined =>
  asked.has(type) === toServer ? undefined : downloads.get(type)

/** Private and reserved types keep their number. */
const strange: AsduType[] = Array.from({ length: 256 }, (_, type) => {
  const named = fn(String(type), `Type ${type}`, 'other')
  return { function: named, select: named, octets: variable, qualifierAt: -1 }
})
export const anyType = (type: number): AsduType => types.get(type) ?? strange[type & 0xff]!

/** Unnumbered control functions (IEC 60870-5-104:2006, 5.3): the first octet of the control field. */
const unnumbered = new Map<number, WireFunction>([
  [0x07, fn('U 0x07', 'STARTDT act', 'other')],
  [0x0b, fn('U 0x0b', 'STARTDT con', 'other')],
  [0x13, fn('U 0x13', 'STOPDT act', 'other')],
  [0x23, fn('U 0x23', 'STOPDT con', 'other')],
  [0x43, fn('U 0x43', 'TESTFR act', 'other')],
  [0x83, fn('U 0x83', 'TESTFR con', 'other')],
])
export const unnumberedOf = (octet: number): WireFunction | undefined => unnumbered.get(octet)
/** Bits 2, 4 and 6 activate, the others confirm. */
export const isActivation = (octet: number): boolean => (octet & 0x54) !== 0
