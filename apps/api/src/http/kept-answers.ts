import { JsonText } from './json-text.js';

interface KeptAnswer<T> {
  readonly source: string;
  readonly json: JsonText<T>;
}

/** The console asks for the same few pages again and again; most change rarely. */
const MOST_ANSWERS = 128;
/** Characters of a source; longer ones are not kept, so that an api holds some megabytes at most. */
const LONGEST_SOURCE = 64 * 1024;

/** Answers with the source that each was made of. The same source of the same place gives the same answer, unmade. */
export class KeptAnswers<T extends object> {
  private readonly kept = new Map<string, KeptAnswer<T>>();

  /**
   * @param place such as a page
   * @param source everything that the answer depends on, besides its place
   */
  answer(place: string, source: string, make: () => T): JsonText<T> {
    const known = this.kept.get(place);
    const json = known?.source === source ? known.json : new JsonText<T>(JSON.stringify(make()));
    this.kept.delete(place);
    if (source.length <= LONGEST_SOURCE) {
      this.kept.set(place, { source, json });
    }
    const [oldest] = this.kept.keys();
    if (oldest !== undefined && this.kept.size > MOST_ANSWERS) {
      this.kept.delete(oldest);
    }
    return json;
  }
}
