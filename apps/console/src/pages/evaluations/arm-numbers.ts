import { ARMS, type Arm } from './names.js';
import { objectOf } from './object-of.js';

/** Of one arm, as the summary and the trend have it. Shares are 0 to 1. */
export interface ArmNumbers {
  readonly sufficiency: number;
  readonly accuracy: number | null;
  /** Of the vectors that found the texts; null in evaluations of earlier versions. */
  readonly embedder: string | null;
}

/** The arms of a summary or of a point of the trend. */
export function armNumbers(arms: unknown): ReadonlyMap<Arm, ArmNumbers> {
  const byArm = objectOf(arms);
  const found = ARMS.flatMap((arm) => {
    const { sufficiency, answers, embedder } = objectOf(byArm[arm]);
    const accuracy = objectOf(objectOf(answers)['accuracy'])['share'];
    return typeof sufficiency === 'number'
      ? [
          [
            arm,
            {
              sufficiency,
              accuracy: typeof accuracy === 'number' ? accuracy : null,
              embedder: typeof embedder === 'string' ? embedder : null,
            },
          ] as const,
        ]
      : [];
  });
  return new Map(found);
}
