import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Refused } from '#platform/errors.ts'

/** The program that reads the interface. It only listens: neither of the two ever sends, or asks a name server. */
export interface CaptureTool {
  readonly name: (typeof tools)[number]
  readonly path: string
  /** `dumpcap 4.0.17`. */
  readonly version: string
}

export interface RingPlan {
  readonly interface: string
  /** Files begin with this path; a number or a time follows. */
  readonly path: string
  /** A new file every so many seconds. */
  readonly seconds: number
  readonly files: number
  readonly fileKilobytes: number
  /** A capture filter in the language of pcap-filter(7). */
  readonly filter?: string | undefined
}

export const tools = ['dumpcap', 'tcpdump'] as const

/** Finds dumpcap, else tcpdump, or the one that is wanted. @throws Refused where it is not, with how to get it */
export async function findTool(wanted?: CaptureTool['name']): Promise<CaptureTool> {
  for (const name of wanted ? [wanted] : tools) {
    const path = whereIs(name)
    if (path === null) continue
    const told = await output(path, ['--version'])
    const version = /\d+(\.\d+)+/.exec(told)?.[0]
    return { name, path, version: version ? `${name} ${version}` : name }
  }
  throw new Refused(
    [
      `${wanted ? `${wanted} is not here` : 'Neither dumpcap nor tcpdump is here'}: something has to read the interface.`,
      'Debian, Ubuntu: sudo apt-get install wireshark-common (dumpcap), or tcpdump. Red Hat: wireshark-cli. macOS: tcpdump comes with it. Windows: install Wireshark with Npcap.',
      'Or let another machine write capture files into a folder, and watch that: rung sensor --watch FOLDER',
    ].join('\n'),
  )
}

function whereIs(name: string): string | null {
  const file = process.platform === 'win32' ? `${name}.exe` : name
  const known =
    process.platform === 'win32' ? ['C:\\Program Files\\Wireshark'] : ['/usr/sbin', '/usr/local/bin', '/sbin']
  const wireshark = '/Applications/Wireshark.app/Contents/MacOS'
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...known, wireshark]
  const found = folders.find((folder) => folder !== '' && existsSync(join(folder, file)))
  return found === undefined ? null : join(found, file)
}

function output(path: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(path, [...args], { windowsHide: true, timeout: 20_000 }, (_, stdout, stderr) => resolve(stdout + stderr))
  })
}

/** The tool's arguments for a ring of files that never holds more than it may. */
export function ringArguments(tool: CaptureTool, plan: RingPlan): string[] {
  const filter = plan.filter ?? ''
  if (tool.name === 'dumpcap') {
    const ring = [`duration:${plan.seconds}`, `filesize:${plan.fileKilobytes}`, `files:${plan.files}`]
    return [
      ...['-i', plan.interface, '-q', '-n', '-w', `${plan.path}.pcapng`],
      ...ring.flatMap((bound) => ['-b', bound]),
      ...(filter === '' ? [] : ['-f', filter]),
    ]
  }
  // With -G, -W ends it after so many files: a day's, which bounds what it can leave behind when nobody reads them.
  const files = Math.ceil(86_400 / plan.seconds)
  const asRoot = process.getuid?.() === 0 ? ['-Z', 'root'] : []
  return [
    ...['-i', plan.interface, '-n', '-s', '0', '-U', ...asRoot],
    ...['-G', String(plan.seconds), '-W', String(files), '-w', `${plan.path}_%Y%m%d%H%M%S.pcap`],
    ...(filter === '' ? [] : [filter]),
  ]
}

/** Why the tool did not begin, in words that say what to do. `said` is what it wrote before it ended. */
export async function whyNot(tool: CaptureTool, plan: RingPlan, said: string): Promise<string> {
  if (/permission|not permitted|EPERM|EACCES|access is denied/i.test(said)) return rightsNeeded(tool, plan.interface)
  if (/no such device|no device named|not found|does ?n.t exist|No such file/i.test(said)) {
    const there = (await output(tool.path, ['-D']))
      .split('\n')
      .map((line) => /^\d+\. ?(\S+)/.exec(line)?.[1])
      .filter((name) => name !== undefined)
    return `There is no interface ${plan.interface} here${there.length > 0 ? `, but: ${there.join(', ')}` : ''}.`
  }
  const words = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(Capturing on|File:|Packets )/.test(line))
  return `${tool.name} does not listen on ${plan.interface}: ${words.slice(0, 3).join(' ') || 'it ended without a word'}`
}

function rightsNeeded(tool: CaptureTool, name: string): string {
  const how =
    process.platform === 'linux'
      ? `sudo setcap cap_net_raw,cap_net_admin=eip ${tool.path}   (or run the sensor as root)`
      : process.platform === 'darwin'
        ? 'sudo chmod g+rw /dev/bpf*   and be in their group (Wireshark installs "ChmodBPF" for that), or run the sensor as root'
        : 'install Npcap without "restrict to administrators", or run the sensor as administrator'
  return `This user may not capture on ${name}. Give ${tool.name} the right:\n  ${how}`
}

/** Whether the tool ended because it was told to, after so many files. */
export const isDue = (said: string) => /^Maximum file limit reached/m.test(said)

/** Packets that the tool says it lost, from what it writes when it ends; null where it does not say. */
export function droppedIn(said: string): number | null {
  const dumpcap = [...said.matchAll(/^Packets received\/dropped on interface .*: (\d+)\/(\d+) /gm)]
  if (dumpcap.length > 0) return dumpcap.reduce((sum, found) => sum + Number(found[2]), 0)
  const tcpdump = [...said.matchAll(/^(\d+) packets? dropped by (?:kernel|interface)/gm)]
  return tcpdump.length > 0 ? tcpdump.reduce((sum, found) => sum + Number(found[1]), 0) : null
}
