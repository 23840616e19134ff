/**
 * Replaces curl on a machine without it, for the guide's commands: `-sS`, `-H`, `-d` and an address. Any other option
 * ends it with 2, curl's exit code for an unknown option.
 */
const headers = {};
let body;
let url;
const words = process.argv.slice(2);
for (let word = words.shift(); word !== undefined; word = words.shift()) {
  if (word === '-sS') continue;
  else if (word === '-H') {
    const [, name, value] = /^([^:]+): (.*)$/.exec(words.shift() ?? '') ?? [];
    if (name === undefined) process.exit(2);
    headers[name] = value;
  } else if (word === '-d') body = words.shift();
  else if (word.startsWith('-') || url !== undefined) process.exit(2);
  else url = word;
}
const answer = await fetch(url, { method: body === undefined ? 'GET' : 'POST', headers, body });
process.stdout.write(await answer.text());
