/**
 * Checks beyond linters: vague names, overlong files, leftovers, promises in prose, and traces of somebody's machine.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { root } from './install.mjs';

/** Endings; a file without one is a program or a setting. */
const code = /^(\.([mc]?[jt]s|tsx|css|sql))?$/;
const text = /^(\.([mc]?[jt]s|tsx|css|sql|json|md|html|svg|yml|txt))?$/;

/** `services` alone is allowed: `test:services` is a command, and its folder has the same name. */
const vagueName = /(^|\/)(utils?|helpers?|common|shared|misc|managers?|services?)(\/|\.[a-z.]+$)/i;
const allowedVague = /^tests\/services\//;

/** Files that may contain traces of a machine: they hold the patterns, or copy a machine’s settings at run time. */
const mayNameMachines = /^(tools\/tidy\.mjs|tests\/fresh\/|tests\/boundaries\.test\.ts)/;

const rules = [
  {
    says: 'a leftover; finish it or file it',
    in: code,
    finds: /\b(TODO|FIXME|XXX)\b/,
  },
  {
    says: 'a word that promises and says nothing',
    in: /^(\.([mc]?[jt]s|tsx|css|sql|md))?$/,
    finds: /\b(robust(ly|ness)?|seamless(ly)?|enterprise-grade)\b/i,
  },
  {
    says: 'a banner or a numbered step; a comment says why, in a sentence',
    in: code,
    finds: /^\s*(\/\/|\*)\s*([-=*#~]{4,}|\d+[.)]\s)/,
  },
  {
    says: 'a path of somebody’s machine',
    in: text,
    finds: /(^|[\s'"`(=:])(\/work\/|\/root\/|\/home\/[a-z]+\/)|\.\.\/shared\b/,
  },
  {
    says: 'the host of a package registry; that is the reader’s own setting',
    in: text,
    finds: /registry\.npmjs|deb\.debian\.org|security\.debian\.org|nodesource\.com|pypi\.org/,
  },
];

const problems = [];
for (const file of listed()) {
  if (vagueName.test(file) && !allowedVague.test(file))
    problems.push(`${file}: a name that says nothing about what lives there`);
  if (!text.test(extname(file)) || file.endsWith('tools/tidy.mjs')) continue;
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  if (['.css', '.sql'].includes(extname(file)) && lines.length > 400)
    problems.push(`${file}: ${lines.length} lines; 400 is the wall`);
  for (const rule of rules.filter((candidate) => candidate.in.test(extname(file)))) {
    if (mayNameMachines.test(file) && rule.in === text) continue;
    lines.forEach((line, index) => {
      if (rule.finds.test(line)) problems.push(`${file}:${index + 1}: ${rule.says}: ${line.trim().slice(0, 100)}`);
    });
  }
}

for (const problem of problems) console.log(problem);
console.log(problems.length === 0 ? 'Nothing to tidy.' : `${problems.length} to tidy.`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Lists all files that are committed or about to be, without lockfiles. */
function listed() {
  const names = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
  const kept = (name) => name && !name.endsWith('package-lock.json') && existsSync(join(root, name));
  return [...new Set(names.split('\0'))].filter(kept);
}
