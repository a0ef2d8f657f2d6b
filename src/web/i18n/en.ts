import access from './en/access.json' with { type: 'json' }
import assets from './en/assets.json' with { type: 'json' }
import boundary from './en/boundary.json' with { type: 'json' }
import changes from './en/changes.json' with { type: 'json' }
import cryptography from './en/cryptography.json' with { type: 'json' }
import devices from './en/devices.json' with { type: 'json' }
import evidence from './en/evidence.json' with { type: 'json' }
import maturity from './en/maturity.json' with { type: 'json' }
import sensors from './en/sensors.json' with { type: 'json' }
import shell from './en/shell.json' with { type: 'json' }
import vulnerabilities from './en/vulnerabilities.json' with { type: 'json' }

/** Every text of the screen in English, by explicit id (ICU message format). The ids are the catalogue's type. */
export const en = {
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

export type MessageId = keyof typeof en
