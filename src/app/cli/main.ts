import { writeFile } from 'node:fs/promises'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { isDay } from '#core/calendar/day.ts'
import { BadInput, Broken, NotFound, Refused } from '#platform/errors.ts'
import type { AssessOptions } from './assess.ts'
import { version } from './data-folder.ts'
import type { Door, DoorOptions } from './door.ts'
import type { ImportOptions } from './import.ts'
import { print, printJson, say, table } from './out.ts'

// Commands are loaded when they are run: reading a capture need not wait for a database.
// Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the level asked for is not reached.
let exitCode = 0

const program = new Command('rung')
  .description(
    'Which of five levels each plant and the enterprise stand on, proven from the evidence a plant already has.',
  )
  .version(version)
  .exitOverride()
  .showHelpAfterError('("rung --help" lists the commands)')
  .configureOutput({ writeErr: (text) => process.stderr.write(text) })

interface Common extends DoorOptions {
  readonly json?: boolean
  readonly lang: 'en' | 'ja'
}

/** The options that every command with data takes. */
function withData(command: Command): Command {
  return command
    .option('--data <dir>', 'data folder (default: RUNG_DATA)')
    .option('--database-url <url>', 'PostgreSQL server (default: DATABASE_URL; else the embedded database)')
    .option('--as-person <key>', 'who acts (identity not verified)')
    .option('--no-input', 'never ask; everything is said by options')
    .option('--json', 'print JSON')
    .addOption(new Option('--lang <language>', 'language of texts').choices(['en', 'ja']).default(defaultLanguage()))
}

function defaultLanguage(): 'en' | 'ja' {
  return /^ja\b|^ja_/.test(process.env.LC_ALL ?? process.env.LC_MESSAGES ?? process.env.LANG ?? '') ? 'ja' : 'en'
}

const sensorHelp = `
It only listens: dumpcap or tcpdump read the interface and never send on it, and no name is looked up.
Connect it to a SPAN (mirror) port or a TAP; give that interface no address. Rights on Linux, without root:
  sudo setcap cap_net_raw,cap_net_admin=eip $(command -v dumpcap)
Summaries go to the server, packets stay here. While the link is down they wait on disk; nothing is lost or counted twice.
What was told once is remembered: 'rung sensor' alone starts again.
Exit 0 stopped (SIGTERM finishes the slice), 1 failed, 2 wrong usage.`

/** Opens the door, runs, closes it whatever happens. */
function through<Options extends Common & { asPerson?: string }>(
  run: (door: Door, options: Options) => Promise<number>,
) {
  return async (options: Options) => {
    const { openDoor } = await import('./door.ts')
    const door = await openDoor({ data: options.data, databaseUrl: options.databaseUrl, as: options.asPerson })
    try {
      exitCode = await run(door, options)
    } finally {
      await door.close()
    }
  }
}

function day(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError('a day is wanted, as 2026-11-22')
  return text
}

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('a whole number is wanted')
  return Number(text)
}

function level(text: string): number {
  const number = whole(text)
  if (number < 1 || number > 5) throw new InvalidArgumentError('a level from 1 to 5 is wanted')
  return number
}

withData(program.command('demo').description('build the example enterprise, print its ladder, serve the web app'))
  .option('--no-serve', 'stop after printing')
  .option(
    '--files <dir>',
    "only write the example's registries, captures and record sheets there, to try dropping them",
  )
  .option('--port <n>', 'port of the web app', whole, 4680)
  .action(async (options) => {
    const { demo } = await import('./demo.ts')
    exitCode = await demo(options)
  })

withData(program.command('serve').description('serve the web app and the API'))
  .option('--port <n>', 'port', whole, 4680)
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--allow-remote', 'listen on an address that others reach, although there is no sign-in yet')
  .option('--sensors-on <address:port>', 'let sensors in from there: with their keys, and for nothing else')
  .action(async (options) => {
    const { serveCommand } = await import('./serve-command.ts')
    exitCode = await serveCommand(options)
  })

const plants = program.command('plant').description('plants')
withData(plants.command('add <key>').description('add a plant'))
  .requiredOption('--name <name>', 'its name')
  .addOption(new Option('--criticality <word>', 'what makes a plant major').choices(['major', 'standard', 'minor']))
  .option('--country <cc>', 'ISO 3166-1 alpha-2')
  .option('--time-zone <zone>', 'IANA name')
  .option('--onboarded-on <day>', 'a new plant does not gate the enterprise for a year from this day', day)
  .action((key: string, options) =>
    through<Common & Record<string, string>>(
      async (door, { name, criticality, country, timeZone, onboardedOn, json }) => {
        const { addPlant } = await import('#contract/plants.ts')
        const plant = await door.call(addPlant, { body: { key, name, criticality, country, timeZone, onboardedOn } })
        if (json) printJson(plant)
        else print(`${plant.key}: ${plant.name}, ${plant.criticality}`)
        return 0
      },
    )(options),
  )
withData(plants.command('list').description('list the plants')).action(
  through<Common>(async (door, { json }) => {
    const { listPlants } = await import('#contract/plants.ts')
    const { items } = await door.call(listPlants)
    if (json) printJson(items)
    else if (items.length === 0) say('No plants yet: rung plant add KEY --name NAME')
    else
      print(
        table(
          ['key', 'name', 'criticality', 'country'],
          items.map((one) => [one.key, one.name, one.criticality, one.country ?? '']),
        ),
      )
    return 0
  }),
)

withData(
  program
    .command('import <files...>')
    .description(
      'import registries and inventories, record sheets, captures, logs and scans; a folder of logs is one import, of captures one each; - is what is piped in',
    ),
)
  .option('--plant <key>', 'the plant they belong to, where the file does not say')
  .option(
    '--as <kind>',
    'registry, netbox, glpi, cyclonedx, aas, records, policy, netbox-ot, capture, zeek, eve, nmap, firewall, access-sessions, csaf or kev; found from the bytes where not given',
  )
  .option('--effective-on <day>', 'date for rows that carry none', day)
  .option('--dry-run', 'report what would be done, and do nothing')
  .action((files: string[], options) =>
    through<Common & ImportOptions>(async (door, given) => {
      const { importFiles } = await import('./import.ts')
      return importFiles(door, files, { ...given, language: given.lang })
    })(options),
  )

function judging(command: Command): Command {
  return withData(command)
    .option('--plant <key>', 'one plant')
    .option('--as-of <day>', 'the day to judge (default: today)', day)
    .option('--known-at <instant>', 'only what was recorded by then (ISO 8601)')
    .addOption(
      new Option('--assume <word>', 'feeds: what is alive goes on; none: nothing more arrives').choices([
        'feeds',
        'none',
      ]),
    )
}

judging(program.command('assess').description('which level each plant and the enterprise stand on'))
  .option('--min-level <n>', 'exit 3 where this level is not reached', level)
  .action(
    through<Common & AssessOptions>(async (door, given) => {
      const { assess } = await import('./assess.ts')
      return assess(door, { ...given, language: given.lang })
    }),
  )

judging(program.command('explain <criterion>').description('one verdict, with the rows and packets behind it')).action(
  (criterion: string, options) =>
    through<Common & AssessOptions>(async (door, given) => {
      const { explain } = await import('./assess.ts')
      return explain(door, criterion, { ...given, language: given.lang })
    })(options),
)

withData(program.command('report <plant>').description("a plant's page as one self-contained HTML file"))
  .option('--as-of <day>', 'the day to judge (default: today)', day)
  .option('--out <file>', 'write into a file instead of stdout')
  .action((plant: string, options) =>
    through<Common & { asOf?: string; out?: string }>(async (door, { asOf, out, lang }) => {
      const { downloadPlantPage } = await import('#contract/reports.ts')
      const page = String(await door.call(downloadPlantPage, { params: { plant }, query: { asOf, language: lang } }))
      if (out === undefined) print(page)
      else await writeFile(out, page)
      return 0
    })(options),
  )

program
  .command('capture')
  .description('packet captures')
  .command('inspect <files...>')
  .description('who talks to whom in a capture; needs no database')
  .option('--json', 'print JSON')
  .option('--no-input', 'never ask')
  .action(async (files: string[], options: { json?: boolean }) => {
    const { inspectCaptures } = await import('./capture.ts')
    exitCode = await inspectCaptures(files, options)
  })

program
  .command('sensor')
  .description('listen on the wire of a plant, and send what is seen to the server (docs/sensor.md)')
  .option('--server <url>', 'the server, as the app shows it where a sensor is added')
  .option('--key <key>', 'the key that the app has shown (default: RUNG_SENSOR_KEY; remembered)')
  .option('--interface <name>', 'the network interface on which a SPAN port or a TAP arrives')
  .option('--watch <dir>', 'a folder into which others write captures, instead of an interface')
  .option('--filter <expression>', 'a capture filter (pcap-filter), as "not port 22"')
  .addOption(
    new Option('--tool <name>', 'what reads the interface (default: whichever is here)').choices([
      'dumpcap',
      'tcpdump',
    ]),
  )
  .option('--state <dir>', 'where it keeps spool, ring and settings (default: RUNG_SENSOR, else ~/.rung/sensor)')
  .option('--slice <seconds>', 'how much one slice covers (default: 60)', whole)
  .option('--settle <seconds>', 'with --watch: the newest file counts as closed after so long (default: 300)', whole)
  .option('--spool-megabytes <n>', 'at most so much waits while the link is down (default: 256)', whole)
  .option('--ring-megabytes <n>', 'at most so many packets wait to be read (default: 1024)', whole)
  .option('--witness-megabytes <n>', 'at most so many packets are kept as proof (default: 256)', whole)
  .option('--once', 'take and send what is there, then end; exit 1 where not all was sent')
  .option('--json', 'print its health as one line of JSON about once a minute')
  .addHelpText('after', sensorHelp)
  .action(async (options) => {
    const { sensor } = await import('./sensor.ts')
    exitCode = await sensor(options)
  })

const backup = program.command('backup').description('backups of database and files')
withData(backup.command('create <file>').description('write everything into one file')).action(
  async (file: string, options) => {
    const { backupCreate } = await import('./backup.ts')
    exitCode = await backupCreate(file, options)
  },
)
withData(backup.command('restore <file>').description('restore into an empty database')).action(
  async (file: string, options) => {
    const { backupRestore } = await import('./backup.ts')
    exitCode = await backupRestore(file, options)
  },
)
withData(backup.command('verify <file>').description('check every hash and count of a backup')).action(
  async (file: string, options) => {
    const { backupVerify } = await import('./backup.ts')
    exitCode = await backupVerify(file, options)
  },
)

withData(program.command('doctor').description('check the installation and the data folder')).action(
  async (options) => {
    const { doctor } = await import('./doctor.ts')
    exitCode = await doctor(options)
  },
)

/** What went wrong, in words for a person; a bug keeps its trace. */
function tell(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof BadInput) {
    say(`rung: ${error.message}`)
    for (const problem of error.problems.slice(0, 20)) say(`  ${problem.path}: ${problem.reason}`)
    return 1
  }
  if (error instanceof Refused || error instanceof NotFound) {
    say(`rung: ${error.message}`)
    return 1
  }
  if (error instanceof Broken)
    say(`rung: ${error.message}${error.cause instanceof Error ? `: ${error.cause.message}` : ''}`)
  else say(`rung: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  return 1
}

// A reader that goes away (`rung assess | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCode)
  throw error
})

try {
  await program.parseAsync()
} catch (error) {
  exitCode = tell(error)
}
process.exitCode = exitCode
