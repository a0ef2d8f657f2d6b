import type { IdentityFact } from './protocol.ts'

/**
 * What the free text by which a system describes itself (sysDescr of SNMP, system description of LLDP) says in the forms
 * that are known; nothing for the others.
 */
export function describedIdentity(said: string): IdentityFact[] {
  const description = said.replace(/\s+/g, ' ').trim()
  return siemens(description) ?? cisco(description) ?? windows(description) ?? linux(description) ?? maker(description)
}

const facts = (...pairs: readonly (readonly [field: string, value: string | undefined])[]): IdentityFact[] =>
  pairs.flatMap(([field, value]) => (value === undefined || value === '' ? [] : [{ field, value }]))

/**
 * `Siemens, SIMATIC NET, SCALANCE X208, 6GK5 208-0BA10-2AA3, HW: 5, FW: V4.02, VPR1234567`: maker, family, model, order
 * number, hardware, firmware, serial, of which the last parts may be missing. The family may stand before the maker's name
 * alone, and LLDP begins with it.
 */
function siemens(said: string): IdentityFact[] | undefined {
  const parts = said.split(',').map((part) => part.trim())
  const order = parts.findIndex((part) => /^(6[A-Z]{2}\d|7[A-Z]{2}\d|3[A-Z]{2}\d|1P ?6)[A-Z0-9 -]{6,}$/.test(part))
  if (order < 1) return undefined
  if (
    parts[0] !== 'Siemens' &&
    !/^(SIMATIC|SCALANCE|SINUMERIK|SINAMICS|RUGGEDCOM|SIMOTION|CPU|CP |IM |ET ?200)/.test(said)
  )
    return undefined
  const after = parts.slice(order + 1)
  const hardware = after.find((part) => /^HW:/.test(part))
  const firmware = after.find((part) => /^FW:/.test(part))
  const behind = after.slice(after.indexOf(firmware ?? hardware ?? '') + 1)
  const serial = behind.find((part) => /^[A-Z0-9][A-Z0-9 _-]{6,}$/i.test(part))
  return facts(
    ['vendor', 'Siemens'],
    ['model', parts[order - 1]],
    ['orderNumber', parts[order]!.replace(/^1P ?/, '')],
    ['hardware', hardware?.replace(/^HW: ?(Version )?/, '')],
    ['firmware', firmware?.replace(/^FW: ?(Version )?/, '').replace(/^V\. ?/, 'V')],
    ['serial', serial],
  )
}

/** `Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 12.2(55)SE5, …`. */
function cisco(said: string): IdentityFact[] | undefined {
  if (!said.startsWith('Cisco ')) return undefined
  const version = /\bVersion ([^\s,]+)/.exec(said)?.[1]
  return facts(['vendor', 'Cisco'], ['firmware', version])
}

/** `Hardware: x86 Family 6 … - Software: Windows 2000 Version 5.1 (Build 2600 Multiprocessor Free)`. */
function windows(said: string): IdentityFact[] | undefined {
  const system = /Software: (Windows .+)$/.exec(said)?.[1]
  return system === undefined ? undefined : facts(['os', system])
}

/** `Linux HOST 2.6.32 #1 SMP …`: the output of uname. */
function linux(said: string): IdentityFact[] | undefined {
  const release = /^Linux \S+ (\d+\.\d+[^\s]*) /.exec(said)?.[1]
  return release === undefined ? undefined : facts(['os', `Linux ${release}`])
}

const makers: readonly (readonly [sign: RegExp, vendor: string])[] = [
  [/^Siemens\b/, 'Siemens'],
  [/^Hirschmann\b/i, 'Hirschmann'],
  [/^MOXA\b|^Moxa\b/, 'Moxa'],
  [/^(Rockwell Automation|Allen-Bradley)\b/, 'Rockwell Automation'],
  [/^Schneider Electric\b/, 'Schneider Electric'],
  [/^WAGO\b/, 'WAGO'],
  [/^(HP|Hewlett-Packard|HPE|ProCurve)\b/, 'Hewlett-Packard'],
  [/^Juniper Networks\b/, 'Juniper Networks'],
  [/^APC\b/, 'APC'],
]

function maker(said: string): IdentityFact[] {
  return facts(['vendor', makers.find(([sign]) => sign.test(said))?.[1]])
}
