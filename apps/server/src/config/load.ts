import { isLoopbackName } from '@pristan/rules';
import type { Environment, SecretKey } from './settings.ts';
import { settings } from './settings.ts';

type Values = { readonly [Key in keyof typeof settings]: ReturnType<(typeof settings)[Key]['read']> };

/** Settings of this process, read once at its start. */
export interface Config extends Omit<Values, 'apiDomain' | 'secretKeys'> {
  readonly apiDomain: string;
  readonly secretKeys: readonly SecretKey[] | undefined;
  readonly development: boolean;
  /**
   * Whether this is a development server whose public URL only this machine can open. Only such a server has pages
   * under `/dev/`, demo people, and passwords that are shown.
   */
  readonly local: boolean;
}

/** Error that says everything that is wrong with the settings, in one message. */
export class ConfigProblems extends Error {
  override readonly name = 'ConfigProblems';
}

/**
 * Reads every setting from the environment's variables.
 *
 * @throws ConfigProblems naming each wrong setting and what is expected
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
  return {
    ...values,
    apiDomain: values.apiDomain ?? `api.${values.baseDomain}`,
    development: env.development,
    local: env.development && isLoopbackName(new URL(values.publicUrl).hostname),
  };
}

/** Reads the settings from the environment's variables as `complete` completes them. */
export function loadConfigBeside(complete: (variables: Environment['variables']) => Environment['variables']): Config {
  return loadConfig(complete(process.env));
}

/**
 * Line for a development server whose public URL other machines can open: says what is left out on this server, and how
 * to get it.
 */
export function leftOut({ publicUrl }: Config): string {
  return `The public URL ${publicUrl} can be opened from other machines, so the mail pages (/dev/mail), the demo and its people are left out. Use http://localhost to have them.`;
}
