import type { ErrorComponentProps } from '@tanstack/react-router';
import { useTexts } from '../i18n/language.js';
import { Button } from '../ui/button.js';
import { Page } from '../ui/page.js';
import { layoutTexts } from './texts.js';

/** A defect of the console: a page that throws, or a script that a newer version has replaced. */
export function Crash({ error }: ErrorComponentProps) {
  const t = useTexts(layoutTexts);
  return (
    <Page title={t.crash} lead={t.crashHelp}>
      <pre className="code">{error instanceof Error ? error.message : String(error)}</pre>
      <p>
        <Button kind="primary" onPress={() => window.location.reload()}>
          {t.reload}
        </Button>
      </p>
    </Page>
  );
}
