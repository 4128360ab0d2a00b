import { isMap, isScalar, isSeq, parseDocument, type Document, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Language } from '#libs/language';
import { readModelFile } from './read-model-file.js';

/** An edit as a person would make it in `semantic_model.yaml`. Tables are `schema.table`. */
export type ModelEdit =
  | { readonly kind: 'synonym'; readonly table: string; readonly column: string | null; readonly synonym: string }
  | {
      readonly kind: 'join';
      readonly from: string;
      readonly fromColumn: string;
      readonly to: string;
      readonly toColumn: string;
    };

/** `unknown`: the file has no such table or column. `present`: the file has it already. */
export type EditOutcome = 'applied' | 'present' | 'unknown';

/**
 * Writes edits into the text of `semantic_model.yaml`; everything else in it stays as it is. The next run takes them for
 * edits of a person.
 * @param file its name, for errors
 * @throws DomainError `semantic_model_…` for a file that cannot be read
 */
export function editModelText(
  text: string,
  file: string,
  edits: readonly ModelEdit[],
): { readonly text: string; readonly outcomes: readonly EditOutcome[] } {
  readModelFile(text, file);
  const document = parseDocument(text);
  const outcomes = edits.map((edit) =>
    edit.kind === 'synonym' ? addSynonym(document, edit) : addJoin(document, edit),
  );
  return { text: outcomes.includes('applied') ? document.toString({ lineWidth: 0 }) : text, outcomes };
}

function addSynonym(document: Document, edit: ModelEdit & { kind: 'synonym' }): EditOutcome {
  const table = itemNamed(document.getIn(['datasets']), edit.table);
  const target = edit.column === null || table === null ? table : itemNamed(table.get('fields'), edit.column);
  if (target === null) {
    return 'unknown';
  }
  const found = target.get('synonyms');
  if (isMap(found)) {
    const language = languageOf(edit.synonym);
    const list = found.get(language);
    return isSeq(list) ? append(list, edit.synonym) : set(found, language, [edit.synonym], document);
  }
  return isSeq(found) ? append(found, edit.synonym) : set(target, 'synonyms', [edit.synonym], document);
}

function addJoin(document: Document, { from, fromColumn, to, toColumn }: ModelEdit & { kind: 'join' }): EditOutcome {
  const ends = [from, to].map((table) => itemNamed(document.getIn(['datasets']), table));
  const columns = [fromColumn, toColumn];
  if (ends.some((table, index) => itemNamed(table?.get('fields'), columns[index] ?? '') === null)) {
    return 'unknown';
  }
  const joins = document.getIn(['relationships']);
  const name = `${nameOf(from)}.${fromColumn} = ${nameOf(to)}.${toColumn}`;
  const wanted = [from, fromColumn, to, toColumn].join('\n');
  if (
    isSeq(joins) &&
    joins.items.some((item) => isMap(item) && (endsOf(item) === wanted || item.get('name') === name))
  ) {
    return 'present';
  }
  const join = { name, from, to, from_columns: [fromColumn], to_columns: [toColumn] };
  if (isSeq(joins) && joins.items.length > 0) {
    joins.add(document.createNode(join));
  } else {
    document.setIn(['relationships'], document.createNode([join]));
  }
  return 'applied';
}

function endsOf(join: YAMLMap): string {
  const columns = ['from_columns', 'to_columns'].map((key) => {
    const list = join.get(key);
    return isSeq(list) ? list.items.map((item) => (isScalar(item) ? String(item.value) : '')).join(' ') : '';
  });
  return [join.get('from'), columns[0], join.get('to'), columns[1]].map(String).join('\n');
}

function itemNamed(list: unknown, name: string): YAMLMap | null {
  const items = isSeq(list) ? list.items : [];
  return items.filter((item) => isMap(item)).find((item) => String(item.get('name')) === name) ?? null;
}

function append(list: YAMLSeq, text: string): EditOutcome {
  if (list.items.some((item) => isScalar(item) && String(item.value).toLowerCase() === text.toLowerCase())) {
    return 'present';
  }
  list.add(text);
  return 'applied';
}

function set(target: YAMLMap, key: string, value: readonly string[], document: Document): EditOutcome {
  target.set(key, document.createNode(value));
  return 'applied';
}

function languageOf(text: string): Language {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en';
}

function nameOf(table: string): string {
  return table.slice(table.indexOf('.') + 1);
}
