/**
 * Allowed imports between packages (see ARCHITECTURE.md):
 *   wire ← rules ← flows ← store, apps/server;   wire ← rules ← checks ← apps/server;   wire ← kit, button;
 *   postgres-embedded ← store, apps/server;   due-work ← apps/server;   locales ← checks, button, apps/console, apps/server
 * The arrows bind shipped code; tests may also import from inside their own package and from other packages.
 */

/** Packages of this repository that each may import; npm's are up to its package.json. A pure one has neither those nor node:. */
const layers = [
  { rule: 'rules-are-pure', name: 'rules', may: ['wire'], pure: true },
  { rule: 'checks-are-pure', name: 'checks', may: ['rules', 'wire', 'locales'], pure: true },
  { rule: 'flows-imports', name: 'flows', may: ['rules', 'wire'] },
  { rule: 'store-imports', name: 'store', may: ['flows', 'rules', 'wire', 'postgres-embedded'] },
  { rule: 'postgres-embedded-imports', name: 'postgres-embedded', may: [] },
];

/**
 * Folders whose folders are words: the folders that every word may import, and the files beside the words that gather
 * all of them. Hooks is shared in rules, because deliveries belong to the commit of their cause.
 */
const wordFolders = [
  {
    rule: 'words',
    folder: 'packages/rules/src',
    shared: 'access|hooks',
    gather: 'index|change|statements|preconditions-of',
  },
  { rule: 'flow-words', folder: 'packages/flows/src', shared: 'ports', gather: 'index' },
];

const serverWords = 'access|accounts|authorize|hooks|install|moderation|platform|registry|token';
/** Floors of the server, the lowest first. */
const serverFloors = ['config', 'environment', 'pages', 'http', serverWords, 'workers', 'routes', 'cli', 'main'];

const tests = '([.]test[.]tsx?$|/src/testing/)';
const ours = '^(packages|apps|examples|@pristan)/';
const wire = '^packages/wire/src/(?!api/)';
const locales = '^packages/locales/';
const ofLocales = '^@pristan/locales(/|$)';
/** A package's sources, and the form of an unresolved import of it. */
const of = (...names) => [`^packages/(${names.join('|')})/src/`, `^@pristan/(${names.join('|')})(/|$)`];

/** Forbids shipped code in `from`, without the files in `free`, to import `to`, without `except`. */
const forbid = ({ name, comment, from, free = [], to, except }) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: [tests, ...free] },
  to: { path: to, ...(except && { pathNot: except }) },
});

const imports = [
  ...layers.map(({ rule, name, may, pure }) => ({
    name: rule,
    comment: `packages/${name} may import ${may.join(', ') || 'no other package'}${pure ? ', and nothing else, not even node:' : ''}`,
    from: `^packages/${name}/src/`,
    to: pure ? '.' : ours,
    except: of(name, ...may),
  })),
  ...wordFolders.flatMap(({ rule, folder, shared, gather }) => [
    {
      name: `${rule}-apart`,
      comment: `Words do not import each other, only ${shared}; what several need lies beside their folders`,
      from: `^${folder}/([^/]+)/`,
      to: `^${folder}/[^/]+/`,
      except: [`^${folder}/($1|${shared})/`],
    },
    {
      name: `${rule}-on-top`,
      comment: 'What every word may use knows none of them; only what gathers all of them does',
      from: `^${folder}/[^/]+[.]ts$`,
      free: [`^${folder}/(${gather})[.]ts$`],
      to: `^${folder}/[^/]+/`,
      except: [`^${folder}/(${shared})/`],
    },
  ]),
  ...serverFloors.slice(1).map((above, at) => ({
    name: `server-floor-${at + 1}`,
    comment: `Inside the server ${serverFloors[at]} knows nothing of what lies above it`,
    from: `^apps/server/src/(${serverFloors.slice(0, at + 1).join('|')})(/|[.])`,
    to: `^apps/server/src/(${above})(/|[.])`,
  })),
  {
    name: 'server-words-apart',
    comment: 'Words inside the server do not import each other; what several need lies in http, pages or environment',
    from: `^apps/server/src/(${serverWords})/`,
    to: `^apps/server/src/(${serverWords})/`,
    except: ['^apps/server/src/$1/'],
  },
  {
    name: 'ports-stand-alone',
    comment: 'A port says what flows need of the world, and imports no flow',
    from: '^packages/flows/src/ports/',
    to: '^packages/flows/src/',
    except: ['^packages/flows/src/ports/'],
  },
  {
    name: 'due-work-stands-alone',
    comment: 'due-work knows neither a database nor a kind of work: it imports nothing but timers',
    from: '^packages/due-work/src/',
    to: '.',
    except: ['^packages/due-work/src/', '^(node:)?timers/promises$'],
  },
  {
    name: 'reads-and-commits-apart',
    comment: 'In the store reads and commits know neither each other nor rows',
    from: '^packages/store/src/(reads|commit)/',
    to: '^packages/store/src/(reads|commit|rows)/',
    except: ['^packages/store/src/$1/'],
  },
  {
    name: 'wire-stands-alone',
    comment: 'wire runs anywhere and depends on nothing; only wire/api may use zod',
    from: wire,
    to: '.',
    except: [wire],
  },
  {
    name: 'wire-api-uses-zod',
    comment: 'wire/api imports wire and zod',
    from: '^packages/wire/src/api/',
    to: '.',
    except: ['^packages/wire/src/', 'node_modules/zod/'],
  },
  {
    name: 'locales-stands-alone',
    comment: 'locales holds texts, and knows nobody who shows them',
    from: '^packages/locales/src/',
    to: '.',
    except: [locales],
  },
  {
    name: 'only-wire-in-the-browser',
    comment: 'button and kit import wire and texts, and never zod schemas',
    from: '^packages/(button|kit)/src/',
    to: '.',
    except: ['^packages/$1/src/', wire, locales, ofLocales],
  },
  {
    name: 'store-behind-the-server',
    comment: 'Only the server knows which store stands behind the ports',
    from: '^(packages/(?!store/|postgres-embedded/)|examples/)',
    to: of('store', 'postgres-embedded'),
  },
  {
    name: 'console-talks-http',
    comment: 'The console imports wire, which does no I/O, and texts, and nothing else of this repository',
    from: '^apps/console/src/',
    to: ours,
    except: ['^apps/console/src/', '^packages/wire/src/', '^@pristan/wire(/api)?$', locales, ofLocales],
  },
];

/** These bind tests too. */
const alsoInTests = [
  {
    name: 'no-cycles',
    comment: 'Files that need each other are one thing, or lack a third',
    from: {},
    to: { circular: true },
  },
  {
    name: 'through-the-door',
    comment:
      'Another package is entered through its src/index.ts only; wire has a second door for its api, locales one a reader',
    from: { path: '^(packages|apps|examples)/([^/]+)/' },
    to: {
      path: '^((packages|apps|examples)/[^/]+/src/|packages/locales/)',
      pathNot: ['^$1/$2/', '^packages/([^/]+/src/index|wire/src/api/index|locales/src/generated/[a-z]+)[.]ts$'],
    },
  },
  { name: 'nobody-imports-an-app', from: { path: '^(packages|examples)/' }, to: { path: '^apps/' } },
  {
    name: 'conformance-knows-only-http',
    comment: 'The conformance suite runs against any server, so it imports nothing of this repository but itself',
    from: { path: '^tests/conformance/' },
    to: { path: '^(packages|apps|examples|tests|bench|tools|@pristan)/', pathNot: '^tests/conformance/' },
  },
  { name: 'nothing-unresolved', from: {}, to: { couldNotResolve: true } },
];

module.exports = {
  forbidden: [...imports.map(forbid), ...alsoInTests.map((rule) => ({ severity: 'error', ...rule }))],
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
