import { describe, expect, it } from 'vitest';
import { dialectOf, wrapperClass } from './tag.ts';

describe('a tag', () => {
  it('gets a wrapper class by its own class: amoCRM’s, Kommo’s, else ours', () => {
    expect(wrapperClass({}, dialectOf(classes('amocrm_oauth')))).toBe('amocrm-oauth');
    expect(wrapperClass({}, dialectOf(classes('pristan_oauth', 'amocrm_oauth')))).toBe('amocrm-oauth');
    expect(wrapperClass({}, dialectOf(classes('kommo_oauth')))).toBe('kommo-oauth');
    expect(wrapperClass({}, dialectOf(classes('pristan_oauth')))).toBe('pristan-oauth');
  });

  it('may name the wrapper’s classes itself', () => {
    expect(wrapperClass({ className: 'cta wide' }, 'pristan')).toBe('cta wide');
    expect(wrapperClass({ className: '' }, 'pristan')).toBe('pristan-oauth');
  });
});

function classes(...names: string[]): { contains(name: string): boolean } {
  return { contains: (name) => names.includes(name) };
}
