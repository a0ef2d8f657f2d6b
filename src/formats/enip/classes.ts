/**
 * Objects by their class, for the names of services that no specification lists: those of the CIP specification (volume 1, §5)
 * that are written to, and those of Logix controllers as far as Rockwell documents them (1756-PM020) or traffic shows them.
 */
const classes: readonly (readonly [cls: number, name: string])[] = [
  [0x37, 'File'],
  [0x39, 'Safety Supervisor'],
  [0x3a, 'Safety Validator'],
  [0x43, 'Time Sync'],
  [0x47, 'Device Level Ring'],
  [0x5d, 'CIP Security'],
  [0x5e, 'EtherNet/IP Security'],
  [0x5f, 'Certificate Management'],
  [0x67, 'PCCC'],
  [0x68, 'Program'],
  [0x6b, 'Symbol'],
  [0x6c, 'Template'],
  [0x8b, 'Wall Clock'],
  [0x8e, 'Controller'],
  [0xa1, 'NonVolatile Storage'],
  [0xa6, 'DH+ Bridge'],
  [0xac, 'Change Detection'],
  [0xf3, 'Connection Configuration'],
  [0xf4, 'Port'],
  [0xf5, 'TCP/IP Interface'],
  [0xf6, 'Ethernet Link'],
]
const byClass = new Map(classes)

export const className = (cls: number): string | undefined => byClass.get(cls)
