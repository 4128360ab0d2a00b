import type { components } from '#clients/typescript';
import { useTexts } from '../../i18n/language.js';
import { Card, Facts } from '../../ui/page.js';
import { useFormat } from '../../view/format.js';
import { taskTexts } from './texts.js';

export function UsageCard({ usage }: { readonly usage: components['schemas']['TaskUsage'] }) {
  const t = useTexts(taskTexts);
  const format = useFormat();
  return (
    <Card title={t.usage}>
      {usage.requests + usage.cached_answers === 0 ? (
        <p className="quiet">{t.noUsage}</p>
      ) : (
        <Facts
          facts={[
            { name: t.requests, value: format.number(usage.requests) },
            { name: t.cached, value: format.number(usage.cached_answers) },
            { name: t.promptTokens, value: format.number(usage.prompt_tokens) },
            { name: t.completionTokens, value: format.number(usage.completion_tokens) },
            { name: t.cost, value: usage.cost === null ? '—' : format.number(usage.cost, 4) },
          ]}
        />
      )}
    </Card>
  );
}
