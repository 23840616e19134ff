import type { Language } from '../texts.ts';

/** Formats a size in bytes for people: in KiB, at least 1, below one MiB; otherwise in MiB. */
export function formatBytes(bytes: number, language: Language): string {
  const large = bytes >= 1024 * 1024;
  const amount = large ? bytes / (1024 * 1024) : Math.max(1, Math.round(bytes / 1024));
  const words = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(amount);
  const units = language === 'ru' ? { large: 'МиБ', small: 'КиБ' } : { large: 'MiB', small: 'KiB' };
  return `${words}\u00a0${large ? units.large : units.small}`;
}
