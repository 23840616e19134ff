import { expect, test } from 'vitest';
import { found, manifest } from '../testing/a-widget.ts';
import { unusedFilesCheck } from './unused.ts';

const told = (changed: Parameters<typeof found>[1]) => found(unusedFilesCheck, changed).map(([file]) => file);

test('widget files that the manifest and the code refer to count as used', () => {
  expect(told({})).toEqual([]);
  const files = { 'lib/chart.min.js': {}, 'templates/card.twig': {}, 'images/menu.svg': {}, 'style.css': {} };
  const code = "define(['./lib/chart.min'], f); load('/templates/' + 'card' + '.twig'); style.css";
  const left_menu = { a: { title: 'widget.name', icon: '/images/menu.svg' } };
  expect(told({ files, code, manifest: { ...manifest, left_menu } })).toEqual([]);
});

test('widget files that nothing refers to are reported; a development tool’s folder is reported once', () => {
  const files = { 'notes.txt': {}, '.DS_Store': {}, '.git/HEAD': {}, '.git/config': {}, 'node_modules/a/b.js': {} };
  expect(found(unusedFilesCheck, { files })).toEqual([
    ['notes.txt', '', 'unused', '', '', '', ''],
    ['.DS_Store', '', 'unused', '', '', '', ''],
    ['.git/', '', 'unused', '', '2', '', ''],
    ['node_modules/', '', 'unused', '', '1', '', ''],
  ]);
});

test('the file of a language that the widget’s manifest does not list is unused', () => {
  expect(told({ files: { 'i18n/es.json': {} } })).toEqual(['i18n/es.json']);
});

test('with more widget code than is checked, only files of operating systems and development tools are reported as unused', () => {
  expect(told({ files: { 'notes.txt': {}, '.DS_Store': {} }, code: undefined })).toEqual(['.DS_Store']);
});
