import { constants } from 'node:fs';
import { mkdir, open, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { DomainError } from '#libs/domain-errors';
import { decodeTableList, parseTableList } from '#libs/table-list';
import { taskErrors } from './errors.js';

/** The folder on the server from which a task may take its table list by name. */
@Injectable()
export class TableListFolder implements OnModuleInit {
  constructor(@Inject(CONFIG) private readonly config: ResolvedConfig) {}

  /** Operators copy lists into the folder. One that cannot be made may be a mount that is read-only on purpose. */
  async onModuleInit(): Promise<void> {
    await mkdir(this.config.tableListDirectory, { recursive: true }).catch(() => undefined);
  }

  /**
   * @param file path inside the folder; links are followed first and must stay inside too.
   * @returns items of the list, as written.
   * @throws DomainError `table_list_file_outside`, `table_list_file_missing`, and those of the list itself
   */
  async read(file: string): Promise<string[]> {
    const folder = await realpath(this.config.tableListDirectory).catch(() => this.config.tableListDirectory);
    const requested = isAbsolute(file) ? file : join(folder, file);
    if (file.includes('\0') || !isInside(folder, requested)) {
      throw new DomainError(taskErrors.table_list_file_outside, { file: printableName(file) });
    }
    const path = await realpath(requested).catch((error: unknown) => {
      throw new DomainError(taskErrors.table_list_file_missing, { file: printableName(file) }, { cause: error });
    });
    if (!isInside(folder, path)) {
      throw new DomainError(taskErrors.table_list_file_outside, { file: printableName(file) });
    }
    const bytes = await readBytes(path).catch((error: unknown) => {
      throw new DomainError(taskErrors.table_list_file_missing, { file: printableName(file) }, { cause: error });
    });
    return parseTableList(decodeTableList(bytes)).map(({ text }) => text);
  }
}

/** Not a FIFO, whose reader waits for a writer, and not a device, which may never end. */
async function readBytes(path: string): Promise<Buffer> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (!(await handle.stat()).isFile()) {
      throw new Error('not a regular file');
    }
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

function isInside(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}

function printableName(file: string): string {
  // eslint-disable-next-line no-control-regex
  return file.replace(/[\u0000-\u001f\u007f]/g, '�').slice(0, 200);
}
