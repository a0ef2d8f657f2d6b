import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Network namespaces for a test of packets on a wire: what has them may make and take away networks of its own. */

const quiet = { stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'], encoding: 'utf8' as const }
export const ip = (...args: string[]) => execFileSync('ip', args, quiet)

/** '' where everything is there, else what is missing. */
export function missing(): string {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'skipped: needs root and network namespaces'
  if (!['/usr/bin/dumpcap', '/usr/sbin/dumpcap'].some((path) => existsSync(path))) return 'skipped: needs dumpcap'
  const probe = `rung-probe-${process.pid}`
  try {
    ip('netns', 'add', probe)
    ip('netns', 'del', probe)
    return ''
  } catch {
    return 'skipped: needs root and network namespaces'
  }
}

export interface Namespace {
  readonly name: string
  run(file: string, args: readonly string[], env?: NodeJS.ProcessEnv): string
  start(file: string, args: readonly string[], env?: NodeJS.ProcessEnv): ChildProcess
  remove(): void
}

export function namespace(name: string): Namespace {
  ip('netns', 'add', name)
  const within = (file: string, args: readonly string[]) => ['netns', 'exec', name, file, ...args]
  const run: Namespace['run'] = (file, args, env) =>
    execFileSync('ip', within(file, args), { ...quiet, env: { ...process.env, ...env }, maxBuffer: 1 << 26 })
  // Nobody else speaks: what the wire carries is what the test sends.
  run('sysctl', ['-q', '-w', 'net.ipv6.conf.all.disable_ipv6=1', 'net.ipv6.conf.default.disable_ipv6=1'])
  run('ip', ['link', 'set', 'lo', 'up'])
  return {
    name,
    run,
    start: (file, args, env) =>
      spawn('ip', within(file, args), { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } }),
    remove: () => ip('netns', 'del', name),
  }
}

/** A cable: one end in each namespace, with an address. */
export function cable(
  a: Namespace,
  aName: string,
  aAddress: string,
  b: Namespace,
  bName: string,
  bAddress: string,
): void {
  ip('link', 'add', aName, 'netns', a.name, 'type', 'veth', 'peer', 'name', bName, 'netns', b.name)
  for (const [end, name, address] of [
    [a, aName, aAddress],
    [b, bName, bAddress],
  ] as const) {
    end.run('ip', ['address', 'add', address, 'dev', name])
    end.run('ip', ['link', 'set', name, 'up'])
  }
}

/** Packets that went over an interface, both ways, as the kernel counted them. */
export function packetsOver(where: Namespace, name: string): number {
  const count = (which: string) => Number(where.run('cat', [`/sys/class/net/${name}/statistics/${which}`]))
  return count('rx_packets') + count('tx_packets')
}
