import type { WireFunction } from '../protocol.ts'
import {
  confirmedServices,
  fileChange,
  fileObject,
  programChange,
  programChangeProperty,
  programObject,
} from './functions.ts'
import { objectOf, typeOf } from './properties.ts'
import { behindClosing, newTag, readTag, unsignedOf } from './tags.ts'

const writeProperty = 15
const writePropertyMultiple = 16
const most = 1024
const tag = newTag()

/** A request to write is a change of the program where it goes to a program or a file object. */
export function functionOfWrite(service: number, bytes: Uint8Array, start: number, end: number): WireFunction {
  const plain = confirmedServices[service]!
  if (service !== writeProperty && service !== writePropertyMultiple) return plain
  // WriteProperty names its property [1] behind the object [0]; WritePropertyMultiple as [0] within a list [1].
  const isList = service === writePropertyMultiple
  let at = start
  let type = -1
  let isInList = false
  for (let i = 0; i < most && readTag(bytes, at, end, tag); i++) {
    at = tag.end
    if (tag.isOpening && isList && tag.number === 1) isInList = true
    else if (tag.isClosing && isList && tag.number === 1) isInList = false
    else if (tag.isOpening) {
      if (!isList) break
      at = behindClosing(bytes, at, end)
      if (at < 0) break
    } else if (tag.number === 0 && !isInList) type = typeOf(objectOf(bytes, tag))
    else if (tag.number === (isList ? 0 : 1)) {
      if (type === fileObject) return fileChange
      if (type === programObject && unsignedOf(bytes, tag) === programChangeProperty) return programChange
    }
  }
  return plain
}
