/**
 * Who may import whom (ARCHITECTURE.md draws it):
 *   wire ← rules ← flows ← store, apps/server;   wire ← kit, button
 * Tests may look anywhere inside their own package and at what they need of others; the arrows bind what ships.
 */

const test = '([.]test[.]tsx?$|/src/testing/)';
/** A package's sources, and how an import of it looks when nothing resolves it. */
const of = (...names) => [`^packages/(${names.join('|')})/src/`, `^@pristan/(${names.join('|')})(/|$)`];

/** `from` may import only the named packages of this repository; what npm brings is its package.json's matter. */
const onlyOwn = (name, ...allowed) => ({
  name: `${name}-imports`,
  comment: `packages/${name} may import ${allowed.length > 0 ? allowed.join(', ') : 'no other package'}`,
  severity: 'error',
  from: { path: `^packages/${name}/src/`, pathNot: test },
  to: { path: '^(packages|apps|examples|@pristan)/', pathNot: of(name, ...allowed) },
});

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
    onlyOwn('flows', 'rules', 'wire'),
    onlyOwn('store', 'flows', 'rules', 'wire'),
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
      from: { path: '^(packages/(?!store/)|examples/)', pathNot: test },
      to: { path: of('store') },
    },
    {
      name: 'through-the-door',
      comment: 'Another package is entered through its src/index.ts (and wire through src/api/index.ts) only',
      severity: 'error',
      from: { path: '^(packages|apps|examples)/([^/]+)/' },
      to: {
        path: '^(packages|apps|examples)/[^/]+/src/',
        pathNot: ['^$1/$2/', '^packages/[^/]+/src/index[.]ts$', '^packages/wire/src/api/index[.]ts$'],
      },
    },
    {
      name: 'console-talks-http',
      comment: 'The console imports the schemas of the public API and nothing else of this repository',
      severity: 'error',
      from: { path: '^apps/console/src/', pathNot: test },
      to: {
        path: '^(packages|apps|examples|@pristan)/',
        pathNot: ['^apps/console/src/', '^packages/wire/src/api/', '^@pristan/wire/api$'],
      },
    },
    {
      name: 'nobody-imports-an-app',
      severity: 'error',
      from: { path: '^(packages|examples)/' },
      to: { path: '^apps/' },
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
