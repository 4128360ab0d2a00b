/**
 * Random numbers of successes among independent trials. One draw inverts the distribution from its mode outwards, so that it
 * takes about as many steps as the standard deviation, and not one for each trial.
 * @see Devroye, "Non-Uniform Random Variate Generation", chapter X.4
 */
export class BinomialNumbers {
  /** Logarithms of the factorials up to the most trials. */
  private readonly logFactorials: Float64Array;

  /** @param random numbers from 0 to 1 */
  constructor(
    mostTrials: number,
    private readonly random: () => number,
  ) {
    this.logFactorials = new Float64Array(mostTrials + 1);
    for (let number = 2; number <= mostTrials; number++) {
      this.logFactorials[number] = this.logFactorial(number - 1) + Math.log(number);
    }
  }

  /** @param chance of one success, 0 to 1; of no meaning without trials */
  next(trials: number, chance: number): number {
    if (trials === 0 || chance <= 0) {
      return 0;
    }
    if (chance >= 1) {
      return trials;
    }
    const odds = chance / (1 - chance);
    const mode = Math.min(trials, Math.floor((trials + 1) * chance));
    let chanceAbove = this.chanceOf(mode, trials, chance);
    let chanceBelow = chanceAbove;
    let left = this.random() - chanceAbove;
    for (let step = 1; left > 0 && step <= trials; step++) {
      const [above, below] = [mode + step, mode - step];
      if (above <= trials) {
        chanceAbove *= (odds * (trials - above + 1)) / above;
        left -= chanceAbove;
        if (left <= 0) {
          return above;
        }
      }
      if (below >= 0) {
        chanceBelow *= (below + 1) / (odds * (trials - below));
        left -= chanceBelow;
        if (left <= 0) {
          return below;
        }
      }
    }
    return mode;
  }

  private chanceOf(successes: number, trials: number, chance: number): number {
    const ways = this.logFactorial(trials) - this.logFactorial(successes) - this.logFactorial(trials - successes);
    return Math.exp(ways + successes * Math.log(chance) + (trials - successes) * Math.log1p(-chance));
  }

  private logFactorial(number: number): number {
    return this.logFactorials[number] ?? 0;
  }
}
