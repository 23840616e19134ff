import type { Texts } from '../texts.ts';

/** Formats a size in bytes for people: in KiB, at least 1, below one MiB; otherwise in MiB. */
export function formatBytes(bytes: number, { language, t }: Texts): string {
  const large = bytes >= 1024 * 1024;
  const amount = large ? bytes / (1024 * 1024) : Math.max(1, Math.round(bytes / 1024));
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(amount);
  return t(large ? 'console:bytes.mebi' : 'console:bytes.kibi', { number });
}
