import { armNumbers, type ArmNumbers } from './arm-numbers.js';
import { ARMS, type Arm } from './names.js';

export type Measure = 'sufficiency' | 'accuracy';

export interface ArmLine {
  readonly arm: Arm;
  /** Named where the arm was measured with more than one; null for one that is not known. */
  readonly embedder: string | null;
  /** By point; null where it was not measured. */
  readonly values: readonly (number | null)[];
}

/** A line for each arm and embedder: what two embedders find is not one trend. @param points oldest first */
export function trendLines(points: readonly { readonly arms: unknown }[], measure: Measure): ArmLine[] {
  const measured = points.map(({ arms }) => armNumbers(arms));
  return ARMS.flatMap((arm) => linesOfArm(arm, measured, measure));
}

function linesOfArm(arm: Arm, measured: readonly ReadonlyMap<Arm, ArmNumbers>[], measure: Measure): ArmLine[] {
  const ofArm = measured.map((numbers) => numbers.get(arm));
  const found = ofArm.filter((numbers) => numbers !== undefined).filter((numbers) => numbers[measure] !== null);
  const embedders = new Set(found.map(({ embedder }) => embedder));
  return [...embedders].map((embedder) => ({
    arm,
    embedder: embedders.size === 1 ? null : embedder,
    values: ofArm.map((numbers) => (numbers?.embedder === embedder ? numbers[measure] : null)),
  }));
}
