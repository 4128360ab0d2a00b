import { useTexts } from '../i18n/language.js';
import { LinkButton } from '../ui/button.js';
import { Page } from '../ui/page.js';
import { layoutTexts } from './texts.js';

export function NotFound() {
  const t = useTexts(layoutTexts);
  return (
    <Page title={t.notFound} lead={t.notFoundHelp}>
      <p>
        <LinkButton to="/" kind="primary">
          {t.home}
        </LinkButton>
      </p>
    </Page>
  );
}
