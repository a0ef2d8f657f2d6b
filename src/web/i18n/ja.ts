import type { MessageId } from './en.ts'
import access from './ja/access.json' with { type: 'json' }
import assets from './ja/assets.json' with { type: 'json' }
import boundary from './ja/boundary.json' with { type: 'json' }
import changes from './ja/changes.json' with { type: 'json' }
import cryptography from './ja/cryptography.json' with { type: 'json' }
import devices from './ja/devices.json' with { type: 'json' }
import evidence from './ja/evidence.json' with { type: 'json' }
import maturity from './ja/maturity.json' with { type: 'json' }
import sensors from './ja/sensors.json' with { type: 'json' }
import shell from './ja/shell.json' with { type: 'json' }
import vulnerabilities from './ja/vulnerabilities.json' with { type: 'json' }

/** The same in Japanese; a missing id is a type error. */
export const ja: Readonly<Record<MessageId, string>> = {
  ...access,
  ...assets,
  ...boundary,
  ...changes,
  ...cryptography,
  ...devices,
  ...evidence,
  ...maturity,
  ...sensors,
  ...shell,
  ...vulnerabilities,
}
