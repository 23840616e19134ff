import { expect, test } from 'vitest';
import { htmlLimits, htmlProblem } from './html-limits.ts';

const nested = (depth: number, tag = 'b'): string => `<${tag}>`.repeat(depth) + 'x' + `</${tag}>`.repeat(depth);

test('a long description with much markup may be parsed', () => {
  const item = '<li>Letters &amp; calls go in by <b>themselves</b>, <a href="https://shop.example/a">see how</a></li>';
  expect(
    htmlProblem(`<h2>What it does</h2><ul>${item.repeat(200)}</ul><p>${'Words. '.repeat(6_000)}</p>`),
  ).toBeUndefined();
  expect(htmlProblem('<p>one<p>two'.repeat(300))).toBeUndefined();
  expect(htmlProblem(`<ul>${'<li>one'.repeat(900)}</ul>`)).toBeUndefined();
  expect(htmlProblem('x < y and y > z')).toBeUndefined();
  expect(htmlProblem('')).toBeUndefined();
});

test('HTML tags may be nested up to the limit, however many there are', () => {
  expect(htmlProblem(nested(htmlLimits.depth))).toBeUndefined();
  expect(htmlProblem(nested(htmlLimits.depth + 1))).toBe('nested_too_deep');
  expect(htmlProblem(nested(htmlLimits.depth).repeat(15))).toBeUndefined();
  expect(htmlProblem('<B >'.repeat(51))).toBe('nested_too_deep');
  expect(htmlProblem('<x-y>'.repeat(51))).toBe('nested_too_deep');
});

test.each([
  ['tags', '<b>x</b>'],
  ['tags that are not closed', '<br>'],
  ['beginnings of tags', '<'],
  ['ends of tags', '</b>'],
  ['entities', '&amp;'],
  ['comments', '<!---->'],
])('HTML %s are counted towards the limit', (_what, part) => {
  const each = [...part].filter((letter) => letter === '<' || letter === '&').length;
  const most = htmlLimits.parts / each;
  expect(htmlProblem(part.repeat(most))).toBeUndefined();
  expect(htmlProblem(part.repeat(most + 1))).toBe('too_many_tags');
});

test('HTML attributes are counted towards the limit, text outside of tags is not', () => {
  const attributes = (count: number): string => `<a${' a=1'.repeat(count)}>`;
  expect(htmlProblem(attributes(htmlLimits.parts - 1))).toBeUndefined();
  expect(htmlProblem(attributes(htmlLimits.parts))).toBe('too_many_tags');
  expect(htmlProblem(`<a${'/a'.repeat(htmlLimits.parts * 4)}>`)).toBe('too_many_tags');
  expect(htmlProblem('a b '.repeat(10_000))).toBeUndefined();
});
