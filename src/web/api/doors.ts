import type * as app from '#contract/app.ts'
import type * as assets from '#contract/assets.ts'
import type * as changes from '#contract/changes.ts'
import type * as evidence from '#contract/evidence.ts'
import type * as imports from '#contract/imports.ts'
import type * as maturity from '#contract/maturity.ts'
import type * as network from '#contract/network.ts'
import type * as people from '#contract/people.ts'
import type * as plants from '#contract/plants.ts'
import type * as reports from '#contract/reports.ts'
import type { Route } from '#contract/route.ts'
import type * as sensors from '#contract/sensors.ts'
import type * as vulnerabilities from '#contract/vulnerabilities.ts'
import type { AnswerOf, BodyOf, Door } from './client.ts'

function door<R>(method: Route['method'], path: string): Door<AnswerOf<R>, BodyOf<R>> {
  return { method, path }
}

/** Every door the screen uses. The schemas themselves stay on the server: the browser takes only their types. */
export const doors = {
  status: door<typeof app.getStatus>('GET', '/status'),
  clearExample: door<typeof app.clearExample>('POST', '/example/clear'),

  people: door<typeof people.listPeople>('GET', '/people'),
  addPerson: door<typeof people.addPerson>('POST', '/people'),
  eraseName: door<typeof people.eraseName>('DELETE', '/people/:key/name'),

  company: door<typeof plants.getCompany>('GET', '/company'),
  putCompany: door<typeof plants.putCompany>('PUT', '/company'),
  plants: door<typeof plants.listPlants>('GET', '/plants'),
  addPlant: door<typeof plants.addPlant>('POST', '/plants'),
  changePlant: door<typeof plants.changePlant>('PATCH', '/plants/:plant'),
  removePlant: door<typeof plants.removePlant>('DELETE', '/plants/:plant'),
  addShutdown: door<typeof plants.addShutdown>('POST', '/plants/:plant/shutdowns'),
  removeShutdown: door<typeof plants.removeShutdown>('DELETE', '/plants/:plant/shutdowns/:id'),

  axis: door<typeof maturity.getAxis>('GET', '/axis'),
  assessment: door<typeof maturity.getAssessment>('GET', '/assessment'),
  changes: door<typeof maturity.getChanges>('GET', '/assessment/changes'),
  history: door<typeof maturity.getHistory>('GET', '/assessment/history'),
  criterion: door<typeof maturity.explainCriterion>('GET', '/criteria/:id'),
  plantPage: door<typeof reports.downloadPlantPage>('GET', '/reports/plants/:plant'),
  nextSteps: door<typeof maturity.getNextSteps>('GET', '/next-steps'),

  recordKinds: door<typeof evidence.listRecordKinds>('GET', '/record-kinds'),
  records: door<typeof evidence.listRecords>('GET', '/records'),
  record: door<typeof evidence.getRecord>('GET', '/records/:id'),
  addRecord: door<typeof evidence.addRecord>('POST', '/records'),
  acceptRecord: door<typeof evidence.acceptRecord>('POST', '/records/:id/accept'),
  withdrawRecord: door<typeof evidence.withdrawRecord>('POST', '/records/:id/withdraw'),
  template: door<typeof evidence.downloadTemplate>('GET', '/record-templates/:language'),
  exportRecords: door<typeof evidence.exportRecords>('GET', '/record-exports/:language'),
  sources: door<typeof evidence.listSources>('GET', '/sources'),
  documents: door<typeof evidence.listDocuments>('GET', '/documents'),
  addDocument: door<typeof evidence.addDocument>('POST', '/documents'),
  document: door<typeof evidence.downloadDocument>('GET', '/documents/:sha256'),

  imports: door<typeof imports.listImports>('GET', '/imports'),
  startImport: door<typeof imports.startImport>('POST', '/imports'),
  import: door<typeof imports.getImport>('GET', '/imports/:id'),
  importRow: door<typeof imports.getImportRow>('GET', '/imports/:id/row'),
  importProblems: door<typeof imports.listImportProblems>('GET', '/imports/:id/problems'),
  changeImport: door<typeof imports.changeImport>('PATCH', '/imports/:id'),
  commitImport: door<typeof imports.commitImport>('POST', '/imports/:id/commit'),
  undoImport: door<typeof imports.undoImport>('POST', '/imports/:id/undo'),
  cancelImport: door<typeof imports.cancelImport>('POST', '/imports/:id/cancel'),

  assets: door<typeof assets.listAssets>('GET', '/assets'),
  asset: door<typeof assets.getAsset>('GET', '/assets/:plant/:tag'),
  exportAssets: door<typeof assets.exportAssets>('GET', '/assets/export'),
  reconciliation: door<typeof assets.getReconciliation>('GET', '/reconciliation'),
  vulnerabilities: door<typeof vulnerabilities.listVulnerabilities>('GET', '/vulnerabilities'),
  exportVulnerabilities: door<typeof vulnerabilities.exportVulnerabilities>('GET', '/vulnerabilities/export'),
  vulnerabilityTimes: door<typeof vulnerabilities.getVulnerabilityTimes>('GET', '/vulnerability-times'),
  advisories: door<typeof vulnerabilities.listAdvisories>('GET', '/advisories'),
  advisory: door<typeof vulnerabilities.getAdvisory>('GET', '/advisories/:key'),
  assetVulnerabilities: door<typeof vulnerabilities.getAssetVulnerabilities>(
    'GET',
    '/assets/:plant/:tag/vulnerabilities',
  ),
  decideVulnerability: door<typeof vulnerabilities.decideVulnerability>('POST', '/vulnerability-decisions'),
  undoVulnerabilityDecision: door<typeof vulnerabilities.undoVulnerabilityDecision>(
    'POST',
    '/vulnerability-decisions/:id/undo',
  ),

  boundary: door<typeof network.getBoundary>('GET', '/plants/:plant/boundary'),
  judgedList: door<typeof network.listJudged>('GET', '/plants/:plant/boundary/conversations'),
  judged: door<typeof network.getJudged>('GET', '/plants/:plant/boundary/conversations/:capture/:n'),
  plantChanges: door<typeof changes.listChanges>('GET', '/changes'),
  changeSummary: door<typeof changes.getChangeSummary>('GET', '/change-summary'),
  change: door<typeof changes.getChange>('GET', '/changes/:id'),
  decideChange: door<typeof changes.decideChange>('POST', '/changes/:id/decisions'),
  undoChangeDecision: door<typeof changes.undoChangeDecision>('POST', '/change-decisions/:id/undo'),
  ruleLearning: door<typeof changes.ruleLearning>('POST', '/plants/:plant/learning'),
  undoLearning: door<typeof changes.undoLearning>('POST', '/learning-decisions/:id/undo'),
  proposals: door<typeof network.getProposals>('GET', '/plants/:plant/boundary/proposals'),
  unsaid: door<typeof network.listUnsaid>('GET', '/plants/:plant/boundary/policy/unsaid'),
  rulesets: door<typeof network.listRulesets>('GET', '/rulesets'),
  ruleset: door<typeof network.getRuleset>('GET', '/rulesets/:id'),
  rulesetLines: door<typeof network.listRulesetLines>('GET', '/rulesets/:id/lines'),
  placeInterfaces: door<typeof network.placeInterfaces>('PUT', '/rulesets/:id/interfaces'),
  captures: door<typeof network.listCaptures>('GET', '/captures'),
  capture: door<typeof network.getCapture>('GET', '/captures/:id'),
  correctClock: door<typeof network.correctClock>('POST', '/captures/:id/clock'),
  packet: door<typeof network.getPacket>('GET', '/captures/:id/packets/:number'),
  sensors: door<typeof sensors.listSensors>('GET', '/sensors'),
  addSensor: door<typeof sensors.addSensor>('POST', '/sensors'),
  revokeSensor: door<typeof sensors.revokeSensor>('POST', '/sensors/:id/revoke'),
  undoSensorDay: door<typeof sensors.undoSensorDay>('POST', '/captures/:id/undo'),

  devices: door<typeof network.listDevices>('GET', '/devices'),
  exportDevices: door<typeof network.exportDevices>('GET', '/devices/export'),
  deviceChoices: door<typeof network.getDeviceChoices>('GET', '/device-choices'),
  device: door<typeof network.getDevice>('GET', '/devices/:plant/:id'),
  mergeDevices: door<typeof network.mergeDevices>('POST', '/devices/:plant/merges'),
  splitDevice: door<typeof network.splitDevice>('POST', '/devices/:plant/splits'),
  undoDeviceDecision: door<typeof network.undoDeviceDecision>('POST', '/device-decisions/:id/undo'),
  unplacedNetworks: door<typeof network.listUnplacedNetworks>('GET', '/unplaced-networks'),
  conversations: door<typeof network.listConversations>('GET', '/conversations'),
  relations: door<typeof network.listRelations>('GET', '/relations'),
  relationSummary: door<typeof network.getRelationSummary>('GET', '/relation-summary'),

  cryptography: door<typeof network.getCryptography>('GET', '/cryptography'),
  cryptoSystems: door<typeof network.listCryptoSystems>('GET', '/cryptography/systems'),
  exportCbom: door<typeof network.exportCbom>('GET', '/cryptography/cbom'),

  access: door<typeof network.getAccessSummary>('GET', '/access'),
  accessSessions: door<typeof network.listAccess>('GET', '/access/sessions'),
  accounts: door<typeof network.listAccounts>('GET', '/access/accounts'),
  decideAccount: door<typeof network.decideAccount>('POST', '/access/accounts/:plant/decisions'),
  undoAccountDecision: door<typeof network.undoAccountDecision>('POST', '/access/account-decisions/:id/undo'),
  accessLogs: door<typeof network.listAccessLogs>('GET', '/access/logs'),
  correctAccessLog: door<typeof network.correctAccessLog>('POST', '/access/logs/:id/correction'),
}
