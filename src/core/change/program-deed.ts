/** What a function that programs does to a controller. `configure`: anything else that may leave it different. */
export const programDeeds = ['download', 'delete', 'firmware', 'configure', 'stop', 'start', 'mode'] as const
export type ProgramDeed = (typeof programDeeds)[number]

/** Of these the program is another one afterwards; of the others the controller runs, stops or forces. */
const changesProgram: ReadonlySet<ProgramDeed> = new Set(['download', 'delete', 'firmware', 'configure'])

export function isProgramChange(deeds: readonly ProgramDeed[]): boolean {
  return deeds.some((deed) => changesProgram.has(deed))
}

/** In their order: the first that fits names it. Words as protocols name their functions, whatever the protocol. */
const rules: readonly (readonly [ProgramDeed | null, RegExp])[] = [
  ['firmware', /firmware/],
  ['stop', /\bpi service p_program\b.*stop/],
  ['start', /p_program|activate device/],
  ['download', /_inse|_insm|activate block|_modu/],
  ['delete', /_dele|_gare|delete block|compress/],
  // Reading a program out, logging on, reserving, looking on: nothing is another afterwards.
  [null, /^(plc )?password$/],
  [null, /upload|\bobtain|get (edit|var|ts2|conversion)|getvar/],
  [
    null,
    /\b(read(?!\/write)|compare|search|open|close|log ?on|log ?off|logon|monitor|backup|keep ?alive|reservation|privilege)\b/,
  ],
  [null, /\b(access right|security|programmer commands|edit resource|file lock|file open|validate)\b/],
  [null, /\b(propose|breakpoint|get|identify|session|echo|wink|blink)\b/],
  [
    'delete',
    /\b(delete|deletenodes|deletereferences|deleteobject|deleteprograminvocation|deletedomain|remove|erase|format|clear|deallocate|filedelete)\b/,
  ],
  [
    'mode',
    /\b(change mode|mode change|set cpu mode|cpu mode|run\/stop|write control|force|forces|outputs|disable ovd|enable ovd|all ovds)\b/,
  ],
  ['mode', /\b(reset|restart|reboot|reinitializedevice|initialize|initialise|swap|memory reset|safety reset)\b/],
  ['stop', /\b(stop|halt|pause|shutdown|kill|hold|suspend)\b/],
  [
    'download',
    /\b(download|downloadsegment|initiatedownloadsequence|terminatedownloadsequence|requestdomaindownload)\b/,
  ],
  [
    'download',
    /\b(write|load|restore|transfer|store|change block|loaddomaincontent|program file|atomicwritefile|file)\b/,
  ],
  ['start', /\b(start|run|resume|continue|enable plc scanning|activate)\b/],
]

/**
 * What a function of the operation class `program` does, by its name in the protocol; null where it leaves the controller
 * as it was. A name that says nothing is `configure`: it is shown rather than passed over.
 */
export function programDeed(name: string): ProgramDeed | null {
  const text = name.toLowerCase()
  for (const [deed, words] of rules) if (words.test(text)) return deed
  return 'configure'
}
