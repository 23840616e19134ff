export function installIfStale(folder: string, why: string): Promise<void>;
