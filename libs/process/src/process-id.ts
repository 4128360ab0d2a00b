import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** The name of this process, the same in its samples and in the operations that it runs. */
export const PROCESS_ID = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`.slice(-100);

/** Of the machine, or the container, that a process runs in. */
export function machineOf(processId: string): string {
  return processId.replace(/-\d+-[0-9a-f]{8}$/, '');
}
