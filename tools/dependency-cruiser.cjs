/**
 * Allowed imports between packages (see ARCHITECTURE.md):
 *   wire ← rules ← flows ← store, apps/server;   wire ← rules ← checks ← apps/server;   wire ← kit, button;
 *   postgres-embedded ← store, apps/server;   due-work ← apps/server
 * The arrows bind shipped code; tests may also import from inside their own package and from other packages.
 */

const test = '([.]test[.]tsx?$|/src/testing/)';
/** A package's sources, and the form of an unresolved import of it. */
const of = (...names) => [`^packages/(${names.join('|')})/src/`, `^@pristan/(${names.join('|')})(/|$)`];

/** The package may import only these packages of this repository; npm packages are up to its package.json. */
const onlyOwn = (name, ...allowed) => ({
  name: `${name}-imports`,
  comment: `packages/${name} may import ${allowed.length > 0 ? allowed.join(', ') : 'no other package'}`,
  severity: 'error',
  from: { path: `^packages/${name}/src/`, pathNot: test },
  to: { path: '^(packages|apps|examples|@pristan)/', pathNot: of(name, ...allowed) },
});

const serverWords = 'access|accounts|authorize|hooks|install|moderation|platform|registry|token';
/** Floors of the server, the lowest first. */
const serverFloors = ['config', 'environment', 'pages', 'http', serverWords, 'workers', 'routes', 'cli', 'main'];

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that need each other are one thing, or lack a third',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'rules-are-pure',
      comment: 'A rule imports nothing but rules and wire, not even node:',
      severity: 'error',
      from: { path: '^packages/rules/src/', pathNot: test },
      to: { pathNot: of('rules', 'wire') },
    },
    {
      name: 'words-apart',
      comment:
        'Words inside rules do not import each other, except access, and hooks, whose deliveries belong to the commit of their cause',
      severity: 'error',
      from: { path: '^packages/rules/src/([^/]+)/', pathNot: test },
      to: {
        path: '^packages/rules/src/[^/]+/',
        pathNot: ['^packages/rules/src/$1/', '^packages/rules/src/(access|hooks)/'],
      },
    },
    {
      name: 'words-on-top',
      comment:
        'What every word of rules may use knows none of them; only what gathers the changes, statements and preconditions of all does',
      severity: 'error',
      from: {
        path: '^packages/rules/src/[^/]+[.]ts$',
        pathNot: [test, '^packages/rules/src/(index|change|statements|preconditions-of)[.]ts$'],
      },
      to: { path: '^packages/rules/src/[^/]+/', pathNot: '^packages/rules/src/(access|hooks)/' },
    },
    {
      name: 'flow-words-apart',
      comment: 'Words inside flows do not import each other; what several need lies beside their folders',
      severity: 'error',
      from: { path: '^packages/flows/src/([^/]+)/', pathNot: test },
      to: {
        path: '^packages/flows/src/[^/]+/',
        pathNot: ['^packages/flows/src/$1/', '^packages/flows/src/ports/'],
      },
    },
    {
      name: 'flow-words-on-top',
      comment: 'What every word of flows may use knows none of them',
      severity: 'error',
      from: { path: '^packages/flows/src/[^/]+[.]ts$', pathNot: [test, '^packages/flows/src/index[.]ts$'] },
      to: { path: '^packages/flows/src/[^/]+/', pathNot: '^packages/flows/src/ports/' },
    },
    {
      name: 'ports-stand-alone',
      comment: 'A port says what flows need of the world, and imports no flow',
      severity: 'error',
      from: { path: '^packages/flows/src/ports/', pathNot: test },
      to: { path: '^packages/flows/src/', pathNot: '^packages/flows/src/ports/' },
    },
    {
      name: 'server-words-apart',
      comment: 'Words inside the server do not import each other; what several need lies in http, pages or environment',
      severity: 'error',
      from: { path: `^apps/server/src/(${serverWords})/`, pathNot: test },
      to: { path: `^apps/server/src/(${serverWords})/`, pathNot: '^apps/server/src/$1/' },
    },
    ...serverFloors.slice(1).map((above, at) => ({
      name: `server-floor-${at + 1}`,
      comment: `Inside the server ${serverFloors[at]} knows nothing of what lies above it`,
      severity: 'error',
      from: { path: `^apps/server/src/(${serverFloors.slice(0, at + 1).join('|')})(/|[.])`, pathNot: test },
      to: { path: `^apps/server/src/(${above})(/|[.])` },
    })),
    {
      name: 'wire-stands-alone',
      comment: 'wire runs anywhere and depends on nothing; only wire/api may use zod',
      severity: 'error',
      from: { path: '^packages/wire/src/', pathNot: [test, '^packages/wire/src/api/'] },
      to: { pathNot: '^packages/wire/src/(?!api/)' },
    },
    {
      name: 'wire-api-uses-zod',
      severity: 'error',
      from: { path: '^packages/wire/src/api/', pathNot: test },
      to: { pathNot: ['^packages/wire/src/', 'node_modules/zod/'] },
    },
    {
      name: 'checks-are-pure',
      comment: 'A check imports nothing but checks, rules and wire, not even node:',
      severity: 'error',
      from: { path: '^packages/checks/src/', pathNot: test },
      to: { pathNot: of('checks', 'rules', 'wire') },
    },
    onlyOwn('flows', 'rules', 'wire'),
    onlyOwn('store', 'flows', 'rules', 'wire', 'postgres-embedded'),
    onlyOwn('postgres-embedded'),
    {
      name: 'due-work-stands-alone',
      comment: 'due-work knows neither a database nor a kind of work: it imports nothing but timers',
      severity: 'error',
      from: { path: '^packages/due-work/src/', pathNot: test },
      to: { pathNot: ['^packages/due-work/src/', '^(node:)?timers/promises$'] },
    },
    {
      name: 'reads-and-commits-apart',
      comment: 'In the store reads and commits know neither each other nor rows',
      severity: 'error',
      from: { path: '^packages/store/src/(reads|commit)/', pathNot: test },
      to: { path: '^packages/store/src/(reads|commit|rows)/', pathNot: '^packages/store/src/$1/' },
    },
    {
      name: 'only-wire-in-the-browser',
      comment: 'button and kit import wire alone, and never its zod schemas',
      severity: 'error',
      from: { path: '^packages/(button|kit)/src/', pathNot: test },
      to: { path: '.', pathNot: ['^packages/$1/src/', '^packages/wire/src/(?!api/)'] },
    },
    {
      name: 'store-behind-the-server',
      comment: 'Only the server knows which store stands behind the ports',
      severity: 'error',
      from: { path: '^(packages/(?!store/|postgres-embedded/)|examples/)', pathNot: test },
      to: { path: of('store', 'postgres-embedded') },
    },
    {
      name: 'through-the-door',
      comment:
        'Another package is entered through its src/index.ts (and wire through src/api/index.ts and its locales) only',
      severity: 'error',
      from: { path: '^(packages|apps|examples)/([^/]+)/' },
      to: {
        path: '^(packages|apps|examples)/[^/]+/src/',
        pathNot: [
          '^$1/$2/',
          '^packages/[^/]+/src/index[.]ts$',
          '^packages/wire/src/(api/index|locales/(en|ru)/terms)[.]ts$',
        ],
      },
    },
    {
      name: 'console-talks-http',
      comment: 'The console imports wire, which does no I/O, and nothing else of this repository',
      severity: 'error',
      from: { path: '^apps/console/src/', pathNot: test },
      to: {
        path: '^(packages|apps|examples|@pristan)/',
        pathNot: ['^apps/console/src/', '^packages/wire/src/', '^@pristan/wire(/(api|locales/(en|ru)))?$'],
      },
    },
    {
      name: 'nobody-imports-an-app',
      severity: 'error',
      from: { path: '^(packages|examples)/' },
      to: { path: '^apps/' },
    },
    {
      name: 'conformance-knows-only-http',
      comment: 'The conformance suite runs against any server, so it imports nothing of this repository but itself',
      severity: 'error',
      from: { path: '^tests/conformance/' },
      to: { path: '^(packages|apps|examples|tests|bench|tools|@pristan)/', pathNot: '^tests/conformance/' },
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import that leads nowhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    exclude: { path: '/dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
