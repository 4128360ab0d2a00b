import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Texts of the query string, so that a filtered page can be linked to. An empty text leaves the address. */
export function useAddress(): {
  readonly texts: Readonly<Record<string, string | undefined>>;
  readonly set: (changes: Readonly<Record<string, string>>) => void;
} {
  const texts: Readonly<Record<string, string | undefined>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const set = useCallback(
    (changes: Readonly<Record<string, string>>) => {
      void navigate({
        to: '.',
        search: (previous: object) => ({ ...previous, ...changes }),
        replace: true,
      });
    },
    [navigate],
  );
  return { texts, set };
}

/** The task of a page below `/tasks/$taskId`. */
export function useTaskId(): string {
  const { taskId }: { readonly taskId?: string } = useParams({ strict: false });
  if (taskId === undefined) {
    throw new Error('useTaskId is used outside of the pages of a task');
  }
  return taskId;
}
