import type { IdentityFact } from '../protocol.ts'
import { say } from '../telling.ts'
import { readStrings } from './applications.ts'
import { type Cursor, skipRequestHeader, skipResponseHeader } from './cursor.ts'

/** Nodes of namespace 0 that say what a server is (OPC 10000-6, annex A, NodeIds), and their fields. */
const textNodes: ReadonlyMap<number, string> = new Map([
  [2261, 'software'],
  [2262, 'productUri'],
  [2263, 'softwareVendor'],
  [2264, 'softwareVersion'],
  [2265, 'buildNumber'],
])
const serverArray = 2254
const serverStatus = 2256
const buildInfo = 2260
const isTelling = (node: number): boolean =>
  textNodes.has(node) || node === serverArray || node === serverStatus || node === buildInfo
const valueAttribute = 13
const mostNodes = 64
/** Binary encodings of the structures. */
const serverStatusEncoding = 864
const buildInfoEncoding = 340

/** Body of a Read request: the nodes whose values are asked for, in order; undefined when none of them says what the server is. */
export function nodesToRead(cursor: Cursor): number[] | undefined {
  skipRequestHeader(cursor)
  cursor.skip(8 + 4)
  const nodes: number[] = []
  const count = Math.min(cursor.count(), mostNodes)
  for (let i = 0; i < count && !cursor.isCut(); i++) {
    const node = cursor.nodeId()
    const attribute = cursor.number()
    cursor.byteString()
    cursor.skip(2)
    cursor.byteString()
    nodes.push(attribute === valueAttribute ? node : -1)
  }
  return nodes.some(isTelling) ? nodes : undefined
}

/** Body of the Read response to these nodes. */
export function factsOfRead(cursor: Cursor, nodes: readonly number[]): IdentityFact[] {
  const facts: IdentityFact[] = []
  skipResponseHeader(cursor)
  const count = Math.min(cursor.count(), nodes.length)
  for (let i = 0; i < count && !cursor.isCut(); i++) {
    const mask = cursor.octet()
    if (mask & 1) readVariant(cursor, nodes[i]!, facts)
    if (mask & 2) cursor.skip(4)
    if (mask & 4) cursor.skip(8)
    if (mask & 16) cursor.skip(2)
    if (mask & 8) cursor.skip(8)
    if (mask & 32) cursor.skip(2)
  }
  return facts
}

const stringType = 12
const extensionObjectType = 22
/** Octets of the built-in types 1 to 11 (Boolean … Double), 13, 14 and 19. */
const sizes: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [2, 1],
  [3, 1],
  [4, 2],
  [5, 2],
  [6, 4],
  [7, 4],
  [8, 8],
  [9, 8],
  [10, 4],
  [11, 8],
  [13, 8],
  [14, 16],
  [19, 4],
])

/** A Variant (OPC 10000-6, §5.2.2.16). */
function readVariant(cursor: Cursor, node: number, facts: IdentityFact[]): void {
  const mask = cursor.octet()
  const type = mask & 0x3f
  if (mask & 0x80) {
    if (type === stringType) {
      const [own = ''] = readStrings(cursor)
      // The first of the server array is the server itself.
      if (node === serverArray) say(facts, 'applicationUri', own)
    } else {
      const count = cursor.count()
      for (let i = 0; i < count && !cursor.isCut(); i++) skipValue(cursor, type)
    }
    if (mask & 0x40) {
      const dimensions = cursor.count()
      cursor.skip(4 * dimensions)
    }
  } else if (type === stringType) {
    const field = textNodes.get(node)
    const said = cursor.string()
    if (field !== undefined) say(facts, field, said)
  } else if (type === extensionObjectType)
    cursor.extensionObject((encoding) => {
      if (encoding === serverStatusEncoding) {
        cursor.skip(8 + 8 + 4)
        readBuildInfo(cursor, facts)
      } else if (encoding === buildInfoEncoding) readBuildInfo(cursor, facts)
    })
  else skipValue(cursor, type)
}

/** BuildInfo (OPC 10000-5, §12.4) tells the software: its maker need not be the device's. */
function readBuildInfo(cursor: Cursor, facts: IdentityFact[]): void {
  say(facts, 'productUri', cursor.string())
  say(facts, 'softwareVendor', cursor.string())
  say(facts, 'software', cursor.string())
  say(facts, 'softwareVersion', cursor.string())
  say(facts, 'buildNumber', cursor.string())
}

function skipValue(cursor: Cursor, type: number): void {
  const size = sizes.get(type)
  if (size !== undefined) cursor.skip(size)
  else if (type === 12 || type === 15 || type === 16) cursor.byteString()
  else if (type === 17) cursor.nodeId()
  else if (type === 20) {
    cursor.skip(2)
    cursor.byteString()
  } else if (type === 21) cursor.localizedText()
  else if (type === 22) cursor.extensionObject()
  else if (type === 25) cursor.diagnosticInfo()
  // Expanded node ids, data values and variants within variants are not walked: the rest of the answer is left.
  else if (type !== 0) cursor.skip(-1)
}
