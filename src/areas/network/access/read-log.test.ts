import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportFile, ImportJob } from '#areas/evidence/index.ts'
import { encodeCp932 } from '#examples/chemical-maker/cp932.ts'
import { logVectors } from '#formats/access-log/vectors.ts'
import { formOf, readAccessLog } from './read-log.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rung-access-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function fileOf(name: string, content: string | Uint8Array): Promise<ImportFile> {
  const path = join(folder, name)
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  await writeFile(path, bytes)
  return { path, name, bytes: bytes.length, sha256: name, head: bytes.subarray(0, 65_536) }
}
async function read(file: ImportFile) {
  const told: string[] = []
  const job = {
    file,
    mapping: {},
    signal: new AbortController().signal,
    progress: () => {},
    report: ({ reason }: { reason: { en: string } }) => told.push(reason.en),
    understood: () => {},
  } as unknown as ImportJob
  const form = (await formOf(file))!.form
  return { ...(await readAccessLog(job, form, { timeZone: 'Asia/Tokyo', now: '2026-11-23T00:00:00Z' })), form, told }
}

const event = (id: number, type: string) =>
  `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><EventID>${id}</EventID><TimeCreated SystemTime="2026-11-02T08:15:00Z"/><Computer>JUMP01</Computer></System><EventData><Data Name="TargetUserName">sato</Data><Data Name="TargetLogonId">0x1</Data><Data Name="LogonType">${type}</Data><Data Name="IpAddress">10.200.0.15</Data></EventData></Event>`
const events = `<?xml version="1.0" encoding="utf-8"?><Events>${event(4624, '10')}${event(4624, '3')}${event(4634, '10')}</Events>`
const japanese = encodeCp932(
  [
    '踏み台サーバ接続記録（１１月）,,,,,',
    '接続先,ユーザーID,氏名,接続元IP,ログイン日時,ログアウト日時',
    'EWS-01,sato,佐藤 一郎,10.200.0.15,2026年11月2日 8時15分,2026年11月2日 9時15分',
    'EWS-01,,,10.200.0.16,2026/11/3 10:00,2026/11/3 10:30',
    'EWS-02,hozen,,10.200.0.15,R8.11.4 8:15,R8.11.4 8:45',
  ].join('\r\n'),
)

describe('a log is known by its bytes', () => {
  it.each(logVectors.filter(({ told }) => told.length > 0))('$title', async ({ lines, title }) => {
    const file = await fileOf(`${title.slice(0, 8)}.log`, `${lines.join('\n')}\n`)
    expect(await formOf(file)).toMatchObject({ form: 'text' })
    expect((await formOf(file))!.sure).toBeGreaterThan(0.9)
  })

  it('packed or not, and parts of a log are numbered each by itself', async () => {
    const log = `${logVectors[0]!.lines.join('\n')}\n`
    const packed = await read(await fileOf('auth.log.1.gz', gzipSync(log)))
    expect(packed).toMatchObject({ form: 'text', accounting: { read: 3, ignored: 2, faulty: 0 } })
    expect(packed.parts).toEqual([{ name: 'auth.log.1', from: 0 }])
  })

  it('events of Windows as XML', async () => {
    const log = await read(await fileOf('security.xml', events))
    expect(log).toMatchObject({ form: 'xml', accounting: { lines: 3, read: 2, ignored: 1, faulty: 0 } })
    expect(log.lines).toMatchObject([
      { what: 'opened', account: 'sato', source: '10.200.0.15', host: 'JUMP01' },
      { what: 'closed', session: 'JUMP01 0x1' },
    ])
  })

  it('cut in half it is read as far as it goes, and says so', async () => {
    const log = await read(await fileOf('cut.xml', events.slice(0, events.length - 200)))
    expect(log.accounting.read).toBeGreaterThan(0)
    expect(log.accounting.faulty).toBe(1)
  })

  it('a table in CP932 with a title above it, Japanese columns in any order, imperial years', async () => {
    const log = await read(await fileOf('記録.csv', japanese))
    expect(log.form).toBe('table')
    expect(log.lines).toMatchObject([
      {
        line: 3,
        what: 'session',
        at: '2026-11-01T23:15:00.000Z',
        until: '2026-11-02T00:15:00.000Z',
        account: 'sato',
        person: '佐藤 一郎',
        source: '10.200.0.15',
        target: 'EWS-01',
      },
      { line: 5, account: 'hozen', at: '2026-11-03T23:15:00.000Z' },
    ])
    expect([...log.faults]).toEqual([['it names neither an account nor a person', { count: 1, firstLine: 4 }]])
    expect(log.accounting).toMatchObject({ read: 2, faulty: 1 })
  })

  it.each<readonly [name: string, content: string | Uint8Array]>([
    ['registry.csv', 'Tag,Name,Model,IP address,Level\nPLC-1,Reactor,M580,10.1.1.1,1\n'],
    ['meetings.csv', 'Date,Name,Department\n2026-11-02,Sato,OT\n'],
    ['notes.txt', 'hello\nworld\n'],
    ['eve.json', '{"timestamp":"2026-11-02T08:15:00Z","event_type":"flow","src_ip":"10.0.0.1"}\n'],
    [
      'capture.pcap',
      Uint8Array.from([0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0]),
    ],
  ])('%s is none', async (name, content) => expect(await formOf(await fileOf(name, content))).toBeNull())
})
