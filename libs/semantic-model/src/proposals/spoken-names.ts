import { LANGUAGES, type ByLanguage } from '#libs/language';
import type { Name } from '../model.js';
import { plain } from './plain.js';

/** Whether a name, as `plain` gives it, is taken. */
export type TakenNames = Pick<ReadonlySet<string>, 'has'>;

/** The names and synonyms of tables, or of the columns of a table: two of them should not share one. */
export class SpokenNames {
  private readonly owners = new Map<string, Set<string>>();

  add(owner: string, name: ByLanguage<Name>): void {
    for (const text of LANGUAGES.flatMap((language) => [name[language].text, ...name[language].synonyms])) {
      const mark = plain(text);
      this.owners.set(mark, (this.owners.get(mark) ?? new Set()).add(owner));
    }
  }

  /** Names that something else has. */
  besides(owner: string): TakenNames {
    return {
      has: (mark) => {
        const owners = this.owners.get(mark);
        return owners !== undefined && (owners.size > 1 || !owners.has(owner));
      },
    };
  }
}
