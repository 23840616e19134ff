/**
 * Stands in for curl on a machine that has none, as far as the guide's commands use it: `-sS`, `-H`, `-d` and an address.
 * Anything else ends it with curl's own code for an option it does not know.
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
