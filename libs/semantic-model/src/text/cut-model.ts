import { parse } from 'yaml';
import { readModelFile } from '../file/read-model-file.js';
import { MODEL_LISTS, type FileItem, type ModelFile, type ModelList } from '../file/model-file.js';
import type { Plain } from '../file/statement.js';
import { keyLines, scalarText } from '../file/yaml-text.js';
import { itemLines } from './item-lines.js';

/*
 * The library needs seconds to parse the model of some hundred tables. A person changes one item at a time, so the text
 * is cut into items by its lines, and only the items in question are parsed.
 */

/** A stretch of the text: an item of a list, or what is between them (`list` is null). */
interface Part {
  readonly list: ModelList | null;
  readonly name: string;
  readonly text: string;
}

const HEAD = /^(datasets|relationships|metrics):\s*(\[\]\s*)?$/;
/** A name with a dot between words is a text in YAML as it stands. */
const PLAIN = /^[A-Za-z_]\w*\.[A-Za-z_]\w*$/;
const ITEM = /^ {2}- name: (.*)$/;

/** `semantic_model.yaml`, of which items are read and replaced without parsing the rest. */
export class CutModel {
  private constructor(
    private readonly parts: readonly Part[],
    private readonly file: string,
  ) {}

  /**
   * @param file its name, for errors
   * @throws DomainError `semantic_model_…` for a text that cannot be read
   */
  static of(text: string, file: string): CutModel {
    const parts = cut(text);
    const isReadable = !text.includes('\uFFFD');
    if (isReadable && parts?.some(({ list }) => list === 'datasets') === true) {
      return new CutModel(parts, file);
    }
    const whole = readModelFile(text, file);
    return new CutModel(parts ?? cut([...regularLines(whole)].join('')) ?? [], file);
  }

  get text(): string {
    return this.parts.map(({ text }) => text).join('');
  }

  names(list: ModelList): string[] {
    return this.parts.filter((part) => part.list === list).map(({ name }) => name);
  }

  /** @throws DomainError `semantic_model_…` for an item that cannot be read */
  item(list: ModelList, name: string): FileItem | null {
    return this.items(list, (part) => part.name === name)[0] ?? null;
  }

  /** Items that mention all of these words. @throws DomainError `semantic_model_…` */
  mentioning(list: ModelList, words: readonly string[]): FileItem[] {
    const forms = words.map((word) => [word, JSON.stringify(word).slice(1, -1)]);
    return this.items(list, ({ text }) => forms.every((either) => either.some((word) => text.includes(word))));
  }

  /** All items of a list without their fields, which are most of the text. @throws DomainError `semantic_model_…` */
  withoutFields(list: ModelList): readonly FileItem[] {
    const texts = this.parts.filter((part) => part.list === list).map(({ text }) => textWithoutFields(text));
    return this.read(list, texts.join(''));
  }

  /** With another item in the place of the first that fits; null removes it. */
  with(list: ModelList, fits: (item: FileItem) => boolean, raw: Plain | null, name: string): CutModel {
    const at = this.parts.findIndex(
      (part) => part.list === list && part.name === name && this.read(list, part.text).some(fits),
    );
    const text = raw === null ? '' : [...itemLines(raw, '  ')].join('');
    const part = { list, name, text };
    return at < 0
      ? this.withAdded(list, part)
      : new CutModel(
          [...this.parts.slice(0, at), ...(raw === null ? [] : [part]), ...this.parts.slice(at + 1)],
          this.file,
        );
  }

  private withAdded(list: ModelList, part: Part): CutModel {
    const at = this.parts.findIndex(({ list: own, text }) => own === null && text.startsWith(`${list}:`));
    const head = { list: null, name: '', text: `${list}:\n` };
    return at < 0
      ? new CutModel([...this.parts, head, part], this.file)
      : new CutModel([...this.parts.slice(0, at), head, part, ...this.parts.slice(at + 1)], this.file);
  }

  private items(list: ModelList, wanted: (part: Part) => boolean): FileItem[] {
    return this.parts.filter((part) => part.list === list && wanted(part)).flatMap(({ text }) => this.read(list, text));
  }

  private read(list: ModelList, text: string): readonly FileItem[] {
    return readModelFile(`${list}:\n${text}`, this.file)[list];
  }
}

/** @returns null for a text of another layout than that in which it is written */
function cut(text: string): Part[] | null {
  const parts: Part[] = [];
  let list: ModelList | null = null;
  let lines: string[] = [];
  let open: Omit<Part, 'text'> = { list: null, name: '' };
  const close = (next: Omit<Part, 'text'>): void => {
    parts.push({ ...open, text: lines.join('') });
    [open, lines] = [next, []];
  };
  for (const line of text.split(/(?<=\n)/)) {
    const [, head] = HEAD.exec(line.trimEnd()) ?? [];
    const [, name] = ITEM.exec(line.trimEnd()) ?? [];
    if (/^[^\s#]/.test(line)) {
      list = MODEL_LISTS.find((known) => known === head) ?? null;
      if (list === null && MODEL_LISTS.some((known) => line.startsWith(`${known}:`) || line.startsWith(`"${known}"`))) {
        return null;
      }
      close({ list: null, name: '' });
    } else if (list !== null && name !== undefined) {
      const plain = nameIn(name);
      if (plain === null) {
        return null;
      }
      close({ list, name: plain });
    } else if (list !== null && !isInside(line, open.list !== null)) {
      return null;
    }
    lines.push(line.endsWith('\n') ? line : `${line}\n`);
  }
  close({ list: null, name: '' });
  return parts;
}

/** Whether a line may belong to the item above it, or to none. */
function isInside(line: string, hasItem: boolean): boolean {
  const depth = line.search(/\S/);
  return depth < 0 || line[depth] === '#' || (hasItem && depth > 2);
}

/** Only keys of the item are indented as far as its name; a list of fields that is indented no further is left in the text. */
const FIELDS = /^ {4}fields:[ \t]*\n(?:(?:[ \t]*| {5}.*)\n)+/m;

function textWithoutFields(text: string): string {
  return text.replace(FIELDS, '');
}

function nameIn(scalar: string): string | null {
  if (PLAIN.test(scalar)) {
    return scalar;
  }
  try {
    const name: unknown = parse(scalar);
    return typeof name === 'string' || typeof name === 'number' ? String(name) : null;
  } catch {
    return null;
  }
}

/** A file in a layout of its own, such as one that a person wrote before the first run; its comments are lost. */
function* regularLines(file: ModelFile): Generator<string, void> {
  yield 'version: 1\n';
  for (const [key, value] of file.rest) {
    yield* keyLines('', key, value);
  }
  for (const list of MODEL_LISTS) {
    const items = [...file[list].map(({ raw }) => raw), ...namelessOf(file, list)];
    yield items.length === 0 ? `${scalarText(list)}: []\n` : `${list}:\n`;
    for (const item of items) {
      yield* itemLines(item, '  ');
    }
  }
  yield file.complete ? 'complete: true\n' : '';
}

function namelessOf({ nameless }: ModelFile, list: ModelList): Plain[] {
  return nameless.filter((item) => item.list === list).map(({ raw }) => raw);
}
