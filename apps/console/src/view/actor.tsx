import { defineTexts } from '../i18n/texts.js';
import { useTexts } from '../i18n/language.js';
import { ForeignLine, visibleText } from '../ui/foreign.js';

const texts = defineTexts({
  anonymous: { zh: '本机用户', en: 'a local user' },
});

/** While there is no key, the API has a name of its own for everybody. */
const NO_KEY = 'anonymous';

/** The name of a key. */
export function Actor({ name }: { readonly name: string | null }) {
  const t = useTexts(texts);
  return name === NO_KEY ? t.anonymous : <ForeignLine text={name ?? '—'} />;
}

/** The same for a sentence. */
export function useActorName(): (name: string) => string {
  const t = useTexts(texts);
  return (name) => (name === NO_KEY ? t.anonymous : visibleText(name));
}
