import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type YAMLMap } from 'yaml';
import { DomainError } from '#libs/domain-errors';
import { modelFileErrors } from './errors.js';
import { saysFollows, saysPerson } from './evidence-text.js';
import { MODEL_LISTS, type FileItem, type ModelFile, type ModelList } from './model-file.js';
import type { Plain } from './statement.js';

const VERSION = 1;

/**
 * Reads `semantic_model.yaml`. Items that the model does not know are found when they meet it, see `applyEdits`.
 * @throws DomainError `semantic_model_…`, with the line
 */
export function readModelFile(text: string, file: string): ModelFile {
  if (text.includes('\uFFFD')) {
    throw new DomainError(modelFileErrors.semantic_model_encoding, { file });
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new DomainError(modelFileErrors.semantic_model_malformed, { file, line, column: col, reason: error.message });
  }
  return new ModelFileReader(document, lines, file).read();
}

class ModelFileReader {
  constructor(
    private readonly document: Document.Parsed,
    private readonly lines: LineCounter,
    private readonly file: string,
  ) {}

  read(): ModelFile {
    const root = this.document.contents;
    if (root === null) {
      return { datasets: [], relationships: [], metrics: [], complete: false, nameless: [], rest: new Map() };
    }
    if (!isMap(root)) {
      throw this.wrongShape(root, 'version, database, datasets, relationships, metrics');
    }
    const top = entriesOf(this.plain(root));
    if (top.get('version') !== undefined && top.get('version') !== VERSION) {
      throw this.wrongShape(this.nodeAt(root, 'version'), `version: ${VERSION}`);
    }
    const nameless: ModelFile['nameless'][number][] = [];
    const list = (name: ModelList): FileItem[] =>
      this.items(root, name, (line, raw) => nameless.push({ list: name, line, raw }));
    const known = new Set<string>([...MODEL_LISTS, 'version', 'database', 'complete']);
    return {
      datasets: list('datasets'),
      relationships: list('relationships'),
      metrics: list('metrics'),
      complete: top.get('complete') === true,
      nameless,
      rest: new Map([...top].filter(([key]) => !known.has(key))),
    };
  }

  private items(parent: YAMLMap, key: string, onNameless: (line: number, raw: Plain) => void): FileItem[] {
    const node = this.nodeAt(parent, key);
    if (node === null || (isScalar(node) && node.value === null)) {
      return [];
    }
    if (!isSeq(node)) {
      throw this.wrongShape(node, `${key}: [{name: …}, …]`);
    }
    return node.items.flatMap((item) => {
      const line = this.lineOf(item);
      const raw = this.plain(item);
      const values = entriesOf(raw);
      const name = values.get('name');
      if (!isMap(item) || (typeof name !== 'string' && typeof name !== 'number')) {
        onNameless(line, raw);
        return [];
      }
      const fields = this.items(item, 'fields', () => undefined);
      const evidence = values.get('evidence') ?? null;
      ['name', 'fields', 'evidence'].forEach((known) => values.delete(known));
      return [{ name: String(name), line, values, ...peopleIn(evidence), fields, raw }];
    });
  }

  private nodeAt(map: YAMLMap, key: string): Node | null {
    const node: unknown = map.get(key, true);
    return isNode(node) ? node : null;
  }

  private lineOf(node: unknown): number {
    return isNode(node) && node.range ? this.lines.linePos(node.range[0]).line : 1;
  }

  private plain(node: unknown): Plain {
    try {
      return isNode(node) ? plainOf(node.toJS(this.document)) : null;
    } catch (cause) {
      // Aliases of aliases that would grow without end.
      throw new DomainError(
        modelFileErrors.semantic_model_malformed,
        { file: this.file, line: this.lineOf(node), column: 1, reason: 'too many aliases' },
        { cause },
      );
    }
  }

  private wrongShape(node: unknown, expected: string): DomainError {
    return new DomainError(modelFileErrors.semantic_model_wrong_shape, {
      file: this.file,
      line: this.lineOf(node),
      expected,
    });
  }
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value);
}

function entriesOf(value: Plain): Map<string, Plain> {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return new Map(isRecord ? Object.entries(value).map(([key, item]): [string, Plain] => [key, item ?? null]) : []);
}

function peopleIn(evidence: Plain): Pick<FileItem, 'people' | 'byPerson' | 'follows'> {
  const spoken = (value: Plain | undefined): boolean => typeof value === 'string' && saysPerson(value);
  const given = (value: Plain | undefined): boolean => typeof value === 'string' && saysFollows(value);
  const keysOf = (fits: (value: Plain) => boolean): Set<string> =>
    new Set([...entriesOf(evidence)].filter(([, value]) => fits(value)).map(([key]) => key));
  return {
    people: keysOf(spoken),
    follows: given(evidence) ? 'all' : keysOf(given),
    byPerson: spoken(evidence) || (Array.isArray(evidence) && evidence.some(spoken)),
  };
}

/** What JSON has no form for becomes text. */
function plainOf(value: unknown): Plain {
  if (value === null || value === undefined) {
    return null;
  }
  if (Array.isArray(value)) {
    return value.map(plainOf);
  }
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainOf(item)]));
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : String(value);
  }
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}
