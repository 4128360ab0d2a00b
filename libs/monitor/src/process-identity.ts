import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** The name of this process, the same in its samples and in the executions that it runs. */
export const PROCESS_ID = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`.slice(-100);
