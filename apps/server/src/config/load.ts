import type { Environment, SecretKey } from './settings.ts';
import { settings } from './settings.ts';

type Values = { readonly [Key in keyof typeof settings]: ReturnType<(typeof settings)[Key]['read']> };

/** The settings of this process, read once. */
export interface Config extends Omit<Values, 'apiDomain' | 'secretKeys'> {
  readonly apiDomain: string;
  readonly secretKeys: readonly SecretKey[] | undefined;
  readonly development: boolean;
}

/** All that is wrong with the settings, in one message. */
export class ConfigProblems extends Error {
  override readonly name = 'ConfigProblems';
}

/**
 * Reads every setting.
 *
 * @throws ConfigProblems naming each setting that is wrong and what is expected
 */
export function loadConfig(variables: Environment['variables'] = process.env): Config {
  const env: Environment = { variables, development: variables['NODE_ENV'] === 'development' };
  const problems: string[] = [];
  const read = <Value>(setting: {
    name: string;
    read: (text: string | undefined, env: Environment) => Value;
  }): Value | undefined => {
    const text = variables[setting.name];
    try {
      return setting.read(text === '' ? undefined : text, env);
    } catch (error) {
      problems.push(`${setting.name}: expected ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  const values = Object.fromEntries(
    Object.entries(settings).map(([key, setting]) => [key, read<unknown>(setting)]),
  ) as {
    [Key in keyof Values]: Values[Key];
  };
  if (problems.length > 0) throw new ConfigProblems(problems.join('\n'));
  return { ...values, apiDomain: values.apiDomain ?? `api.${values.baseDomain}`, development: env.development };
}
