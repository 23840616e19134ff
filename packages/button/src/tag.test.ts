import { describe, expect, it } from 'vitest';
import { dialectOf, wrapperClass } from './tag.ts';

describe('the wrapper of a button', () => {
  it('a tag gets a wrapper class by its own class: amoCRM’s, Kommo’s, else Pristan’s', () => {
    expect(wrapperClass({}, dialectOf(classes('amocrm_oauth')))).toBe('amocrm-oauth');
    expect(wrapperClass({}, dialectOf(classes('pristan_oauth', 'amocrm_oauth')))).toBe('amocrm-oauth');
    expect(wrapperClass({}, dialectOf(classes('kommo_oauth')))).toBe('kommo-oauth');
    expect(wrapperClass({}, dialectOf(classes('pristan_oauth')))).toBe('pristan-oauth');
  });

  it('a tag may name the classes of its wrapper itself', () => {
    expect(wrapperClass({ className: 'cta wide' }, 'pristan')).toBe('cta wide');
    expect(wrapperClass({ className: '' }, 'pristan')).toBe('pristan-oauth');
  });
});

function classes(...names: string[]): { contains(name: string): boolean } {
  return { contains: (name) => names.includes(name) };
}
