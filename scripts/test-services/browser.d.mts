/** @throws Error when there is no browser and none can be installed */
export function ensureBrowser(say: (line: string) => void): Promise<string>;
export function findBrowser(): string | null;
