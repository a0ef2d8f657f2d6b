import type { z } from 'zod'
import { type Assessment, explainCriterion, getAssessment, getAxis } from '#contract/maturity.ts'
import { listPlants } from '#contract/plants.ts'
import type { Door } from './door.ts'
import { pad, print, printJson, styled, table } from './out.ts'

export interface AssessOptions {
  readonly plant?: string | undefined
  readonly asOf?: string | undefined
  readonly knownAt?: string | undefined
  readonly assume?: string | undefined
  readonly minLevel?: number | undefined
  readonly json?: boolean | undefined
  readonly language: 'en' | 'ja'
}

/** Prints the ladder. Exit 3 where the level asked for is not reached. */
export async function assess(door: Door, options: AssessOptions): Promise<number> {
  const { plant, asOf, knownAt, assume, minLevel } = options
  const found = await door.call(getAssessment, { query: { plant, asOf, knownAt, assume } })
  const assessment = plant ? { ...found, plants: found.plants.filter((one) => one.plant === plant) } : found
  if (options.json) printJson(assessment)
  else print(await ladderText(door, assessment, options))
  const level = plant ? assessment.plants[0]?.level : assessment.enterprise.level
  return minLevel !== undefined && (level ?? 1) < minLevel ? 3 : 0
}

/** The ladder as a terminal shows it: a row a plant, a column an aspect, then what is asked next. */
export async function ladderText(
  door: Door,
  assessment: Assessment,
  { language }: Pick<AssessOptions, 'language'>,
): Promise<string> {
  const ja = language === 'ja'
  const axis = await door.call(getAxis, { query: { language } })
  const names = new Map(
    (await door.call(listPlants, { query: { asOf: assessment.asOf } })).items.map((one) => [one.key, one]),
  )
  const aspects = axis.aspects
  const row = (name: string, key: string, standing: Assessment['enterprise'] | Assessment['plants'][number]) => {
    const { next } = standing
    const missing =
      next.level === null
        ? ''
        : ja
          ? `L${next.level}: ${next.met}/${next.of} 達成、不明 ${next.unknown}`
          : `L${next.level}: ${next.met} of ${next.of} met, ${next.unknown} unknown`
    const lapse = standing.lapsesNext
      ? ja
        ? `${standing.lapsesNext.criterion} は ${standing.lapsesNext.on} に失効`
        : `${standing.lapsesNext.criterion} lapses on ${standing.lapsesNext.on}`
      : ''
    return [
      name,
      key,
      styled('bold', String(standing.level)),
      ...aspects.map((aspect) => String(standing.aspects[aspect] ?? '–')),
      missing,
      lapse,
    ]
  }
  const rows = [
    ...assessment.plants.map((one) =>
      row(
        `${names.get(one.plant)?.name ?? one.plant}${names.get(one.plant)?.criticality === 'major' ? ' *' : ''}`,
        one.plant,
        one,
      ),
    ),
    row(ja ? '全社' : 'Enterprise', '', assessment.enterprise),
  ]
  const head = ja
    ? ['工場', 'キー', 'レベル', ...aspects, '次のレベル', '次に失効するもの']
    : ['Plant', 'key', 'Level', ...aspects, 'next level', 'lapses next']
  const legend = aspects.map((aspect) => `${aspect} ${axis.texts[`aspect.${aspect}`] ?? ''}`).join(' · ')
  const notes = [
    ja ? `* 主要工場。${legend}` : `* major plant. ${legend}`,
    ...(assessment.enterprise.noPlantAtLevel
      ? [
          ja
            ? `全社はレベル ${assessment.enterprise.level} だが、単独でそこに達した工場はない`
            : `The enterprise stands at ${assessment.enterprise.level}; no single plant does.`,
        ]
      : []),
    ...contradictions(assessment, ja),
  ]
  return [
    styled('bold', ja ? `${assessment.asOf} 時点のはしご` : `The ladder as of ${assessment.asOf}`),
    '',
    table(head, rows),
    '',
    ...notes,
  ].join('\n')
}

function contradictions(assessment: Assessment, ja: boolean): string[] {
  return assessment.plants.flatMap((plant) =>
    plant.verdicts
      .filter((one) => one.contradicted && one.aspect === null)
      .map((one) =>
        ja
          ? `${plant.plant}：${one.criterion} の表明はデータと矛盾している（rung explain ${one.criterion} --plant ${plant.plant}）`
          : `${plant.plant}: the attestation for ${one.criterion} is contradicted by data (rung explain ${one.criterion} --plant ${plant.plant})`,
      ),
  )
}

/** Prints one verdict with its rule, its attestations and the records behind it. */
export async function explain(door: Door, criterion: string, options: AssessOptions): Promise<number> {
  const { plant, asOf, knownAt, assume, language } = options
  const found = await door.call(explainCriterion, {
    params: { id: criterion },
    query: { plant, asOf, knownAt, assume, limit: '200' },
  })
  if (options.json) {
    // One verdict, as `rung assess --json` prints it, with its rule and everything behind it beside it.
    const { criterion: rule, verdict, ...behind } = found
    printJson({ ...verdict, ...behind, rule })
    return 0
  }
  const axis = await door.call(getAxis, { query: { language } })
  print(explanationText(found, axis.texts, language === 'ja'))
  return 0
}

type Explanation = z.output<typeof explainCriterion.response>

function explanationText(found: Explanation, texts: Record<string, string>, ja: boolean): string {
  const { verdict } = found
  // A record may prove several indicators; on a terminal it is read once.
  const proof = found.proof.filter((one, i) => found.proof.findIndex((other) => other.ref === one.ref) === i)
  const words: Record<string, [string, string]> = {
    met: ['met', '達成'],
    partly: ['partly met', '一部達成'],
    notMet: ['not met', '未達成'],
    unknown: ['unknown', '不明'],
    notApplicable: ['not applicable', '適用外'],
  }
  const where = found.plant === '*' ? (ja ? '全社' : 'enterprise') : found.plant
  const said = (outcome: string) => words[outcome]?.[ja ? 1 : 0] ?? outcome
  const facts = [
    verdict.strength,
    verdict.inGrace ? (ja ? '猶予期間中' : 'in grace') : '',
    verdict.validUntil ? (ja ? `${verdict.validUntil} まで` : `until ${verdict.validUntil}`) : '',
    verdict.elsewhere ? (ja ? '全社の判定による' : 'by the enterprise’s verdict') : '',
    verdict.contradicted ? (ja ? '表明はデータと矛盾' : 'an attestation is contradicted') : '',
    verdict.blockedBy.length > 0 ? `${ja ? '妨げている工場：' : 'blocked by '}${verdict.blockedBy.join(', ')}` : '',
  ].filter((fact) => fact)
  return [
    `${styled('bold', `${found.criterion.id} ${texts[`criterion.${found.criterion.id}`] ?? ''}`)}`,
    `${where}, ${found.asOf}: ${styled('bold', said(verdict.verdict))}${facts.length > 0 ? ` (${facts.join('; ')})` : ''}`,
    '',
    ja ? '理由' : 'Because',
    ...verdict.because.map(
      (reason) => `  ${pad(said(reason.verdict ?? ''), 10)} ${ja ? (reason.textJa ?? reason.text) : reason.text}`,
    ),
    ...(found.attestations.length > 0 ? ['', ja ? '表明' : 'Attestations'] : []),
    ...found.attestations.map(
      (one) =>
        `  ${one.effectiveFrom} ${one.says}${one.statement ? `: ${one.statement}` : ''}${one.acceptedBy ? '' : ja ? '（未承認）' : ' (not accepted yet)'}${one.overruled ? (ja ? '（測定が優先）' : ' (a measurement answers in its place)') : ''}`,
    ),
    '',
    ja ? `根拠（${proof.length}/${found.proofCount}）` : `Proof (${proof.length} of ${found.proofCount})`,
    ...proof.map(
      (one) =>
        `  ${one.speaks === 'against' ? '−' : '+'} ${ja ? (one.textJa ?? one.text) : one.text}  ${styled('dim', one.ref)}`,
    ),
  ].join('\n')
}
