import { useTexts } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { evaluationTexts } from './texts.js';

interface CursorPagerProps {
  /** `after` of the first page to the present one. */
  readonly afters: readonly number[];
  /** `after` of the next page; null at the end. */
  readonly next: number | null;
  readonly onChange: (afters: readonly number[]) => void;
}

/** Pages that are found by the end of the one before. */
export function CursorPager({ afters, next, onChange }: CursorPagerProps) {
  const t = useTexts(evaluationTexts);
  return afters.length === 1 && next === null ? null : (
    <nav className="pager" aria-label={t.pages}>
      <Button small isDisabled={afters.length === 1} onPress={() => onChange(afters.slice(0, -1))}>
        {t.previous}
      </Button>
      <span>{afters.length}</span>
      <Button small isDisabled={next === null} onPress={() => next !== null && onChange([...afters, next])}>
        {t.next}
      </Button>
    </nav>
  );
}
