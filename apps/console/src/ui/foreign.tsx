import { useState } from 'react';
import { defineTexts } from '../i18n/texts.js';
import { useTexts } from '../i18n/language.js';
import { Button } from './button.js';

const texts = defineTexts({
  more: {
    zh: ({ count }: { count: string }) => `显示其余 ${count} 个字符`,
    en: ({ count }: { count: string }) => `Show ${count} more characters`,
  },
});

/**
 * Characters without a glyph, but for tab and line feed: controls, and format characters, some of which change the order in
 * which the text around them is read. A joiner holds emoji and scripts together.
 */
const INVISIBLE = /[[\p{Cc}\p{Cf}]--[\t\n\u200c\u200d]]/gv;
const PAGE = 20_000;

/** The text with every character that could disguise it made visible, as `⟨U+202E⟩`. */
export function visibleText(text: string): string {
  return text.replace(
    INVISIBLE,
    (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}

interface ForeignProps {
  readonly text: string;
  /** Characters that are shown at first; the rest on request. */
  readonly max?: number;
}

/**
 * A text that the business database, a model or a user wrote: a name, a comment, a question, an error. Its direction does
 * not reach its surroundings, and a very long one is cut.
 */
export function Foreign({ text, max = 400 }: ForeignProps) {
  const t = useTexts(texts);
  const [shown, setShown] = useState(max);
  const rest = text.length - shown;
  return (
    <bdi className="foreign">
      {visibleText(rest > 0 ? text.slice(0, shown) : text)}
      {rest > 0 && (
        <>
          {'… '}
          <Button kind="quiet" small onPress={() => setShown(shown + PAGE)}>
            {t.more({ count: Math.min(rest, PAGE).toLocaleString() })}
          </Button>
        </>
      )}
    </bdi>
  );
}

/** One line of it, cut with CSS and after `max` characters; the beginning of the whole is its tooltip. */
export function ForeignLine({ text, max = 200 }: ForeignProps) {
  const line = visibleText(text.slice(0, max)) + (text.length > max ? '…' : '');
  return (
    <bdi className="foreign foreign-line" title={line}>
      {line}
    </bdi>
  );
}
