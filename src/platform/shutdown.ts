/**
 * Closes what this process holds when it is asked to end (Ctrl-C, or the stop of a service or container), then ends it.
 * A second signal ends it at once.
 * @returns forgets the request again
 */
export function closeOnSignal(close: () => Promise<void>): () => void {
  const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
  let closing = false
  const listeners = Object.entries(signals).map(([signal, exitCode]) => {
    const listener = () => {
      if (closing) process.exit(exitCode)
      closing = true
      close().then(
        () => process.exit(exitCode),
        (error) => {
          console.error(error)
          process.exit(1)
        },
      )
    }
    process.on(signal, listener)
    return { signal, listener }
  })
  return () => {
    for (const { signal, listener } of listeners) process.off(signal, listener)
  }
}
