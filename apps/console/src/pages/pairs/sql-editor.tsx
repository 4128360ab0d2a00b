import { PostgreSQL, sql as sqlLanguage } from '@codemirror/lang-sql';
import { defaultHighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { Prec } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { minimalSetup } from 'codemirror';
import { useEffect, useRef } from 'react';
import { markAt, mistakes } from './mistake-mark.js';

interface SqlEditorProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
  /** From 1, in characters: where the server found a mistake. */
  readonly position: number | null;
}

const THEME = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--sunken)', fontSize: '14px', borderRadius: '7px' },
  '&.cm-focused': { outline: '2px solid var(--accent)' },
  '.cm-content': { fontFamily: 'var(--mono)', padding: '10px', caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-mistake': {
    textDecoration: 'underline wavy var(--bad)',
    textUnderlineOffset: '3px',
    backgroundColor: 'var(--bad-ground)',
  },
});

/** In a shadow root: its style sheets are adopted there, and the page needs no inline styles. */
export default function SqlEditor({ label, value, onChange, onSubmit, onCancel, position }: SqlEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const first = useRef(value);
  const handlers = useRef({ onChange, onSubmit, onCancel });
  useEffect(() => {
    handlers.current = { onChange, onSubmit, onCancel };
  });
  useEffect(() => {
    const element = host.current;
    if (element === null) {
      return;
    }
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const keys = keymap.of([
      { key: 'Mod-Enter', run: () => (handlers.current.onSubmit(), true) },
      { key: 'Escape', run: () => (handlers.current.onCancel(), true) },
    ]);
    const editor = new EditorView({
      root,
      parent: root as unknown as Element,
      doc: first.current,
      extensions: [
        Prec.highest(keys),
        minimalSetup,
        sqlLanguage({ dialect: PostgreSQL }),
        syntaxHighlighting(defaultHighlightStyle, { fallback: true }),
        EditorView.lineWrapping,
        mistakes,
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.domEventHandlers({ beforeinput: replaceSelection }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) {
            handlers.current.onChange(state.doc.toString());
          }
        }),
        THEME,
      ],
    });
    view.current = editor;
    editor.focus();
    return () => {
      editor.destroy();
      root.replaceChildren();
      view.current = null;
    };
  }, [label]);
  useEffect(() => {
    const editor = view.current;
    if (editor !== null && position !== null) {
      editor.dispatch(markAt(editor.state, position));
      editor.focus();
    }
  }, [position]);
  return <div ref={host} className="sql-editor" />;
}

/** The browser itself would keep the colours of a replaced selection by inline styles, which the page does not allow. */
function replaceSelection(event: InputEvent, view: EditorView): boolean {
  const { inputType, data } = event;
  if (inputType !== 'insertText' || data === null || view.state.selection.main.empty) {
    return false;
  }
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
  return true;
}
