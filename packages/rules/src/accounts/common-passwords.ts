/**
 * Passwords that attackers guess first although they are long enough: common words with their usual endings, keyboard
 * runs, and repeated characters.
 */
const WORDS =
  /^(p[a4@]ss?w[o0]rd|passwort|qwerty|qwertyuiop|qazwsxedc|letmein|welcome|iloveyou|administrator|admin|monkey|dragon|sunshine|princess|football|baseball|superman|changeme|default|secret|pristan|йцукен|пароль|привет|любовь|солнышко)+[\d!.@#$_-]*$/i;
const RUNS = [
  '01234567890123456789',
  '98765432109876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '1q2w3e4r5t6y7u8i9o0p',
  'йцукенгшщзхъфывапролджэячсмитьбю',
];
const REPEATED = /^(.{1,3})\1*$/u;

/** True for a password that attackers guess first. @see NIST SP 800-63B §5.1.1.2 */
export function isCommonPassword(password: string): boolean {
  const text = password.toLowerCase();
  return WORDS.test(text) || REPEATED.test(text) || RUNS.some((run) => run.includes(text));
}
