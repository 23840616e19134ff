import { describe, expect, test } from 'vitest';
import { answerText } from './answer-text.ts';
import { unknownCharset } from './unknown-charset.ts';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const text = (type: string | undefined, hex: string) =>
  answerText({ headers: { 'content-type': type }, body: bytes(hex) });

describe('logged body of an answer to a hook', () => {
  test.each([
    ['windows-1251', 'text/html; charset=windows-1251', 'ce f8 e8 e1 ea e0', 'Ошибка'],
    ['koi8-r', 'text/plain;charset="KOI8-R"', 'ef db c9 c2 cb c1', 'Ошибка'],
    ['iso-8859-5', 'text/plain; charset=iso-8859-5', 'be e8 d8 d1 da d0', 'Ошибка'],
    ['iso-8859-1', 'text/plain; charset=ISO-8859-1', '63 61 66 e9', 'café'],
    ['utf-8', 'application/json; charset=utf-8', 'd0 9e d0 ba', 'Ок'],
    ['utf-8, when it names none', 'application/json', 'd0 9e d0 ba', 'Ок'],
    ['utf-8, when it has no type', undefined, 'd0 9e d0 ba', 'Ок'],
    ['its byte order mark says, whatever its header names', 'text/plain; charset=koi8-r', 'ef bb bf d0 9e', 'О'],
    ['utf-16le by its mark', 'text/plain', 'ff fe 1e 04', 'О'],
    ['utf-16be by its mark', 'text/plain', 'fe ff 04 1e', 'О'],
  ])('the logged body of an answer is read as %s', (_what, type, hex, read) => expect(text(type, hex)).toBe(read));

  test('the logged body of an answer is read in the charset of its HTML when its header names none', () => {
    const html = Buffer.concat([Buffer.from('<html><meta charset="windows-1251">'), bytes('ce ea')]);
    expect(answerText({ headers: { 'content-type': 'text/html' }, body: html })).toBe(
      '<html><meta charset="windows-1251">Ок',
    );
  });

  test('the logged body of an answer is read as utf-8 when its charset is unknown, and the log says so', () => {
    expect(text('text/plain; charset=x-elvish', 'd0 9e')).toBe('О');
    expect(unknownCharset({ 'content-type': 'text/plain; charset=x-elvish' })).toBe('x-elvish');
    expect(unknownCharset({ 'content-type': 'text/plain; charset=koi8-r' })).toBeUndefined();
    expect(unknownCharset({})).toBeUndefined();
  });

  test('the logged body of an answer ends before a character that was cut off, and contains no NUL', () => {
    expect(text(undefined, 'd0 9e d0')).toBe('О');
    expect(text(undefined, '61 00 62')).toBe('a\uFFFDb');
  });
});
