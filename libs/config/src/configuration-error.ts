export interface ConfigurationProblem {
  readonly variable: string;
  /** The problem and the expected value; never the value of a secret. */
  readonly message: string;
}

/** Thrown once at start, with every problem of the environment. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly ConfigurationProblem[]) {
    super(
      [
        `配置有 ${problems.length} 个问题 / the environment has ${problems.length} problem(s):`,
        ...problems.map(({ variable, message }) => `  - ${variable}: ${message}`),
      ].join('\n'),
    );
    this.name = 'ConfigurationError';
  }
}
