import { useEffect, useRef, useState } from 'react';

export type Keys = Readonly<Record<string, () => void>>;

const STORED = 'data-pipeline.single-keys';
const WRITES = 'input, textarea, select, [contenteditable], [role="dialog"], [role="listbox"], .sql-editor';

/** Whether single keys do something: who speaks to the computer, or hits keys by chance, turns them off. */
export function useKeySwitch(): readonly [boolean, (isOn: boolean) => void] {
  const [isOn, setOn] = useState(() => localStorage.getItem(STORED) !== 'off');
  const set = (next: boolean) => {
    localStorage.setItem(STORED, next ? 'on' : 'off');
    setOn(next);
  };
  return [isOn, set];
}

/**
 * Single keys for the actions of a page, but not where somebody writes. A key that is held acts once.
 * @param keys by `event.key` in lower case
 */
export function useKeys(keys: Keys): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target, ctrlKey, metaKey, altKey, repeat } = event;
      const isWriting = target instanceof Element && target.closest(WRITES) !== null;
      const action = current.current[event.key.toLowerCase()];
      if (action === undefined || isWriting || ctrlKey || metaKey || altKey || repeat) {
        return;
      }
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
