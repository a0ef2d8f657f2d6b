import type { Assessment as Shown, Reason as ShownReason, Verdict as ShownVerdict } from '#contract/maturity.ts'
import type { Assessment, CriterionVerdict, Reason, Standing } from '#core/maturity/assessment.ts'
import { type Criterion, type Leaf, leavesOf } from '#core/maturity/axis.ts'
import { reasonSentence } from '#core/maturity/sentence.ts'
import type { LoadedAxis } from './load-axis.ts'

/** Puts verdicts into the contract's words, with a sentence for each reason in both languages. */
export interface Speaker {
  assessment(assessment: Assessment, plant: string | undefined, reasons: 'all' | 'none'): Shown
  verdict(verdict: CriterionVerdict, reasons?: 'all' | 'none'): ShownVerdict
  reason(reason: Reason, leaf: Leaf | null): ShownReason
  /** Reasons of one criterion, in any order. */
  reasons(criterion: string, because: readonly Reason[]): ShownReason[]
}

export function createSpeaker({ axis, texts }: LoadedAxis): Speaker {
  const criteria = new Map(axis.criteria.map((criterion) => [criterion.id, criterion]))
  const first = axis.languages[0] ?? 'en'
  const merged = {
    en: { ...texts[first], ...texts.en },
    ja: { ...texts[first], ...texts.ja },
  }

  function reason(one: Reason, leaf: Leaf | null): ShownReason {
    return {
      indicator: one.indicator,
      value: one.value,
      on: one.on,
      records: [...one.records],
      recordCount: one.recordCount,
      text: reasonSentence(axis, merged.en, 'en', one, leaf),
      textJa: reasonSentence(axis, merged.ja, 'ja', one, leaf),
      ...(one.plant === null ? {} : { plant: one.plant }),
      verdict: one.verdict,
      strength: one.strength,
      attestation: one.attestation,
      notReobserved: one.notReobserved,
      noSource: one.noSource,
      late: one.late,
    }
  }

  function verdict(one: CriterionVerdict, reasons: 'all' | 'none' = 'all'): ShownVerdict {
    return {
      ...one,
      blockedBy: [...one.blockedBy],
      because: reasons === 'none' ? [] : spoken(one, criteria.get(one.criterion)),
    }
  }

  /** Reasons stand in the order of the rule's leaves, plant after plant. */
  function spoken(one: CriterionVerdict, criterion: Criterion | undefined): ShownReason[] {
    const leaves = criterion ? leavesOf(criterion.when) : []
    return one.because.map((because, i) => {
      const inOrder = leaves[i % Math.max(1, leaves.length)]
      const leaf =
        inOrder?.indicator === because.indicator
          ? inOrder
          : leaves.find((candidate) => candidate.indicator === because.indicator)
      return reason(because, leaf ?? null)
    })
  }

  function standing(one: Standing, reasons: 'all' | 'none') {
    return {
      level: one.level,
      aspects: { ...one.aspects },
      symptoms: [...one.symptoms],
      next: { ...one.next },
      lapsesNext: one.lapsesNext ? { ...one.lapsesNext } : null,
      verdicts: one.verdicts.map((each) => verdict(each, reasons)),
    }
  }

  return {
    reason,
    reasons(criterion, because) {
      const known = criteria.get(criterion)
      const leaves = known ? leavesOf(known.when) : []
      return because.map((one) => reason(one, leaves.find((leaf) => leaf.indicator === one.indicator) ?? null))
    },
    verdict,
    assessment: (assessment, plant, reasons) => ({
      axis: assessment.axis,
      axisVersion: assessment.axisVersion,
      asOf: assessment.asOf,
      assume: assessment.assume,
      enterprise: {
        ...standing(assessment.enterprise, reasons),
        noPlantAtLevel: assessment.enterprise.noPlantAtLevel,
      },
      plants: assessment.plants
        .filter((one) => plant === undefined || one.plant === plant)
        .map((one) => ({ ...standing(one, reasons), plant: one.plant, onboarding: one.onboarding })),
    }),
  }
}
