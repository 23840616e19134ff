/**
 * This repository's own lint rules, as an ESLint plugin. `pure`: rules and wire are pure. `no-ambient-clock`: only one
 * module reads the clock. `environment-in-config`: only the configuration reads environment variables, also by
 * destructuring, which node/no-process-env misses. `no-own-mocks`: no test mocks a module of this repository.
 */

const pure = {
  create(context) {
    const report = (node, message) => context.report({ node, message });
    const refuseAsync = (node) => {
      if (node.async) report(node, 'A rule is synchronous; what has to wait belongs to a flow.');
    };
    return {
      ThrowStatement: (node) => report(node, 'A rule does not throw; a refusal is a value with a reason.'),
      FunctionDeclaration: refuseAsync,
      FunctionExpression: refuseAsync,
      ArrowFunctionExpression: refuseAsync,
      AwaitExpression: (node) => report(node, 'A rule is synchronous; what has to wait belongs to a flow.'),
      NewExpression(node) {
        if (readsClock(node)) report(node, 'A rule has no clock; take `now` as an argument.');
      },
      CallExpression(node) {
        if (readsClock(node)) report(node, 'A rule has no clock; take `now` as an argument.');
        if (calls(node, 'Math', 'random')) report(node, 'A rule has no chance in it; take the value as an argument.');
      },
    };
  },
};

const noAmbientClock = {
  create(context) {
    const check = (node) => {
      if (readsClock(node)) {
        context.report({ node, message: 'Time enters through the clock port only (apps/server/src/environment).' });
      }
    };
    return { NewExpression: check, CallExpression: check };
  },
};

const environmentInConfig = {
  create(context) {
    const report = (node) => context.report({ node, message: 'Settings are read in apps/server/src/config only.' });
    return {
      ImportDeclaration(node) {
        if (!/^(node:)?process$/.test(node.source.value)) return;
        if (node.specifiers.some((specifier) => specifier.imported?.name === 'env')) report(node);
      },
      VariableDeclarator(node) {
        if (node.init?.type !== 'Identifier' || node.init.name !== 'process' || node.id.type !== 'ObjectPattern')
          return;
        if (node.id.properties.some((property) => property.key?.name === 'env')) report(node);
      },
    };
  },
};

const noOwnMocks = {
  create: (context) => ({
    CallExpression(node) {
      const target = node.arguments[0]?.value ?? node.arguments[0]?.source?.value;
      const mocks = calls(node, 'vi', 'mock') || calls(node, 'vi', 'doMock');
      if (mocks && /^(\.|@pristan\/)/.test(String(target))) {
        context.report({ node, message: 'A test does not mock the project’s own modules; pass it another port.' });
      }
    },
  }),
};

/**
 * Whether an expression reads the clock: `new Date()`, `Date()` and `Date.now()` do; `new Date(value)` only converts.
 */
function readsClock(node) {
  const named = node.callee.type === 'Identifier' && node.callee.name === 'Date';
  return (named && node.arguments.length === 0) || calls(node, 'Date', 'now');
}

function calls(node, object, property) {
  const { callee } = node;
  return (
    node.type === 'CallExpression' &&
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === object &&
    (callee.property.name === property || callee.property.value === property)
  );
}

const rules = {
  pure,
  'no-ambient-clock': noAmbientClock,
  'environment-in-config': environmentInConfig,
  'no-own-mocks': noOwnMocks,
};

export default { meta: { name: 'pristan' }, rules };
