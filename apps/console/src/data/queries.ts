import { QueryClient } from '@tanstack/react-query';
import type { components } from '#clients/typescript';
import { isUnreachable, type Watch } from './client.js';

export type Session = components['schemas']['SessionView'];

export const SESSION_KEY = ['session'] as const;
const RETRIES_WHILE_UNREACHABLE = 2;
/** Between two looks whether a service that is away has come back. */
export const LOOK_FOR_RETURN_MS = 3_000;

/** All data of the page. */
export const queries = new QueryClient({
  defaultOptions: {
    // The service may be on this machine, whatever the browser thinks of its network.
    queries: {
      networkMode: 'always',
      staleTime: 2_000,
      retry: (failures, error) => isUnreachable(error) && failures < RETRIES_WHILE_UNREACHABLE,
    },
    mutations: { networkMode: 'always' },
  },
});

/**
 * The session is the one thing that is asked when a request meets trouble; the shell shows from its answer that the service
 * is away or the login has ended, and gets all data again afterwards.
 */
export const watch: Watch = {
  isLoggedOut: () => queries.getQueryData<Session>(SESSION_KEY)?.signed_in === false,
  onTrouble: () => void queries.invalidateQueries({ queryKey: SESSION_KEY }, { cancelRefetch: false }),
};

export async function refreshData(): Promise<void> {
  await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });
}

/** Resolves when the service answers; at once when it is there. */
export async function serviceIsBack(): Promise<void> {
  for (;;) {
    await queries.refetchQueries({ queryKey: SESSION_KEY }, { cancelRefetch: false });
    if (!isUnreachable(queries.getQueryState(SESSION_KEY)?.error)) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_FOR_RETURN_MS));
  }
}
