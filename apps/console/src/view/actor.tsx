import { defineTexts } from '../i18n/texts.js';
import { useTexts } from '../i18n/language.js';
import { ForeignLine } from '../ui/foreign.js';

const texts = defineTexts({
  anonymous: { zh: '本机（未设密钥）', en: 'local, no key' },
});

/** The name of a key; while there is none, the API has a name of its own for everybody. */
export function Actor({ name }: { readonly name: string | null }) {
  const t = useTexts(texts);
  return name === 'anonymous' ? t.anonymous : <ForeignLine text={name ?? '—'} />;
}
