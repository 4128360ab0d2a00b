/** Data of an answer that is JSON already. */
export class JsonText<T> {
  /** For the compiler alone: what the text says. */
  declare readonly data: T;

  constructor(readonly text: string) {}
}
