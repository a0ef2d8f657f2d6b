import { describe, expect, it } from 'vitest'
import { type CaptureTool, droppedIn, isDue, ringArguments, whyNot } from './capture-tool.ts'

const dumpcap: CaptureTool = { name: 'dumpcap', path: '/nowhere/dumpcap', version: 'dumpcap 4.0.17' }
const tcpdump: CaptureTool = { name: 'tcpdump', path: '/nowhere/tcpdump', version: 'tcpdump 4.99.3' }
const plan = { interface: 'eth1', path: '/ring/run', seconds: 60, files: 122, fileKilobytes: 8192 }

describe('a capture tool', () => {
  it('is asked for a ring that is bounded, and for nothing that would send', () => {
    expect(ringArguments(dumpcap, plan).join(' ')).toBe(
      '-i eth1 -q -n -w /ring/run.pcapng -b duration:60 -b filesize:8192 -b files:122',
    )
    const asked = ringArguments(tcpdump, { ...plan, filter: 'not port 22' })
    // -n: tcpdump looks no name up.
    expect(asked.slice(0, 3)).toEqual(['-i', 'eth1', '-n'])
    expect(asked.join(' ')).toContain('-G 60 -W 1440 -w /ring/run_%Y%m%d%H%M%S.pcap not port 22')
  })

  // As the tools wrote them: dumpcap 4.0.17, tcpdump 4.99.3 on Linux.
  it.each([
    [
      dumpcap,
      `dumpcap: You do not have permission to capture on device "eth1".\n(socket: Operation not permitted)`,
      /may not capture on eth1\. Give dumpcap the right:\n {2}\S/,
    ],
    [
      tcpdump,
      "tcpdump: eth1: You don't have permission to perform this capture on that device\n(socket: Operation not permitted)",
      /may not capture on eth1\. Give tcpdump the right/,
    ],
    [
      dumpcap,
      'Capturing on \'eth1\'\ndumpcap: There is no device named "eth1".\n(No such device exists)',
      /^There is no interface eth1 here\.$/,
    ],
    [tcpdump, 'tcpdump: eth1: No such device exists\n(No such device exists)', /^There is no interface eth1 here\.$/],
    [
      dumpcap,
      'Capturing on \'eth1\'\nFile: /ring/run_00001.pcapng\nThe network adapter "eth1" is no longer running; the capture has stopped.\nPackets captured: 4',
      /^dumpcap does not listen on eth1: The network adapter "eth1" is no longer running; the capture has stopped\.$/,
    ],
    [dumpcap, '', /it ended without a word$/],
  ])('%# says why it does not listen, and what to do', async (tool, said, why) => {
    expect(await whyNot(tool, plan, said)).toMatch(why)
  })

  it.each([
    [
      "Packets captured: 9\nPackets received/dropped on interface 'eth1': 9/3 (pcap:3/dumpcap:0/flushed:0/ps_ifdrop:0) (75.0%)\n",
      3,
    ],
    ['5 packets captured\n12 packets received by filter\n7 packets dropped by kernel\n', 7],
    ["Capturing on 'eth1'\n", null],
  ])('%# tells what it lost when it ends', (said, dropped) => {
    expect(droppedIn(said)).toBe(dropped)
  })

  it('that ended because its files are full is no trouble', () => {
    expect(isDue('tcpdump: listening on lo\nMaximum file limit reached: 3\n5 packets captured\n')).toBe(true)
    expect(isDue('tcpdump: listening on lo\n')).toBe(false)
  })
})
