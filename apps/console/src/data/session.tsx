import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { createContext, use } from 'react';
import type { components } from '#clients/typescript';
import { dataOf } from './client.js';
import { SESSION_KEY, useChange, useData } from './data.js';

export type Session = components['schemas']['SessionView'];
export type Scope = Session['scopes'][number];

const PATH = '/api/v0/data_pipeline/session';
const LOOK_EVERY_MS = 60_000;

export const SessionContext = createContext<Session | null>(null);

export function useSessionQuery(): UseQueryResult<Session> {
  return useData(SESSION_KEY, (client, signal) => dataOf(client.GET(PATH, { signal })), { every: LOOK_EVERY_MS });
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
  const queries = useQueryClient();
  return useChange((client, apiKey: string) => dataOf(client.POST(PATH, { body: { key: apiKey } })), {
    // What another key saw is not shown to this one.
    onDone: () => queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] }),
    outdates: [SESSION_KEY],
  });
}

export function useLogOut() {
  const queries = useQueryClient();
  return useChange((client) => dataOf(client.DELETE(PATH)), {
    onDone: () => queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] }),
    outdates: [SESSION_KEY],
  });
}
