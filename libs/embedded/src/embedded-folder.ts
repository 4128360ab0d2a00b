import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { hostAddress, type HostAddress } from './control-protocol.js';

/** Where everything of the embedded databases lies. */
export interface EmbeddedFolder {
  readonly root: string;
  readonly postgresData: string;
  readonly vectorData: string;
  readonly log: string;
  readonly hostAddress: string;
  readonly credentials: string;
}

export function embeddedFolder(directory: string): EmbeddedFolder {
  const root = resolve(directory, '.embedded');
  return {
    root,
    postgresData: join(root, 'postgres'),
    vectorData: join(root, 'vector'),
    log: join(root, 'host.log'),
    hostAddress: join(root, 'host.json'),
    credentials: join(root, 'credentials.json'),
  };
}

export async function createFolder({ root }: EmbeddedFolder): Promise<void> {
  // 0711: under root, PostgreSQL runs as another user and passes through; it cannot list, and every file is 0600.
  await mkdir(dirname(root), { recursive: true });
  await mkdir(root, { recursive: true, mode: 0o711 });
}

/** The host that last wrote its address, whether it lives or not; a damaged address is none. */
export async function readHostAddress(folder: EmbeddedFolder): Promise<HostAddress | undefined> {
  try {
    return await readJson(folder.hostAddress, hostAddress);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      return undefined;
    }
    throw error;
  }
}

export async function writeHostAddress(folder: EmbeddedFolder, address: HostAddress): Promise<void> {
  await writePrivately(folder.hostAddress, JSON.stringify(address));
}

export async function removeHostAddress(folder: EmbeddedFolder): Promise<void> {
  await rm(folder.hostAddress, { force: true });
}

const credentials = z.object({ owner: z.string(), reader: z.string() });
export type Credentials = z.infer<typeof credentials>;

/** The passwords of the embedded databases: made once, kept with the data that they open. */
export async function loadCredentials(folder: EmbeddedFolder): Promise<Credentials> {
  const existing = await readJson(folder.credentials, credentials);
  if (existing) {
    return existing;
  }
  const made = { owner: newSecret(), reader: newSecret() };
  await writePrivately(folder.credentials, JSON.stringify(made));
  return made;
}

/** 192 random bits in letters that need no escaping in a URL. */
export function newSecret(): string {
  return randomBytes(24).toString('base64url');
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

/** Complete or absent, and for the owner's eyes only. */
async function writePrivately(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
