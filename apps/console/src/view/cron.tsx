import { useLanguage } from '../i18n/language.js';
import { cronWords } from './cron-words.js';

/** When something happens again and again: in words where there are some, and as it was written. */
export function Cron({ expression }: { readonly expression: string }) {
  const { language } = useLanguage();
  const words = cronWords(expression, language);
  return (
    <>
      {words !== null && <span>{words} </span>}
      <code className="cron">{expression}</code>
    </>
  );
}
