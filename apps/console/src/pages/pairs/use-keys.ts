import { useEffect, useRef } from 'react';

export type Keys = Readonly<Record<string, () => void>>;

const WRITES = 'input, textarea, select, [contenteditable], [role="dialog"], [role="listbox"], .sql-editor';

/** Single keys for the actions of a page, but not where somebody writes. @param keys by `event.key` in lower case */
export function useKeys(keys: Keys): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target, ctrlKey, metaKey, altKey } = event;
      const isWriting = target instanceof Element && target.closest(WRITES) !== null;
      const action = current.current[event.key.toLowerCase()];
      if (action === undefined || isWriting || ctrlKey || metaKey || altKey) {
        return;
      }
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
