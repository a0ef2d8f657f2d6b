import type { Operation, WireFunction } from '../protocol.ts'

type Row = readonly [service: number, name: string, operation: Operation]
const fn = (code: string, name: string, operation: Operation): WireFunction => Object.freeze({ code, name, operation })

/**
 * Confirmed services by the tag of the request (ISO 9506-2:2003, 7.2 and annexes). Whatever loads, starts, stops or deletes
 * programs, or puts, renames or deletes files, is `program`; fetching a file (a disturbance record, as a rule) is a read.
 */
const rows: readonly Row[] = [
  [0, 'Status', 'read'],
  [1, 'GetNameList', 'read'],
  [2, 'Identify', 'identify'],
  [3, 'Rename', 'write'],
  [4, 'Read', 'read'],
  [5, 'Write', 'write'],
  [6, 'GetVariableAccessAttributes', 'read'],
  [7, 'DefineNamedVariable', 'write'],
  [8, 'DefineScatteredAccess', 'write'],
  [9, 'GetScatteredAccessAttributes', 'read'],
  [10, 'DeleteVariableAccess', 'write'],
  [11, 'DefineNamedVariableList', 'write'],
  [12, 'GetNamedVariableListAttributes', 'read'],
  [13, 'DeleteNamedVariableList', 'write'],
  [14, 'DefineNamedType', 'write'],
  [15, 'GetNamedTypeAttributes', 'read'],
  [16, 'DeleteNamedType', 'write'],
  [17, 'Input', 'read'],
  [18, 'Output', 'write'],
  [19, 'TakeControl', 'write'],
  [20, 'RelinquishControl', 'write'],
  [21, 'DefineSemaphore', 'write'],
  [22, 'DeleteSemaphore', 'write'],
  [23, 'ReportSemaphoreStatus', 'read'],
  [24, 'ReportPoolSemaphoreStatus', 'read'],
  [25, 'ReportSemaphoreEntryStatus', 'read'],
  [26, 'InitiateDownloadSequence', 'program'],
  [27, 'DownloadSegment', 'program'],
  [28, 'TerminateDownloadSequence', 'program'],
  [29, 'InitiateUploadSequence', 'program'],
  [30, 'UploadSegment', 'program'],
  [31, 'TerminateUploadSequence', 'program'],
  [32, 'RequestDomainDownload', 'program'],
  [33, 'RequestDomainUpload', 'program'],
  [34, 'LoadDomainContent', 'program'],
  [35, 'StoreDomainContent', 'program'],
  [36, 'DeleteDomain', 'program'],
  [37, 'GetDomainAttributes', 'read'],
  [38, 'CreateProgramInvocation', 'program'],
  [39, 'DeleteProgramInvocation', 'program'],
  [40, 'Start', 'program'],
  [41, 'Stop', 'program'],
  [42, 'Resume', 'program'],
  [43, 'Reset', 'program'],
  [44, 'Kill', 'program'],
  [45, 'GetProgramInvocationAttributes', 'read'],
  [46, 'ObtainFile', 'program'],
  [47, 'DefineEventCondition', 'write'],
  [48, 'DeleteEventCondition', 'write'],
  [49, 'GetEventConditionAttributes', 'read'],
  [50, 'ReportEventConditionStatus', 'read'],
  [51, 'AlterEventConditionMonitoring', 'write'],
  [52, 'TriggerEvent', 'write'],
  [53, 'DefineEventAction', 'write'],
  [54, 'DeleteEventAction', 'write'],
  [55, 'GetEventActionAttributes', 'read'],
  [56, 'ReportEventActionStatus', 'read'],
  [57, 'DefineEventEnrollment', 'write'],
  [58, 'DeleteEventEnrollment', 'write'],
  [59, 'AlterEventEnrollment', 'write'],
  [60, 'ReportEventEnrollmentStatus', 'read'],
  [61, 'GetEventEnrollmentAttributes', 'read'],
  [62, 'AcknowledgeEventNotification', 'write'],
  [63, 'GetAlarmSummary', 'read'],
  [64, 'GetAlarmEnrollmentSummary', 'read'],
  [65, 'ReadJournal', 'read'],
  [66, 'WriteJournal', 'write'],
  [67, 'InitializeJournal', 'write'],
  [68, 'ReportJournalStatus', 'read'],
  [69, 'CreateJournal', 'write'],
  [70, 'DeleteJournal', 'write'],
  [71, 'GetCapabilityList', 'identify'],
  [72, 'FileOpen', 'read'],
  [73, 'FileRead', 'read'],
  [74, 'FileClose', 'other'],
  [75, 'FileRename', 'program'],
  [76, 'FileDelete', 'program'],
  [77, 'FileDirectory', 'read'],
  [78, 'AdditionalService', 'other'],
]
const byService = new Map(rows.map(([service, name, operation]) => [service, fn(String(service), name, operation)]))
const strange = new Map<number, WireFunction>()

export const isService = (service: number): boolean => byService.has(service)

export function serviceOf(service: number): WireFunction {
  const known = byService.get(service) ?? strange.get(service)
  if (known !== undefined) return known
  const made = fn(String(service), `Service ${service}`, 'other')
  if (strange.size < 256) strange.set(service, made)
  return made
}

export const readService = 4
export const writeService = 5
export const nameListService = 1
export const identifyService = 2

/** What a write to a functional constraint of IEC 61850-7-2 (2010, table B.3) does, as IEC 61850-8-1 names it on the wire. */
const constraints = new Map<string, string>([
  ['CO', 'Write control'],
  ['SP', 'Write set point'],
  ['SG', 'Write setting'],
  ['SE', 'Write edited setting'],
  ['CF', 'Write configuration'],
  ['DC', 'Write description'],
  ['SV', 'Write substitution'],
  ['BL', 'Write blocking'],
  ['BR', 'Write report control'],
  ['RP', 'Write report control'],
  ['LG', 'Write log control'],
  ['GO', 'Write GOOSE control'],
  ['GS', 'Write GSSE control'],
  ['MS', 'Write sampled value control'],
  ['US', 'Write sampled value control'],
])
/** Members of a control object (IEC 61850-8-1:2011, 20): what is written to them moves the plant. */
const controls = new Map<string, string>([
  ['Oper', 'Operate'],
  ['SBOw', 'Select with value'],
  ['Cancel', 'Cancel'],
])
const writes = new Map<string, WireFunction>()
for (const [constraint, name] of constraints) writes.set(constraint, fn(`5/${constraint}`, name, 'write'))
for (const [member, name] of controls) writes.set(`CO$${member}`, fn(`5/CO/${member}`, name, 'write'))

/** Reading SBO selects the object: it is the first half of a command. */
export const selects: WireFunction = fn('4/CO/SBO', 'Select', 'write')

/** The write to one variable of IEC 61850: `CSWI1$CO$Pos$Oper`; the plain service where it names no functional constraint. */
export function writeTo(item: string): WireFunction {
  const [, constraint = '', ...members] = item.split('$', 16)
  const control = constraint === 'CO' ? members.find((member) => controls.has(member)) : undefined
  return writes.get(control === undefined ? constraint : `CO$${control}`) ?? serviceOf(writeService)
}

export const isCommand = ({ code }: WireFunction): boolean => code.startsWith('5/CO')

/** Unconfirmed services (ISO 9506-2:2003, 7.4). */
const events = new Map<number, WireFunction>([
  [0, fn('unconfirmed 0', 'InformationReport', 'read')],
  [1, fn('unconfirmed 1', 'UnsolicitedStatus', 'read')],
  [2, fn('unconfirmed 2', 'EventNotification', 'read')],
])
const someEvent = fn('unconfirmed', 'Unconfirmed Service', 'other')
export const eventOf = (service: number): WireFunction => events.get(service) ?? someEvent

export const initiate = fn('initiate', 'Initiate', 'other')
export const conclude = fn('conclude', 'Conclude', 'other')
export const cancel = fn('cancel', 'Cancel', 'other')
export const reject = fn('reject', 'Reject', 'other')
/** A refusal whose request was not seen names no service. */
export const refusal = fn('error', 'Confirmed Error', 'other')
