import type { Browser, LaunchOptions } from 'playwright-core';

export const chromiumArgs: string[];
export function chromiumPath(): Promise<string>;
export function launchChromium(options?: LaunchOptions): Promise<Browser>;
