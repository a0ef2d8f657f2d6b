import { controllerProtocols } from './controller-protocols.ts'
import { linkProtocols } from './link-protocols.ts'
import { officeProtocols } from './office-protocols.ts'
import { powerProtocols } from './power-protocols.ts'
import { processProtocols } from './process-protocols.ts'
import type { Protocol } from './protocol.ts'

/** Every protocol that is read. On a port that nobody claims they are asked in this order: the strictest signs first. */
export const protocols: readonly Protocol[] = [
  ...controllerProtocols,
  ...powerProtocols,
  ...linkProtocols,
  ...officeProtocols,
  ...processProtocols,
]
