import type { IdentityFact } from '../protocol.ts'
import { say } from '../telling.ts'

/** `6ES7 315-2EH14-0AB0`, `6GK5 212-2BB00-2AA3`: how Siemens numbers its products. */
const siemensOrder = /^\d[A-Z]{2}\d ?[0-9A-Z]{3}-[0-9A-Z]{5}(?:-[0-9A-Z]{4})?$/

/** `Siemens, SIMATIC S7, CPU315-2 PN/DP, 6ES7 315-2EH14-0AB0 , HW: 5, FW: V3.2.6, S C-C2UR28922012`. */
function saySiemens(facts: IdentityFact[], description: string): void {
  // A line break (written as a backslash and a letter) ends the label.
  const parts = (description.split('\\', 1)[0] ?? '').split(',').map((part) => part.trim())
  const order = parts.findIndex((part) => siemensOrder.test(part))
  if (order < 0) return
  say(facts, 'vendor', 'Siemens')
  if (order > 1) say(facts, 'model', parts[order - 1]!)
  say(facts, 'orderNumber', parts[order]!)
  for (const part of parts.slice(order + 1)) {
    const labelled = /^(HW|FW):\s*(\S.*)$/.exec(part)
    if (labelled !== null) say(facts, labelled[1] === 'HW' ? 'hardware' : 'firmware', labelled[2]!)
    else if (/^(?:S [A-Z]-|SVP|VP|LBK|S V)[0-9A-Z-]{4,}$/.test(part)) say(facts, 'serial', part)
  }
}

/**
 * What a system description (LLDP, SNMP sysDescr, CDP) says in a form that its maker always uses. Texts of other makers are
 * left alone: a guess would be worse than nothing.
 */
export function sayDescription(facts: IdentityFact[], description: string): void {
  if (/^Siemens,/.test(description)) {
    saySiemens(facts, description)
    return
  }
  const cisco = /^(?:Cisco|IOS \(tm\)).*?, Version ([^\s,\\]+)/i.exec(description)
  if (cisco === null || !/IOS|NX-OS|Internetwork/.test(description)) return
  say(facts, 'vendor', 'Cisco')
  say(facts, 'firmware', cisco[1]!)
}

/**
 * Texts of fixed columns (IEC 61158-6-10), one blank between each: DeviceType 25, order id 20, serial 16 (only in LLDP's
 * SystemIdentification, not in the annotation of the endpoint mapper), hardware 5 letters, `V` or such, software 9. Says
 * nothing, and false, when the text has another shape.
 */
export function saySystemIdentification(facts: IdentityFact[], said: string): boolean {
  const found = /^(.{25}) (.{20}) (?:(.{16}) )?(.{5}) ([VRPUT ])(.{1,9})$/.exec(said)
  if (found === null) return false
  const [, type = '', order = '', serial = '', hardware = '', prefix = '', software = ''] = found
  say(facts, 'model', type.trim())
  say(facts, 'orderNumber', order.trim())
  say(facts, 'serial', serial.trim())
  say(facts, 'hardware', hardware.trim())
  say(facts, 'firmware', software.trim() === '' ? '' : prefix + software.trim().split(/\s+/).join('.'))
  return true
}
