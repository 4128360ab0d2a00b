import {
  keepPreviousData,
  QueryCache,
  QueryClient,
  QueryClientProvider,
  useMutation,
  useQuery,
  useQueryClient,
  type Query,
  type QueryKey,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import { useLanguage } from '../i18n/language.js';
import { clientIn, hasStatus, isUnreachable, type DataPipelineClient } from './client.js';

export const SESSION_KEY = ['session'] as const;
const RETRIES_WHILE_UNREACHABLE = 2;

const ClientContext = createContext<DataPipelineClient | null>(null);

/** Any answer 401 means that the session has ended: the shell asks for it again and shows the login. */
function newQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: (error) => lookAtSession(client, error) }),
    defaultOptions: {
      // The service may be on this machine, whatever the browser thinks of its network.
      queries: {
        networkMode: 'always',
        staleTime: 2_000,
        retry: (failures, error) => isUnreachable(error) && failures < RETRIES_WHILE_UNREACHABLE,
      },
      mutations: { networkMode: 'always', onError: (error) => lookAtSession(client, error) },
    },
  });
  return client;
}

function lookAtSession(client: QueryClient, error: unknown): void {
  if (hasStatus(error, 401)) {
    void client.invalidateQueries({ queryKey: SESSION_KEY });
  }
}

export function DataProvider({ children }: { readonly children: ReactNode }) {
  const { language } = useLanguage();
  const [queries] = useState(newQueryClient);
  const client = useMemo(() => clientIn(language), [language]);
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
