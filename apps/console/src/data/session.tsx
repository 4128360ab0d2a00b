import { queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { createContext, use, useEffect, useRef, useState } from 'react';
import type { Language } from '#libs/language';
import { clientIn, dataOf, isUnreachable, SESSION_PATH, type DataPipelineClient } from './client.js';
import { useChange, useClient } from './data.js';
import { LOOK_FOR_RETURN_MS, queries, refreshData, SESSION_KEY, watch, type Session } from './queries.js';

export type { Session };
export type Scope = Session['scopes'][number];

const LOOK_EVERY_MS = 20_000;

export const SessionContext = createContext<Session | null>(null);

/** Whether the service is there and the reader logged in. */
function sessionQuery(client: DataPipelineClient) {
  return queryOptions({
    queryKey: SESSION_KEY,
    queryFn: ({ signal }) => dataOf(client.GET(SESSION_PATH, { signal })),
    retry: (failures, error) => failures === 0 && isUnreachable(error),
    retryDelay: 300,
  });
}

/** Asks before there is a component that needs the answer: every page waits for it. */
export function askForSession(language: Language): void {
  void queries.prefetchQuery(sessionQuery(clientIn(language, watch)));
}

/** Asked more often while the service is away or the reader is not logged in. */
export function useSessionQuery(): UseQueryResult<Session> {
  const client = useClient();
  return useQuery({
    ...sessionQuery(client),
    refetchOnWindowFocus: 'always',
    refetchInterval: ({ state: { status, data } }) =>
      status === 'error' || data?.signed_in === false ? LOOK_FOR_RETURN_MS : LOOK_EVERY_MS,
  });
}

/** How often the service or the login has come back; whatever loads data by itself loads them again then. */
const ReturnsContext = createContext(0);
export const ReturnsProvider = ReturnsContext.Provider;

export function useReturns(): number {
  return use(ReturnsContext);
}

/** Puts the login above the page off while something is shown that must be read first: `true` begins, `false` ends it. */
const LogInWaitsContext = createContext<(waits: boolean) => void>(() => undefined);
export const LogInWaitsProvider = LogInWaitsContext.Provider;

export function useLogInWaits(): void {
  const setWaits = use(LogInWaitsContext);
  useEffect(() => {
    setWaits(true);
    return () => setWaits(false);
  }, [setWaits]);
}

/** Whether the shell says that the service is away, so that the parts of a page need not. */
const AwayContext = createContext(false);
export const AwayProvider = AwayContext.Provider;

export function useIsAway(): boolean {
  return use(AwayContext);
}

/** Counts returns, and makes all data outdated at each. @param isAway the service is away, or the login has ended */
export function useCountOfReturns(isAway: boolean): number {
  const [returns, setReturns] = useState(0);
  const wasAway = useRef(isAway);
  useEffect(() => {
    if (wasAway.current && !isAway) {
      setReturns((count) => count + 1);
      void refreshData();
    }
    wasAway.current = isAway;
  }, [isAway]);
  return returns;
}

/** Of the reader, who is logged in wherever a page is shown. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) {
    throw new Error('useSession is used outside of the shell');
  }
  return session;
}

/** Whether the key of the reader has the scope: what it may not do is not offered. */
export function useMay(scope: Scope): boolean {
  return useSession().scopes.includes(scope);
}

export function useLogIn() {
  return useChange((client, apiKey: string) => dataOf(client.POST(SESSION_PATH, { body: { key: apiKey } })), {
    onDone: (session) => void queries.setQueryData(SESSION_KEY, session),
  });
}

/** The page begins anew: nothing that the reader saw stays in it. */
export function useLogOut() {
  return useChange((client) => dataOf(client.DELETE(SESSION_PATH)), { onDone: () => window.location.reload() });
}
