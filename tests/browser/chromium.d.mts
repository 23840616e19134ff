import type { Browser, LaunchOptions } from 'playwright-core';

export const chromiumArgs: string[];
export function chromiumPaths(): Promise<{ readonly full: string; readonly light: string }>;
export function launchChromium(options?: LaunchOptions): Promise<Browser>;
