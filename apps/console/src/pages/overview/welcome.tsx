import { useMay } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { LinkButton } from '../../ui/button.js';
import { overviewTexts } from './texts.js';

/** Before the first task: three sentences. */
export function Welcome() {
  const mayRun = useMay('run');
  const t = useTexts(overviewTexts);
  return (
    <section className="card welcome">
      <h2>{t.welcome}</h2>
      <ol>
        <li>{t.what}</li>
        <li>{t.how}</li>
        <li>{t.then}</li>
      </ol>
      {mayRun && (
        <LinkButton to="/tasks/new" kind="primary">
          {t.firstTask}
        </LinkButton>
      )}
    </section>
  );
}
