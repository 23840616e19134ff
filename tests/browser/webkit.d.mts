export function webkitPaths(): Promise<{ readonly driver: string; readonly screen: string }>;
/** @returns where the driver answers WebDriver's requests */
export function launchWebkit(): Promise<{ readonly url: string; close(): Promise<void> }>;
