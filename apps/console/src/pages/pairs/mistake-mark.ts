import { StateEffect, StateField, type EditorState, type TransactionSpec } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';

interface Range {
  readonly from: number;
  readonly to: number;
}

const marked = StateEffect.define<Range>();
const MARK = Decoration.mark({ class: 'cm-mistake', attributes: { 'data-mistake': '' } });

/** The word where the server found a mistake. The mark goes with the next change of the text. */
export const mistakes = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, { docChanged, effects }) =>
    effects.reduce(
      (set, effect) => (effect.is(marked) ? Decoration.set(MARK.range(effect.value.from, effect.value.to)) : set),
      docChanged ? Decoration.none : marks,
    ),
  provide: (field) => EditorView.decorations.from(field),
});

/** Marks the word at a place, and puts the cursor before it. @param position in characters, from 1 */
export function markAt(state: EditorState, position: number): TransactionSpec {
  const range = wordAt(state.doc.toString(), position);
  const effects = range.from < range.to ? [marked.of(range)] : [];
  return { selection: { anchor: range.from }, effects, scrollIntoView: true };
}

/**
 * The word that begins at a place, else the one sign there; at the end of the text, the word before it.
 * @param position in characters, from 1, as PostgreSQL counts them: one of them may be two units of a JavaScript text
 */
export function wordAt(text: string, position: number): Range {
  const characters = [...text];
  const from = characters.slice(0, position - 1).join('').length;
  const rest = text.slice(from);
  if (rest.trim() === '') {
    const before = text.trimEnd();
    return { from: before.length - (/[\p{L}\p{N}_$]+$|.$/u.exec(before)?.[0].length ?? 0), to: before.length };
  }
  const [word = ''] = /^(?:"(?:[^"]|"")*"?|[\p{L}\p{N}_$]+|.)/su.exec(rest) ?? [];
  return { from, to: from + word.length };
}
