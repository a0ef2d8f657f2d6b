import { destination, type Logger, pino, stdTimeFunctions } from 'pino'

export type Log = Logger

/** The log: one JSON object a line, to stderr, because stdout is for data. @param level a pino level, or `silent` */
export function createLog(level: string = process.env.RUNG_LOG ?? 'info'): Log {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.community'],
    },
    destination({ fd: 2, sync: true }),
  )
}
