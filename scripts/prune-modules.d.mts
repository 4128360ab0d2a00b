export function pruneModules(folder: string): Promise<void>;
