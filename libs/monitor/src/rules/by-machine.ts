import { machineOf } from '#libs/process';
import type { MonitorSampleEntity } from '#libs/database';

export interface MachineSamples {
  readonly machine: string;
  /** Of each process on it, oldest first. */
  readonly processes: readonly (readonly MonitorSampleEntity[])[];
}

/** Processes of one machine measure the same machine, so a problem of it is reported once. */
export function byMachine(processes: readonly (readonly MonitorSampleEntity[])[]): MachineSamples[] {
  const machines = Map.groupBy(processes, (samples) => machineOf(samples[0]?.processId ?? ''));
  return [...machines].map(([machine, own]) => ({ machine, processes: own }));
}
