import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { DomainError } from '#libs/domain-errors';
import { secretErrors } from './errors.js';

const VERSION = 'v1';
const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;

/** Encrypts short texts at rest: AES-256-GCM under a key derived from `SECRET_KEY`. */
export class SecretBox {
  private readonly key: Buffer;

  constructor(secretKey: string) {
    this.key = Buffer.from(hkdfSync('sha256', secretKey, '', 'data-pipeline secrets at rest', 32));
  }

  /**
   * @param context the owner of the text, such as the id of its row; authenticated, so it decrypts there only.
   * @returns printable text: version, IV, tag and data, with dots between them.
   */
  encrypt(text: string, context: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key, iv).setAAD(Buffer.from(context));
    const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return [VERSION, ...[iv, cipher.getAuthTag(), data].map((part) => part.toString('base64url'))].join('.');
  }

  /** @throws DomainError `secret_unreadable` for another key, another context, or a text that was changed. */
  decrypt(encrypted: string, context: string): string {
    const [version, iv = '', tag = '', data = ''] = encrypted.split('.');
    try {
      if (version !== VERSION) {
        throw new TypeError('not the form of an encrypted text');
      }
      const decipher = createDecipheriv(ALGORITHM, this.key, Buffer.from(iv, 'base64url'), { authTagLength: 16 })
        .setAAD(Buffer.from(context))
        .setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(data, 'base64url'), decipher.final()]).toString('utf8');
    } catch (error) {
      throw new DomainError(secretErrors.secret_unreadable, {}, { cause: error });
    }
  }
}
