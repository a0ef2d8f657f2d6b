import { describe, expect, it } from 'vitest'
import type { ToldConversation, ToldDevice } from '#core/capture/told.ts'
import { captureSummary } from './capture-summary.ts'

const device = (...roles: string[]) =>
  ({
    id: roles.join(),
    ips: [],
    macs: [],
    roles: roles.map((role) => ({ role, because: '' })),
  }) as unknown as ToldDevice
const talk = (client: string, server: string, program: number, answered: boolean | null = true) =>
  ({ client, server, answered, operations: { read: 1, write: 0, program, identify: 0, other: 0 } }) as ToldConversation

describe('what a capture brings, in one sentence', () => {
  it('names who is not registered, who programs, and safety controllers', () => {
    const devices = [device('engineering-station'), device('controller'), device('safety-controller')]
    const conversations = [talk('e', 'a', 3), talk('e', 'b', 1), talk('h', 'a', 0)]
    expect(captureSummary({ devices, conversations }, 1)).toEqual({
      en: '3 devices, 1 of them not in the registry; 1 engineering station programmed 2 controllers; 1 safety controller; 3 conversations',
      ja: '機器3台（うち台帳にないもの1台）、エンジニアリング端末1台がコントローラ2台をプログラム操作、安全コントローラ1台、通信3件',
    })
  })

  it('says first that a safety controller was programmed, under whichever of its addresses', () => {
    const devices = [device('engineering-station'), { ...device('safety-controller'), ips: ['192.0.2.2'] }]
    const told = captureSummary({ devices, conversations: [talk('e', '192.0.2.2', 3)] }, 0)
    expect(told.en).toMatch(/^1 safety controller was programmed; 2 devices, /)
    expect(told.ja).toMatch(/^安全コントローラ1台がプログラム操作を受けています、/)
    const asked = captureSummary({ devices, conversations: [talk('e', '192.0.2.2', 0)] }, 0)
    expect(asked.en).not.toContain('was programmed')
  })

  it('says nothing of programming where nobody was seen doing it, or nobody answered', () => {
    const conversations = [talk('e', 'a', 3, false), { ...talk('e', 'a', 0), operations: null } as ToldConversation]
    expect(captureSummary({ devices: [device()], conversations }, 0).en).toBe(
      '1 device, 0 of them not in the registry; 2 conversations',
    )
  })
})
