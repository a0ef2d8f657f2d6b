import { createHash } from 'node:crypto'
import { HttpRefusal } from './problem.ts'

/** The ETag of bytes: the same bytes, the same tag. */
export function tagOfBytes(body: string | Uint8Array): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
}

/** The ETag of a version that the handler names. */
export function tagOfVersion(version: string | number): string {
  return `"v${String(version).replace(/[^\x21\x23-\x7e]/g, '_')}"`
}

/** Whether an If-None-Match or If-Match list names a tag (RFC 9110 §8.8.3.2, weak comparison). */
export function names(list: string, tag: string): boolean {
  if (list.trim() === '*') return true
  return list.split(',').some((entry) => entry.trim().replace(/^W\//, '') === tag)
}

/** @throws HttpRefusal 428 without If-Match, 412 where it names another version */
export function checkIfMatch(ifMatch: string | undefined, current: string | number): void {
  if (ifMatch === undefined) {
    throw new HttpRefusal(
      428,
      'precondition-required',
      'Name the version that you have changed in If-Match; read it from the ETag.',
    )
  }
  if (!names(ifMatch, tagOfVersion(current))) {
    throw new HttpRefusal(412, 'changed-meanwhile', 'It was changed by someone else since you read it. Read it again.')
  }
}
