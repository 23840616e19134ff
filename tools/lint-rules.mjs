/**
 * Lint rules that oxlint doesn't have, as an ESLint plugin. `pure` completes oxc/no-async-await in rules: a rule neither
 * throws nor awaits. `no-clock`: time comes from one port.
 */

const pure = {
  create: (context) => ({
    ThrowStatement: (node) =>
      context.report({ node, message: 'A rule does not throw; a refusal is a value with a reason.' }),
    AwaitExpression: (node) =>
      context.report({ node, message: 'A rule is synchronous; what has to wait belongs to a flow.' }),
  }),
};

/** `new Date()`, `Date()` and `Date.now()` read the clock; `new Date(value)` only converts. */
const noClock = {
  create(context) {
    const check = (node) => {
      const { name, object, property } = node.callee;
      const current = name === 'Date' && node.arguments.length === 0;
      const now = object?.name === 'Date' && (property.name ?? property.value) === 'now';
      if (!current && !now) return;
      context.report({ node, message: 'Take `now` as an argument, or the clock port (apps/server/src/environment).' });
    };
    return { NewExpression: check, CallExpression: check };
  },
};

export default { meta: { name: 'pristan' }, rules: { pure, 'no-clock': noClock } };
