import { extname } from 'node:path';
import { DomainError } from '#libs/domain-errors';
import { inEveryLanguage, type Text } from '#libs/language';
import { isSystemFile } from '#libs/step-files';
import { fileErrors } from '../errors.js';

const TYPES = ['.ddl', '.md', '.txt', '.json', '.sql', '.csv', '.yaml', '.log', '.gz'];
const MAX_BYTES = 255;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** Why a name is refused, in the order in which it is looked at. */
const RULES: readonly (Text & { readonly broken: (name: string) => boolean })[] = [
  { broken: (name) => name === '', zh: '文件名为空', en: 'it is empty' },
  { broken: (name) => Buffer.byteLength(name) > MAX_BYTES, zh: '超过 255 字节', en: 'it has more than 255 bytes' },
  { broken: (name) => CONTROL.test(name), zh: '包含控制字符', en: 'it has control characters' },
  { broken: (name) => /[/\\]/.test(name), zh: '不能包含路径', en: 'it must not name a folder' },
  { broken: (name) => /[<>:"|?*]/.test(name), zh: '包含 <>:"|?* 之一', en: 'it has one of <>:"|?*' },
  { broken: (name) => name.includes('..'), zh: '包含 ..', en: 'it has ..' },
  { broken: (name) => name.startsWith('.'), zh: '以 . 开头', en: 'it begins with a dot' },
  { broken: (name) => /^\s|[\s.]$/.test(name), zh: '首尾有空格或句点', en: 'it begins or ends with a blank or a dot' },
  { broken: (name) => DEVICE.test(name), zh: 'Windows 保留名称', en: 'it is a device name of Windows' },
  {
    broken: (name) => !name.isWellFormed() || name.includes('\uFFFD'),
    zh: '不是有效的 UTF-8',
    en: 'it is not valid UTF-8',
  },
];

/**
 * Checks the name of an upload: a plain file name of a known type that no file of the system has.
 * @throws DomainError `upload_name_invalid`, `upload_name_protected`, `upload_type_unsupported`
 */
export function requireUploadName(name: string): void {
  const broken = RULES.find((rule) => rule.broken(name));
  if (broken) {
    const reason = inEveryLanguage((language) => broken[language]);
    throw new DomainError(fileErrors.upload_name_invalid, { name: printableName(name), reason });
  }
  if (isSystemFile(name)) {
    throw new DomainError(fileErrors.upload_name_protected, { name });
  }
  if (!TYPES.includes(extname(name).toLowerCase())) {
    throw new DomainError(fileErrors.upload_type_unsupported, { name: printableName(name), types: TYPES.join(' ') });
  }
}

function printableName(name: string): string {
  return name.replace(new RegExp(CONTROL, 'g'), '�').slice(0, 100);
}
