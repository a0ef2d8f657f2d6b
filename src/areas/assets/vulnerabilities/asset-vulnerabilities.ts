import { dayNumber } from '#core/calendar/day.ts'
import { assetPattern } from '#core/vulnerability/match-product.ts'
import { NotFound } from '#platform/errors.ts'
import type { Reading } from '../context.ts'
import { loadDocuments } from './advisory-store.ts'
import type { VulnerabilityContext } from './context.ts'
import { loadDecisions } from './decision-store.ts'
import { versionsOn } from './list-vulnerabilities.ts'
import { subjectOn } from './matches.ts'
import { comparableSince } from './measure.ts'
import { decisionShown, plantRows, type RowKeeper, rowShown } from './rows.ts'

/** What every advisory means for one asset, with its remedies and decisions. Throws `NotFound`. */
export async function assetVulnerabilities(
  context: VulnerabilityContext,
  rowsOf: RowKeeper,
  plant: string,
  tag: string,
  ask: Reading,
) {
  const { book, asOf, plants } = await plantRows(context, rowsOf, { ...ask, plant })
  const day = dayNumber(asOf)
  const { rows, subjects } = plants.get(plant)!
  const subject = subjectOn(subjects.byTag.get(tag), day)
  if (subject === undefined) throw new NotFound(`there is no asset ${tag} at ${plant}`)
  const mine = rows.filter((row) => row.subject.tag === tag).sort((a, b) => a.weight - b.weight)
  const documents = await loadDocuments(
    context.db,
    mine.map(({ version }) => version.seq),
  )
  const decisions = await loadDecisions(context.db, { plants: [plant], tag, knownAt: ask.knownAt })
  const known = await context.plants.list({ asOf })
  const pattern = assetPattern(subject.product)
  const tooLittle = pattern.vendor === null || (pattern.codes.length === 0 && pattern.names.length === 0)
  const { seen } = subject
  return {
    items: mine.map((row) => ({
      ...rowShown(row),
      remediations: remediesOf(row.finding, documents.get(row.version.seq)),
      decisions: decisions
        .filter(({ advisory }) => advisory === row.version.key)
        .reverse()
        .map(decisionShown),
    })),
    compared: {
      ...subject.product,
      seen:
        seen === null
          ? null
          : {
              vendor: seen.vendor,
              model: seen.model,
              orderNumber: seen.orderNumber,
              firmware: seen.firmware,
              on: seen.on,
            },
    },
    comparable: tooLittle
      ? ('tooLittleKnown' as const)
      : comparableSince(book, subject) <= day
        ? ('yes' as const)
        : ('noAdvisories' as const),
    advisories: versionsOn(book, day).length,
    windows: (known.find(({ key }) => key === plant)?.shutdowns ?? [])
      .filter(({ to }) => to >= asOf)
      .map(({ id, from, to, note }) => ({ id, from, to, note })),
  }
}

const mostRemedies = 40

/** What the advisory advises for the product that decided: the same advice once, with the CVEs it is for. */
function remediesOf(
  finding: { readonly product: string; readonly vulnerabilities: readonly number[] },
  document: Awaited<ReturnType<typeof loadDocuments>> extends Map<number, infer D> ? D | undefined : never,
) {
  const remedies = new Map<string, { category: string; details: string; url: string | null; cves: string[] }>()
  for (const i of finding.vulnerabilities) {
    const vulnerability = document?.vulnerabilities[i]
    for (const { category, details, url, products } of vulnerability?.remediations ?? []) {
      if (products.length > 0 && !products.includes(finding.product)) continue
      const key = `${category}\n${details}\n${url}`
      const one = remedies.get(key) ?? { category, details, url, cves: [] }
      if (vulnerability?.cve && !one.cves.includes(vulnerability.cve)) one.cves.push(vulnerability.cve)
      remedies.set(key, one)
    }
  }
  const order = ['vendor_fix', 'mitigation', 'workaround', 'none_available', 'no_fix_planned']
  return [...remedies.values()]
    .sort((a, b) => order.indexOf(a.category) - order.indexOf(b.category))
    .slice(0, mostRemedies)
}
