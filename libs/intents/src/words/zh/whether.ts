import { hasZh, isNamelessLink } from './conditions.js';
import { deniedZh } from './deeds.js';
import type { PartsZh } from './questions.js';

/** What all of the question is about: who did something, or did not. */
export interface WhetherZh {
  /** `没有选修过课程“体育”` */
  readonly did: string;
  /** Before the noun it would be a clause within a clause: 没有分级为“G”的影片的演员. */
  readonly isStacked: boolean;
  /** There is no verb between the two, and a clause on what is linked would have to do without. */
  readonly isUnsaid: boolean;
}

/** Null where the rows are under other conditions, or under none. */
export function whetherZh({ where, names, owner, intent, when }: PartsZh): WhetherZh | null {
  const [only, another] = where;
  if (only?.form !== 'exists' || another !== undefined || when !== '') {
    return null;
  }
  const had = { subject: intent.subject, role: owner.name, path: only.path, where: only.where };
  const said = hasZh(had, names);
  return {
    did: `${said.when}${only.negated ? deniedZh(said.text) : said.text}`,
    isStacked: said.text.includes('的'),
    isUnsaid: said.text.includes('的') && isNamelessLink(had, names),
  };
}
