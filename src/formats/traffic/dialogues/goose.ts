import * as goose from '../../goose/encode.ts'
import type { DescribedHost } from '../described.ts'
import { answering, type Dialogue, impossible, reply } from '../dialogue.ts'
import { below, type Random } from '../random.ts'

/** Whoever is read publishes to its group, and is asked by nobody. */
export function gooseDialogue(server: DescribedHost, random: Random): Dialogue {
  let state = below(random, 1000)
  const appId = 1 + below(random, 0x3fff)
  return {
    greeting: () => [],
    act(deed) {
      if (deed.does !== 'read') return impossible(deed, 'GOOSE')
      const device = (answering(server, deed).name ?? server.key).replace(/\W/g, '')
      const block = {
        gocbRef: `${device}LD0/LLN0$GO$gcb1`,
        datSet: `${device}LD0/LLN0$ds1`,
        goID: device,
        confRev: 1,
      }
      state++
      const values = Array.from({ length: deed.quantity ?? 2 }, () => random() < 0.5)
      return [{ ...reply(goose.onLink(appId, goose.goosePdu(block, state, values))), toAll: true }]
    },
  }
}
