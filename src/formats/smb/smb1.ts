import { ntlmAt, ntlmFacts, utf16 } from '../ntlmssp/decode.ts'
import { text, u16le } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { say } from '../telling.ts'

/** Behind the 32 octets of the header: number of words, the words, number of octets, the octets (MS-CIFS §2.2.3). */
const header = 32
const [negotiate, sessionSetup] = [0x72, 0x73]

/** Texts one behind the other, each ended by a NUL; in UTF-16 they begin at an even offset from the header. */
function textsAt(
  bytes: Uint8Array,
  start: number,
  at: number,
  end: number,
  isUnicode: boolean,
  most: number,
): string[] {
  const found: string[] = []
  for (let i = 0; i < most && at < end; i++) {
    if (isUnicode) {
      at += (at - start) & 1
      let stop = at
      while (stop + 1 < end && u16le(bytes, stop) !== 0) stop += 2
      found.push(utf16(bytes, at, Math.min(stop, end)))
      at = stop + 2
    } else {
      let stop = at
      while (stop < end && bytes[stop] !== 0) stop++
      found.push(text(bytes, at, stop))
      at = stop + 1
    }
  }
  return found
}

/** What negotiation and log-on say about the sender. `start` is the header, `end` the end of what is there. */
export function smb1Facts(
  bytes: Uint8Array,
  start: number,
  end: number,
  isResponse: boolean,
  facts: IdentityFact[],
): void {
  const command = bytes[start + 4]!
  if (command !== negotiate && command !== sessionSetup) return
  const isUnicode = (u16le(bytes, start + 10) & 0x8000) !== 0
  const count = bytes[start + header] ?? 0
  const words = start + header + 1
  const data = words + 2 * count + 2
  const stop = Math.min(end, data + u16le(bytes, data - 2))
  if (data >= stop) return
  if (command === negotiate) {
    // NT LM 0.12 without extended security: the challenge, the domain, the server.
    const isExtended = (bytes[words + 22]! & 0x80) !== 0
    if (!isResponse || count !== 17 || isExtended) return
    // Not aligned, and in UTF-16 where the capabilities say so.
    const isWide = (bytes[words + 19]! & 4) !== 0
    const [domain = '', server = ''] = textsAt(
      bytes,
      data + (bytes[words + 33] ?? 0),
      data + (bytes[words + 33] ?? 0),
      stop,
      isWide,
      2,
    )
    say(facts, 'domain', domain)
    say(facts, 'server', server)
    return
  }
  const ntlm = ntlmAt(bytes, data, stop)
  if (ntlm >= 0) ntlmFacts(bytes, ntlm, stop, facts)
  if (isResponse) {
    const blob = count === 4 ? u16le(bytes, words + 6) : 0
    if (count === 3 || count === 4) systems(textsAt(bytes, start, data + blob, stop, isUnicode, 3), facts)
  } else if (count === 12) systems(textsAt(bytes, start, data + u16le(bytes, words + 14), stop, isUnicode, 3), facts)
  else if (count === 13 || count === 10) {
    // LAN Manager 2.1 has one password, NT LM 0.12 two.
    const passwords = u16le(bytes, words + 14) + (count === 13 ? u16le(bytes, words + 16) : 0)
    const [user = '', domain = '', ...rest] = textsAt(bytes, start, data + passwords, stop, isUnicode, 4)
    say(facts, 'user', user)
    systems([...rest.slice(0, 2), domain], facts)
  }
}

function systems([os = '', lanMan = '', domain = '']: readonly string[], facts: IdentityFact[]): void {
  say(facts, 'os', os)
  say(facts, 'nativeLanMan', lanMan)
  say(facts, 'domain', domain)
}
