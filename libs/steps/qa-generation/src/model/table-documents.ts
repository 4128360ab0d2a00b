import { relationName, type Catalog, type Relation } from '#libs/catalog';
import {
  detailLineKind,
  FILENAME_MAPPING_FILE,
  parseFilenameMapping,
  readIfPresent,
  withoutExamples,
  type DetailLineKind,
} from '#libs/step-files';
import type { StepContext } from '#libs/steps/step';

/** The Markdown document of each listed table, as ddl_generation wrote it; a plain one where there is none. */
export async function readTableDocuments(
  catalog: Catalog,
  { files }: StepContext,
): Promise<ReadonlyMap<string, string>> {
  const published = new Set(await files.list());
  const fileOf = parseFilenameMapping((await readIfPresent(files, FILENAME_MAPPING_FILE)) ?? '');
  const documents = new Map<string, string>();
  for (const relation of catalog.relations) {
    const file = fileOf.get(relationName(relation));
    documents.set(
      relationName(relation),
      file !== undefined && published.has(file) ? await files.read(file) : plainDocument(relation),
    );
  }
  return documents;
}

function plainDocument(relation: Relation): string {
  const key = new Set(relation.primaryKey?.columns ?? []);
  const columns = relation.columns.map(
    ({ name, type, comment }) => `- ${name} (${type})${comment ? ` - ${comment}` : ''}${key.has(name) ? ' [PK]' : ''}`,
  );
  const links = relation.foreignKeys.map(({ definition }) => `- ${definition}`);
  return [`## ${relationName(relation)}${relation.comment ? ` (${relation.comment})` : ''}`, ...columns, ...links].join(
    '\n',
  );
}

/** Of a plain document. */
function isPlainKey(line: string): boolean {
  return line.endsWith(' [PK]') || line.startsWith('- FOREIGN KEY');
}

/**
 * The documents of some tables within a number of characters: examples go first, then, in the longest documents, columns
 * and facts that say little, then comments and measured values; headings, keys and relations stay the longest.
 */
export function fitDocuments(documents: readonly string[], budget: number): string {
  const whole = documents.join('\n\n');
  if (whole.length <= budget) {
    return whole;
  }
  const lean = documents.map(withoutExamples);
  const share = Math.floor(budget / Math.max(documents.length, 1)) - 2;
  return lean.map((document) => (document.length <= share ? document : cutDocument(document, share))).join('\n\n');
}

const PLACES: Readonly<Record<DetailLineKind, number>> = { frame: 0, telling: 1, plain: 2 };

/** Lower stays longer. */
function rankOf(line: string): number {
  return isPlainKey(line) ? PLACES.frame : PLACES[detailLineKind(line)];
}

function cutDocument(document: string, budget: number): string {
  const lines = document.split('\n');
  const order = [...lines.keys()].sort((a, b) => rankOf(lines[a] ?? '') - rankOf(lines[b] ?? '') || a - b);
  const kept = new Set<number>();
  let length = 0;
  for (const index of order) {
    length += (lines[index] ?? '').length + 1;
    if (length > budget) {
      break;
    }
    kept.add(index);
  }
  return lines.filter((_, index) => kept.has(index)).join('\n');
}
