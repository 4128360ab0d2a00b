import { hkdfSync } from 'node:crypto';
import { identityToRecipient } from 'age-encryption';
import { ConfigurationError } from '#libs/config';

/** Of `age1…`: enough to tell the keys of an installation apart, and to find one with `age-keygen -y`. */
const KEY_ID_CHARACTERS = 12;
const MAC_KEY_BYTES = 32;

/** A key of backup files: an X25519 identity of the age format. */
export interface BackupKey {
  /** The beginning of its public part; manifests and errors name the key by it. */
  readonly id: string;
  /** `AGE-SECRET-KEY-1…` */
  readonly identity: string;
  /** Its public part, `age1…`. */
  readonly recipient: string;
  /** Authenticates manifests. */
  readonly macKey: Buffer;
}

/** The keys of this installation: one for new backups, and older ones for those that are there. */
export class BackupKeys {
  static readonly none = new BackupKeys(null, []);

  private constructor(
    /** Null: new backups are not encrypted. */
    readonly current: BackupKey | null,
    private readonly older: readonly BackupKey[],
  ) {}

  /** @throws ConfigurationError for a key with a typing error */
  static async open(current: string | null, older: readonly string[]): Promise<BackupKeys> {
    return new BackupKeys(
      current === null ? null : await openKey('VECTOR_BACKUP_KEY', current),
      await Promise.all(older.map((identity) => openKey('VECTOR_BACKUP_OLD_KEYS', identity))),
    );
  }

  find(id: string): BackupKey | null {
    return [this.current, ...this.older].find((key) => key?.id === id) ?? null;
  }
}

async function openKey(variable: string, identity: string): Promise<BackupKey> {
  try {
    const recipient = await identityToRecipient(identity);
    const id = recipient.slice(0, KEY_ID_CHARACTERS);
    const macKey = hkdfSync('sha256', identity, '', 'data-pipeline backup manifest', MAC_KEY_BYTES);
    return { id, identity, recipient, macKey: Buffer.from(macKey) };
  } catch {
    // The library's message may repeat the key.
    throw new ConfigurationError([
      { variable, message: 'expected keys as age-keygen prints them: the checksum is wrong' },
    ]);
  }
}
