import { Module, type DynamicModule } from '@nestjs/common';

/** How long a process waits for a storage that is reached over a network. */
export interface StorageWaits {
  /** Milliseconds until a connection is there. */
  readonly connectMs: number;
  /** Milliseconds without a byte after which a request is given up. */
  readonly idleMs: number;
  /** Of a request that failed for a moment, the first one included; with pauses between them that double. */
  readonly attempts: number;
}

/** A client of the API gets an answer within seconds, whatever the storage does. */
export const SHORT_STORAGE_WAITS: StorageWaits = { connectMs: 4_000, idleMs: 5_000, attempts: 2 };
export const LONG_STORAGE_WAITS: StorageWaits = { connectMs: 5_000, idleMs: 60_000, attempts: 5 };

export const STORAGE_WAITS = Symbol('STORAGE_WAITS');

/** Without it a process waits for long. */
export const OPTIONAL_STORAGE_WAITS = { token: STORAGE_WAITS, optional: true };

/** The waits of a process, for every module that opens a storage. */
@Module({})
export class StorageWaitsModule {
  static forRoot(waits: StorageWaits): DynamicModule {
    return {
      module: StorageWaitsModule,
      global: true,
      providers: [{ provide: STORAGE_WAITS, useValue: waits }],
      exports: [STORAGE_WAITS],
    };
  }
}
