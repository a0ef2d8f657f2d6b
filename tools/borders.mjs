// Who may import whom: the table of ARCHITECTURE.md as rules. areas/map.json says which area may know which.
import { readFileSync } from 'node:fs'

const map = JSON.parse(readFileSync(new URL('../src/areas/map.json', import.meta.url), 'utf8'))
const areas = Object.keys(map)
const any = (names) => (names.length > 0 ? `(${names.join('|')})` : '(?!)')

const forbidden = [
  rule(
    'core-is-alone',
    '^src/core/',
    { pathNot: ['^src/core/', '(^|/)node_modules/d3-(scale|shape)/', '(^|/)node_modules/@types/d3-'] },
    { testsToo: false },
  ),
  rule(
    'formats-know-core-only',
    '^src/formats/',
    { pathNot: ['^src/(core|formats)/', '(^|/)node_modules/(saxes|xmlchars)/'] },
    { testsToo: false },
  ),
  rule(
    'contract-knows-core-types-and-zod',
    '^src/contract/',
    { pathNot: ['^src/(contract|core)/', '(^|/)node_modules/zod/'] },
    { testsToo: false },
  ),
  rule(
    'platform-knows-no-business',
    '^src/platform/',
    {
      path: '^src/(core|formats|contract|areas|app|web)/',
      pathNot: ['^src/formats/(xlsx|csv|faults)', '^src/core/(record|import)/'],
    },
    { testsToo: false },
  ),
  rule('nobody-imports-app', '^src/(core|formats|contract|platform|areas|web)/', { path: '^src/app/' }),
  rule('nobody-imports-web', '^src/(core|formats|contract|platform|areas|app)/', { path: '^src/web/' }),
  rule('web-knows-contract-and-core', '^src/web/', { path: '^src/(formats|platform|areas|app)/' }),
  rule('web-ui-knows-no-business', '^src/web/ui/', { path: ['^src/web/(areas|shell)/', '^src/contract/'] }),
  rule('mantine-only-in-web-ui', '^src/(?!web/ui/)', { path: '(^|/)node_modules/@mantine/' }),
  ...areas.flatMap((area) => [
    rule(`web-area-${area}-keeps-to-itself`, `^src/web/areas/${area}/`, {
      path: '^src/web/areas/',
      pathNot: [`^src/web/areas/${area}/`],
    }),
    // A test may compose several areas, as the app does.
    rule(
      `area-${area}-knows-its-neighbours`,
      `^src/areas/${area}/`,
      { path: `^src/areas/${any(areas.filter((other) => other !== area && !map[area].includes(other)))}/` },
      { testsToo: false },
    ),
    rule(
      `area-${area}-by-the-door`,
      `^src/areas/${area}/`,
      {
        path: `^src/areas/${any(areas.filter((other) => other !== area))}/`,
        pathNot: ['^src/areas/[^/]+/(index|importer)\\.ts$'],
      },
      { testsToo: false },
    ),
  ]),
  rule('app-by-the-door', '^src/app/', {
    path: '^src/areas/[^/]+/',
    pathNot: ['^src/areas/[^/]+/(index|importer)\\.ts$'],
  }),
  { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  { name: 'no-missing', severity: 'error', from: {}, to: { couldNotResolve: true } },
]

function rule(name, from, to, { testsToo = true } = {}) {
  return {
    name,
    severity: 'error',
    from: { path: from, ...(testsToo ? {} : { pathNot: ['\\.test\\.tsx?$', '/[^/]*testing\\.ts$', '-child\\.ts$'] }) },
    to,
  }
}

export default {
  forbidden,
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'module-sync', 'node', 'require', 'browser', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
