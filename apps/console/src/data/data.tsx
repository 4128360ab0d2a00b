import {
  keepPreviousData,
  QueryClientProvider,
  useMutation,
  useQuery,
  useQueryClient,
  type Query,
  type QueryKey,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { createContext, use, useMemo, type ReactNode } from 'react';
import { useLanguage } from '../i18n/language.js';
import { clientIn, type DataPipelineClient } from './client.js';
import { queries, watch } from './queries.js';

const ClientContext = createContext<DataPipelineClient | null>(null);

export function DataProvider({ children }: { readonly children: ReactNode }) {
  const { language } = useLanguage();
  const client = useMemo(() => clientIn(language, watch), [language]);
  return (
    <QueryClientProvider client={queries}>
      <ClientContext value={client}>{children}</ClientContext>
    </QueryClientProvider>
  );
}

/** The generated client, in the language of the reader. It is the only way to the server. */
export function useClient(): DataPipelineClient {
  const client = use(ClientContext);
  if (client === null) {
    throw new Error('useClient is used outside of DataProvider');
  }
  return client;
}

interface DataOptions<T> {
  /** Milliseconds between two looks, or how to tell them from the data; absent: once. */
  readonly every?: number | ((data: T | undefined) => number) | undefined;
  readonly enabled?: boolean;
  /** Shows the data of the last key until those of the new one are there; for filters and pages. */
  readonly keepsPrevious?: boolean;
}

/**
 * Data of the API. The key names them: `['task', id]`; a change invalidates by the beginning of a key.
 * @param read returns the data: `dataOf(client.GET('/api/v0/…', { signal }))`
 */
export function useData<T>(
  key: QueryKey,
  read: (client: DataPipelineClient, signal: AbortSignal) => Promise<T>,
  { every, enabled = true, keepsPrevious = false }: DataOptions<T> = {},
): UseQueryResult<T> {
  const client = useClient();
  const { language } = useLanguage();
  return useQuery<T, Error, T, readonly unknown[]>({
    queryKey: [...key, { language }],
    queryFn: ({ signal }) => read(client, signal),
    enabled,
    ...(every === undefined ? {} : { refetchInterval: typeof every === 'number' ? every : ofQuery(every) }),
    ...(keepsPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

function ofQuery<T>(every: (data: T | undefined) => number) {
  return ({ state }: Query<T, Error, T, readonly unknown[]>) => every(state.data);
}

interface ChangeOptions<T> {
  /** Beginnings of keys of what the change makes outdated. */
  readonly outdates?: readonly QueryKey[];
  readonly onDone?: (result: T) => void;
}

/** A request that changes something. */
export function useChange<A, T>(
  change: (client: DataPipelineClient, values: A) => Promise<T>,
  { outdates = [], onDone }: ChangeOptions<T> = {},
): UseMutationResult<T, Error, A> {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (values: A) => change(client, values),
    onSuccess: async (result) => {
      onDone?.(result);
      await Promise.all(outdates.map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
}
