import * as contract from '#contract/boundary.ts'
import type { AddressSet } from '#core/filtering/addresses.ts'
import { shareAddresses, textOfV4, textOfV6 } from '#core/filtering/addresses.ts'
import type { ZoneArea } from '#core/filtering/policy-view.ts'
import { pairsOf } from '#core/filtering/ranges.ts'
import { ruleReasonJa } from '#core/filtering/rule-reasons.ts'
import { areaWords, pathWords } from '#core/filtering/words.ts'
import { foldName } from '#core/segmentation/fold-name.ts'
import { NotFound } from '#platform/errors.ts'
import { type Implemented, implement } from '#platform/http/implement.ts'
import type { NetworkContext } from '../context.ts'
import { plantsOf } from '../read-network.ts'
import { witnessShown } from './boundary-routes.ts'
import { compareRules, type FindingKind, packetShown, type RuleFinding } from './compare-rules.ts'
import { policyOf } from './policy-of-records.ts'
import { insertPlaces, loadPlaces, loadRulesetBody, loadRulesets, type StoredRuleset } from './ruleset-store.ts'
import { faultsOf, rulesOf } from './rulesets.ts'
import { loadWitnesses } from './verdict-list-store.ts'

const MOST_FINDINGS = 1000
const MOST_LINES = 500

export function rulesetRoutes(context: NetworkContext): Implemented[] {
  const { db } = context
  const find = async (id: string): Promise<{ ruleset: StoredRuleset; isCurrent: boolean }> => {
    const [ruleset] = await loadRulesets(db, { id })
    if (ruleset === undefined) throw new NotFound(`there are no rules ${id}`)
    const all = await loadRulesets(db, { plants: [ruleset.plant] })
    const newest = all.find(({ name }) => foldName(name) === foldName(ruleset.name))
    return { ruleset, isCurrent: newest?.id === id }
  }
  return [
    implement(contract.listRulesets, async ({ query }) => {
      const plants = await plantsOf(context, query.plant)
      const found = await loadRulesets(db, { plants, asOf: query.asOf, knownAt: query.knownAt })
      const seen = new Set<string>()
      const items = found.map((one) => {
        const key = `${one.plant} ${foldName(one.name)}`
        const isCurrent = !seen.has(key)
        seen.add(key)
        return rulesetShown(one, isCurrent)
      })
      return { items, next: null, total: items.length }
    }),
    implement(contract.getRuleset, async ({ params, query }) => {
      const { ruleset, isCurrent } = await find(params.id)
      const on = query.asOf ?? (await context.plants.today())
      const { findings, dmz, limits } = await compareRules(context, ruleset, on)
      const counts = Object.fromEntries(contract.findingKinds.map((kind) => [kind, 0])) as Record<FindingKind, number>
      for (const { kind } of findings) counts[kind]++
      const listed = findings.slice(0, MOST_FINDINGS)
      const places = [...new Set(listed.flatMap(({ talk }) => (talk === null ? [] : [talk])))].map(placeOf)
      const witnesses = new Map(
        (await loadWitnesses(db, ruleset.plant, places)).map((one) => [`${one.captureId}/${one.n}`, one]),
      )
      return {
        ...rulesetShown(ruleset, isCurrent),
        interfaces: await interfacesShown(context, ruleset),
        counts,
        findings: listed.map((finding) => {
          const witness = finding.talk === null ? undefined : witnesses.get(finding.talk)
          return { ...findingShown(finding), witness: witness === undefined ? null : witnessShown(witness) }
        }),
        more: findings.length > listed.length,
        dmz: dmz.map((path) => {
          const names = [path.hops[0]?.from, ...path.hops.map(({ to }) => to)].filter((area) => area !== undefined)
          return {
            zones: names.map((area) => areaName(area)),
            decided: path.isSure,
            text: pathWords(path),
            steps: path.hops.map(({ from, to, by, witness }) => {
              const step = by.flatMap(({ cause }) => (cause?.kind === 'step' ? [cause.step] : []))[0]
              return {
                from: areaName(from),
                to: areaName(to),
                filter: by[0]?.filter ?? null,
                line: step?.line ?? null,
                rule: step?.text ?? null,
                packet: witness === null ? null : packetShown(witness),
              }
            }),
          }
        }),
        limits: [...limits],
      }
    }),
    implement(contract.listRulesetLines, async ({ params, query: { from = 1, limit = MOST_LINES } }) => {
      const { ruleset } = await find(params.id)
      const body = (await loadRulesetBody(db, ruleset.plant, ruleset.id)) ?? ''
      const rules = await rulesOf(context, ruleset)
      const faults = faultsOf(rules)
      // As many as have an account: what a last line's end is followed by is none.
      const texts = body.split(/\r\n|\n|\r/).slice(0, rules.lines.length)
      const lines = texts.slice(from - 1, from - 1 + limit).map((text, i) => ({
        line: from + i,
        text: text.slice(0, 4000),
        as: rules.lines[from + i - 1]?.as ?? ('comment' as const),
        reasons: faults.filter(({ line }) => line === from + i).map(({ reason }) => reasonShown(reason)),
      }))
      return { lines, total: texts.length }
    }),
    implement(contract.placeInterfaces, async ({ params, body, actor }) => {
      const { ruleset } = await find(params.id)
      await insertPlaces(db, {
        plant: ruleset.plant,
        name: ruleset.name,
        interfaces: body.interfaces,
        at: context.clock.now().toISOString(),
        by: actor,
      })
      return { interfaces: await interfacesShown(context, ruleset) }
    }),
  ]
}

function placeOf(talk: string): { captureId: string; n: number } {
  const [captureId = '', n = ''] = talk.split('/')
  return { captureId, n: Number(n) }
}

const reasonShown = (reason: string) => ({ en: reason, ja: ruleReasonJa(reason) })

function rulesetShown({ sha256: _, counts, faults, ...one }: StoredRuleset, isCurrent: boolean) {
  return {
    ...one,
    current: isCurrent,
    lines: { ...counts },
    faults: faults.map(({ line, reason }) => ({ line, reason: reasonShown(reason) })),
  }
}

function findingShown({ kind, possible, text, rules, conduits, from, to, packet }: RuleFinding) {
  const zone = (area: ZoneArea | null) => (area?.kind === 'zone' ? area.name : null)
  return {
    kind,
    possible,
    text,
    rules: rules.map(({ line, lastLine, text: words, label }) => ({ line, lastLine, text: words, label })),
    conduits: conduits.map(({ name, record }) => ({ name, record })),
    clientZone: zone(from),
    serverZone: zone(to),
    packet,
  }
}

const areaName = (area: ZoneArea): string => area.name ?? areaWords(area).en

async function interfacesShown(context: NetworkContext, ruleset: StoredRuleset) {
  const rules = await rulesOf(context, ruleset)
  const said = (await loadPlaces(context.db, ruleset.plant)).get(foldName(ruleset.name)) ?? {}
  const { policy } = await policyOf(context.evidence, ruleset.plant)
  return rules.interfaces.map(({ name, alias, networks }) => {
    const own = said[name] ?? (alias === null ? undefined : said[alias])
    const known = policy.zones
      .filter(({ members }) => members.networks.some(({ addresses }) => shareAddresses(addresses, networks)))
      .map((zone) => zone.name)
    const by = own !== undefined ? ('person' as const) : known.length > 0 ? ('configuration' as const) : null
    return { name, alias, networks: textsOf(networks), zones: [...new Set(own ?? known)], by }
  })
}

const mostNetworks = 50

function textsOf({ v4, v6 }: AddressSet): string[] {
  const v4Texts = pairsOf(v4).map(([from, to]) => blockText(from, to))
  const v6Texts = pairsOf(v6).map(([from, to]) => `${textOfV6(from)}-${textOfV6(to)}`)
  return [...v4Texts, ...v6Texts].slice(0, mostNetworks)
}

/** A prefix where it is one, else a range. */
function blockText(from: number, to: number): string {
  const size = to - from + 1
  const bits = Math.log2(size)
  if (Number.isInteger(bits) && from % size === 0) return bits === 0 ? textOfV4(from) : `${textOfV4(from)}/${32 - bits}`
  return `${textOfV4(from)}-${textOfV4(to)}`
}
