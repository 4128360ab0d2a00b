import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { translateFileError } from '#libs/data-directory';
import { SecretBox } from './secret-box.js';

const KEY_FILE = 'secret.key';
const OWN_KEY = {
  zh: '，或用 SECRET_KEY 设置密钥（不同的密钥无法解密此前保存的连接信息）',
  en: ', or set SECRET_KEY (another key cannot decrypt what was stored with this one)',
};

/**
 * The box of this installation. Without `SECRET_KEY` a key is made once and kept in `{dataDirectory}/secret.key`,
 * which only its owner reads; processes that start together agree on one.
 * @throws DomainError `data_directory_denied`, `data_directory_unusable`
 */
export async function openSecretBox(options: {
  readonly secretKey: string | null;
  readonly dataDirectory: string;
}): Promise<SecretBox> {
  return new SecretBox(options.secretKey ?? (await keptKey(options.dataDirectory)));
}

async function keptKey(directory: string): Promise<string> {
  const path = join(directory, KEY_FILE);
  try {
    return (await readKey(path)) ?? (await makeKey(directory, path));
  } catch (error) {
    throw translateFileError(error, { elsewhere: OWN_KEY, file: path });
  }
}

async function readKey(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return null;
    }
    throw error;
  }
}

/** The key appears under its name only when whole: a hard link fails where another process was first. */
async function makeKey(directory: string, path: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(32).toString('base64url')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
  } finally {
    await rm(draft, { force: true });
  }
  return (await readFile(path, 'utf8')).trim();
}
