import type { UseQueryResult } from '@tanstack/react-query';
import { CircleAlert, Inbox, RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { DataPipelineError, isUnreachable } from '../data/client.js';
import { useIsAway } from '../data/session.js';
import { defineTexts } from '../i18n/texts.js';
import { useTexts } from '../i18n/language.js';
import { Button } from './button.js';
import { visibleText } from './foreign.js';

const texts = defineTexts({
  loading: { zh: '加载中…', en: 'Loading…' },
  retry: { zh: '重试', en: 'Try again' },
  failed: { zh: '无法加载', en: 'This could not be loaded' },
  unreachable: {
    zh: '暂时连接不上服务。页面会自动重试，已显示的内容可能不是最新的。',
    en: 'The service cannot be reached at the moment. This page keeps trying; what it shows may be outdated.',
  },
});

interface LoadedProps<T> {
  readonly query: UseQueryResult<T>;
  /** Shown instead of the content of an empty answer. */
  readonly empty?: (data: T) => ReactNode;
  readonly children: (data: T) => ReactNode;
}

/**
 * The content of a query, or why there is none. What was loaded stays visible while the service is away, which the shell
 * tells. A dependency of one route that is away is told here: the shell does not know of it.
 */
export function Loaded<T>({ query, empty, children }: LoadedProps<T>) {
  const isAway = useIsAway();
  if (query.data === undefined) {
    return query.isError ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Loading />;
  }
  return (
    <>
      {query.isError && !(isAway && isUnreachable(query.error)) && (
        <Failure error={query.error} retry={() => void query.refetch()} />
      )}
      {empty?.(query.data) ?? children(query.data)}
    </>
  );
}

export function Loading() {
  const t = useTexts(texts);
  return (
    <div className="loading" role="status">
      <span className="visually-hidden">{t.loading}</span>
      <span className="skeleton" />
      <span className="skeleton" />
      <span className="skeleton" />
    </div>
  );
}

/** An error in the words of the API, which tell what to do. */
export function Failure({ error, retry }: { readonly error: Error; readonly retry?: () => void }) {
  const t = useTexts(texts);
  return (
    <div className="failure" role="alert">
      <CircleAlert aria-hidden size={18} />
      <div>
        <strong>{t.failed}</strong>
        <p>{useErrorText(error)}</p>
      </div>
      {retry !== undefined && (
        <Button small onPress={retry}>
          <RefreshCw aria-hidden size={14} />
          {t.retry}
        </Button>
      )}
    </div>
  );
}

/** Above a page while the service is away. Everything is loaded again when it is back. */
export function Away({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const t = useTexts(texts);
  return (
    <div className="notice away" role="alert">
      <p>{useErrorText(error)}</p>
      <Button small onPress={onRetry}>
        <RefreshCw aria-hidden size={14} />
        {t.retry}
      </Button>
    </div>
  );
}

/** The sentence of an error: that of the API where it answered, which may quote untrusted text. */
export function useErrorText(error: Error | null): string {
  const t = useTexts(texts);
  if (error === null) {
    return '';
  }
  const isSilent =
    isUnreachable(error) && !(error instanceof DataPipelineError && error.errorType === 'service_unavailable');
  return isSilent ? t.unreachable : visibleText(error.message);
}

interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Nothing is there yet: why, and what to do. */
export function Empty({ title, children, action }: EmptyProps) {
  return (
    <div className="empty">
      <Inbox aria-hidden size={28} strokeWidth={1.4} />
      <strong>{title}</strong>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}
