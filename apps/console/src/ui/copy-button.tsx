import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { defineTexts } from '../i18n/texts.js';
import { useTexts } from '../i18n/language.js';
import { Button } from './button.js';

const texts = defineTexts({
  copy: { zh: '复制', en: 'Copy' },
  copied: { zh: '已复制', en: 'Copied' },
});
const SHOWN_MS = 2_000;

export function CopyButton({ text }: { readonly text: string }) {
  const t = useTexts(texts);
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await copyText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  return (
    <>
      <Button small onPress={() => void copy()}>
        {isCopied ? <Check aria-hidden size={14} /> : <Copy aria-hidden size={14} />}
        {isCopied ? t.copied : t.copy}
      </Button>
      <span role="status" className="visually-hidden">
        {isCopied && t.copied}
      </span>
    </>
  );
}

/** The clipboard of browsers is for secure origins only; an installation may be served over plain HTTP. */
async function copyText(text: string): Promise<void> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const onCopy = (event: ClipboardEvent) => {
    event.preventDefault();
    event.clipboardData?.setData('text/plain', text);
  };
  document.addEventListener('copy', onCopy, { once: true });
  document.execCommand('copy');
  document.removeEventListener('copy', onCopy);
}
