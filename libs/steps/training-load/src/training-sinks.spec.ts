import { describe, expect, it } from '@jest/globals';
import { taskParametersSchema, type SinkName } from '#libs/pipeline';
import { surroundings } from '../../../../test/harness/step-surroundings.js';
import type { TrainingSink, TrainingSinks } from './sink.js';
import { TrainingLoadStep } from './training-load.step.js';

/** True when every value of A is one of B. */
type Fits<A, B> = A extends B ? true : false;

/** Fails to compile when a sink can be left out, or one of another name passes for all. */
const checkedByCompiler: {
  complete: Fits<Record<SinkName, TrainingSink>, TrainingSinks>;
  withoutVanna: Fits<Omit<TrainingSinks, 'vanna'>, TrainingSinks>;
  withoutPgvectorStore: Fits<Omit<TrainingSinks, 'pgvector_store'>, TrainingSinks>;
  withoutFiles: Fits<Omit<TrainingSinks, 'files'>, TrainingSinks>;
  another: Fits<'wrenai', keyof TrainingSinks>;
} = { complete: true, withoutVanna: false, withoutPgvectorStore: false, withoutFiles: false, another: false };

describe('training sinks', () => {
  const loaded: string[] = [];
  const recorder = (name: string, isStaged: boolean): TrainingSink => ({
    isStaged,
    load: () => {
      loaded.push(name);
      return Promise.resolve({});
    },
  });
  const step = new TrainingLoadStep({
    sinks: {
      vanna: recorder('vanna', false),
      pgvector_store: recorder('pgvector_store', false),
      files: recorder('files', true),
    },
  });

  /** A stored task: its sinks may be of an older version. */
  function run(sinks: readonly string[]): Promise<unknown> {
    const { input, context, files } = surroundings('postgres://reader@db/shop', { business_context: 'a shop' });
    files.set('orders.ddl', 'create table public.orders (id integer primary key);');
    const stored = JSON.parse(
      JSON.stringify({ ...input.parameters, training_sinks: sinks }),
    ) as typeof input.parameters;
    return step.run({ ...input, parameters: stored }, context);
  }

  it('are complete', () => {
    expect(checkedByCompiler).toEqual({
      complete: true,
      withoutVanna: false,
      withoutPgvectorStore: false,
      withoutFiles: false,
      another: false,
    });
  });

  it('load in an order in which an error of a file costs nothing', async () => {
    loaded.length = 0;
    expect(await run(['vanna', 'files'])).toMatchObject({ sinks: ['files', 'vanna'] });
    expect(loaded).toEqual(['files', 'vanna']);
    expect(await run(['vanna'])).toMatchObject({ sinks: ['vanna'] });
  });

  it.each([[['vanna', 'wrenai']], [['wrenai']], [['VANNA', 'files']]])(
    'of another version are refused before anything is loaded: %j',
    async (sinks) => {
      loaded.length = 0;
      await expect(run(sinks)).rejects.toMatchObject({ code: 'training_sink_unknown', kind: 'validation' });
      expect(loaded).toEqual([]);
    },
  );

  it('of a new task are those that are known', () => {
    expect(() => taskParametersSchema.parse({ business_context: 'a shop', training_sinks: ['wrenai'] })).toThrow();
  });
});
