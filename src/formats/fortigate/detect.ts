/** How much of a file's beginning tells its language. */
const headLength = 200_000

/** A backup or a part of the configuration of a FortiGate. */
export function isFortigateConfiguration(text: string): boolean {
  const head = text.slice(0, headLength)
  if (/^#config-version=FG/m.test(head)) return true
  return (
    /^\s*config (firewall (policy6?|consolidated policy|address6?|addrgrp6?|service custom|vip)|system (interface|global)|vdom)\s*$/m.test(
      head,
    ) && /^\s*(edit |set |end\s*$)/m.test(head)
  )
}
