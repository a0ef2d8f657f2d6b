import type { Advisory, AdvisoryProduct, ProductHelper } from '#core/vulnerability/advisory.ts'

/** Writes an advisory as a CSAF 2.0 document: its products as branches by vendor, name and version. */
export function encodeCsaf(advisory: Advisory): string {
  const inTree = advisory.products.filter(({ relation }) => relation === null)
  return `${JSON.stringify(
    {
      document: {
        category: advisory.category,
        csaf_version: '2.0',
        title: advisory.title,
        ...(advisory.severityText === null ? {} : { aggregate_severity: { text: advisory.severityText } }),
        ...(advisory.tlp === null ? {} : { distribution: { tlp: { label: advisory.tlp } } }),
        ...(advisory.summary === null ? {} : { notes: [{ category: 'summary', text: advisory.summary }] }),
        publisher: { category: 'vendor', name: advisory.publisher, namespace: advisory.namespace },
        references: advisory.references.map((one) => ({ category: 'external', ...one })),
        tracking: {
          id: advisory.trackingId,
          status: advisory.status,
          version: advisory.version,
          initial_release_date: advisory.initialRelease,
          current_release_date: advisory.currentRelease,
          revision_history: advisory.revisions,
        },
      },
      product_tree: {
        branches: inTree.map(branchesOf),
        relationships: advisory.products.flatMap((product) =>
          product.relation === null
            ? []
            : [
                {
                  category: product.relation.category,
                  product_reference: product.relation.product,
                  relates_to_product_reference: product.relation.relatesTo,
                  full_product_name: named(product),
                },
              ],
        ),
      },
      vulnerabilities: advisory.vulnerabilities.map(({ cve, title, cwe, summary, status, ...one }) => ({
        ...(cve === null ? {} : { cve }),
        ...(title === null ? {} : { title }),
        ...(cwe === null ? {} : { cwe: { id: cwe, name: cwe } }),
        ...(summary === null ? {} : { notes: [{ category: 'summary', text: summary }] }),
        product_status: status,
        scores: one.scores.map(({ cvss, base, vector, products }) => ({
          products,
          [`cvss_v${cvss.slice(0, 1)}`]: {
            version: cvss,
            baseScore: base,
            ...(vector === null ? {} : { vectorString: vector }),
          },
        })),
        remediations: one.remediations.map(({ category, date, details, url, products }) => ({
          category,
          details,
          ...(date === null ? {} : { date }),
          ...(url === null ? {} : { url }),
          product_ids: products,
        })),
        threats: one.threats.map(({ category, details, products }) => ({ category, details, product_ids: products })),
        flags: one.flags.map(({ label, products }) => ({ label, product_ids: products })),
      })),
    },
    null,
    2,
  )}\n`
}

function branchesOf(product: AdvisoryProduct): object {
  const levels: [string, string][] = []
  const level = (category: string, name: string | null) => {
    if (name !== null) levels.push([category, name])
  }
  level('vendor', product.vendor)
  level('product_family', product.family)
  level('product_name', product.productName)
  for (const other of product.others) level('patch_level', other)
  level('product_version', product.version)
  level('product_version_range', product.range)
  const [last, ...above] = levels.reverse()
  let branch: object = {
    category: last?.[0] ?? 'product_name',
    name: last?.[1] ?? product.name,
    product: named(product),
  }
  for (const [category, name] of above) branch = { category, name, branches: [branch] }
  return branch
}

function named({ id, name, helper }: AdvisoryProduct): object {
  return {
    name,
    product_id: id,
    ...(helper === null ? {} : { product_identification_helper: helped(helper) }),
  }
}

function helped({ modelNumbers, serialNumbers, skus, cpe, purl, hashes }: ProductHelper): object {
  const files = Map.groupBy(hashes, ({ fileName }) => fileName)
  return {
    ...(modelNumbers.length > 0 ? { model_numbers: modelNumbers } : {}),
    ...(serialNumbers.length > 0 ? { serial_numbers: serialNumbers } : {}),
    ...(skus.length > 0 ? { skus } : {}),
    ...(cpe === null ? {} : { cpe }),
    ...(purl === null ? {} : { purl }),
    ...(files.size > 0
      ? {
          hashes: [...files].map(([filename, held]) => ({
            filename,
            file_hashes: held.map(({ algorithm, value }) => ({ algorithm, value })),
          })),
        }
      : {}),
  }
}
