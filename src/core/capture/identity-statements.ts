import { chooseField } from '../identity/choose-field.ts'
import { orderNumberIn } from '../identity/order-numbers.ts'
import { type FoundField, type IdentityField, identityFields, type Statement } from '../identity/statement.ts'
import { isVirtualMachine } from '../identity/virtual-cards.ts'
import { kindOf } from './protocol-kinds.ts'

/** What a device said, wherever it was heard. */
export interface HeardFact {
  readonly protocol: string
  readonly field: string
  readonly value: string
  readonly packet: number | null
  /** Capture, and the times of its first and last hearing on any one scale; within one capture, numbers of packets. */
  readonly source: string
  readonly first: number
  readonly last: number
}

/** The fields that a fact speaks of; what reads like a model in one protocol is called a product in another. */
const fieldOf: ReadonlyMap<string, IdentityField> = new Map([
  ['vendor', 'vendor'],
  ['model', 'model'],
  ['product', 'model'],
  ['orderNumber', 'orderNumber'],
  ['firmware', 'firmware'],
  ['serial', 'serial'],
  ['name', 'name'],
])
/** The maker of a hypervisor is the machine's maker only as long as nobody says better. */
const virtualDiscount = 0.5
const derived = kindOf('order-number').word

/** A product's text names the family as often as the thing; `X._opcua-tcp._tcp` names a service (RFC 6763, 4.1). */
function discountOf(field: string, value: string): number {
  if (field === 'product') return 0.9
  return field === 'name' && value.includes('._') ? 0.5 : 1
}

/** Turns facts and network cards into weighed statements. `maker`: by the card's registered block. */
export function statementsOf(
  facts: readonly HeardFact[],
  cards: readonly { readonly mac: string; readonly maker: string }[],
): Statement[] {
  const statements: Statement[] = []
  for (const { protocol, field, value, packet, source, first, last } of facts) {
    const kind = fieldOf.get(field)
    if (kind === undefined) continue
    const weight = kindOf(protocol).word * discountOf(field, value)
    const heard = { packet, source, first, last }
    statements.push({ field: kind, value, protocol, weight, ...heard })
    if (kind !== 'model' && kind !== 'orderNumber') continue
    const form = orderNumberIn(value)
    if (form === null) continue
    // An order number says who takes the order, and a model's text may hold one.
    const read = { protocol: 'order-number', weight: derived * weight, ...heard }
    statements.push({ field: 'vendor', value: form.vendor, ...read })
    if (kind === 'model') statements.push({ field: 'orderNumber', value: form.orderNumber, ...read })
  }
  for (const { mac, maker } of cards) {
    const weight = kindOf('oui').word * (isVirtualMachine(mac) ? virtualDiscount : 1)
    statements.push({
      field: 'vendor',
      value: maker,
      protocol: 'oui',
      weight,
      packet: null,
      source: mac,
      first: 0,
      last: 0,
    })
  }
  return statements
}

/** All fields of one device, those of which anything is known. */
export function fieldsOf(statements: readonly Statement[]): FoundField[] {
  if (statements.length === 0) return []
  return identityFields.map((field) => chooseField(field, statements)).filter((field) => field !== null)
}
