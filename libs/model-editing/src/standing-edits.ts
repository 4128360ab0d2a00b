import type { ModelEditEntity } from '#libs/database';
import { modelItems, type FileItem, type Plain } from '#libs/semantic-model';

/** The edits of one item, undone ones and undoings included, newest first. */
export type EditsOfItem = readonly ModelEditEntity[];

/** Edits that no one took back. */
export function standingEdits(edits: EditsOfItem): ModelEditEntity[] {
  const undone = new Set(edits.map(({ undoes }) => undoes));
  return edits.filter(({ action, number }) => action !== 'undo' && !undone.has(number));
}

/**
 * A statement of the edit that a later one is about too; null where none is. Without the join that it added, every later
 * edit of that join would be gone.
 */
export function overtakenKey(edit: ModelEditEntity, edits: EditsOfItem): string | null {
  const keys = new Set(edit.changes.map(({ key }) => key));
  const later = standingEdits(edits).filter(({ number }) => number > edit.number);
  const changed = later.flatMap(({ changes }) => changes.map(({ key }) => key));
  return changed.find((key) => edit.action === 'add' || keys.has(key)) ?? null;
}

/**
 * The edits that make a join or metric a statement of people: the standing ones since it was given back to the database.
 * Newest first.
 */
export function sayingEdits(edits: EditsOfItem): ModelEditEntity[] {
  const standing = standingEdits(edits);
  const given = standing.findIndex((edit) => !isSaid(edit, 'after'));
  return given < 0 ? standing : standing.slice(0, given);
}

/** Keys of a join or metric that people have stated: all that it says where a person wrote it into the file. */
export function keysOfPeople(item: FileItem, part: ModelEditEntity['part'], edits: EditsOfItem): string[] {
  if (!item.byPerson) {
    return [];
  }
  const saying = sayingEdits(edits);
  const [newest] = saying;
  return newest !== undefined && evidenceBeforePeople(newest, edits) !== null
    ? [...new Set(saying.flatMap(({ changes }) => changes.map(({ key }) => key)))]
    : modelItems.statementKeys(part).filter((key) => item.values.has(key));
}

/**
 * What a join or metric rested on before people said something about it, up to this edit; null where a person had written
 * it into the file. `base` is that of the edit that found it.
 */
export function evidenceBeforePeople(
  edit: ModelEditEntity,
  edits: EditsOfItem,
): { readonly evidence: Plain | undefined; readonly base: string | null } | null {
  for (const earlier of edits.filter(({ number }) => number <= edit.number)) {
    if (!isSaid(earlier, 'after')) {
      return null;
    }
    if (!isSaid(earlier, 'before')) {
      return { evidence: earlier.changes[0]?.before.evidence as Plain | undefined, base: earlier.base };
    }
  }
  return null;
}

/** All changes of a join or metric have its one evidence. */
function isSaid({ changes }: ModelEditEntity, when: 'before' | 'after'): boolean {
  return isPersonEvidence(changes[0]?.[when].evidence);
}

export function isPersonEvidence(evidence: unknown): boolean {
  const texts: readonly unknown[] = Array.isArray(evidence) ? evidence : [evidence];
  return texts.some((text) => typeof text === 'string' && modelItems.isPersonText(text));
}
