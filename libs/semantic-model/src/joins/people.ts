/** Tables of people, the likeliest meant by a role first. */
const PEOPLE = ['user', 'employee', 'staff', 'person', 'member', 'account', '用户', '员工', '人员'];
const ROLES = new Set(
  (
    'author owner creator updater editor reviewer approver assignee assigner reporter manager supervisor boss agent rep ' +
    'representative salesperson seller operator sender recipient receiver subscriber follower granter grantor revoker ' +
    'resolver moderator submitter requester leader admin handler inspector 创建人 负责人 审核人 经办人 操作人 修改人'
  ).split(' '),
);
const BY_SOMEBODY = /^[a-z]{3,}(ed|en|t)_by(_id)?$/;
const UP_THE_LINE = /^(reports?_to|manager|supervisor|boss)(_id)?$/;
const PARTIES = new Set([
  'customer',
  'client',
  'merchant',
  'vendor',
  'supplier',
  'company',
  'organization',
  'partner',
  'store',
  'shop',
]);
const ABOVE = new Set(['parent', 'p', 'super', 'superior', 'upper', '上级', '父级', '父']);
const RELATED = new Set([
  'root',
  'ancestor',
  'previous',
  'prev',
  'next',
  'original',
  'reply',
  'replied',
  'predecessor',
  'successor',
]);

/** Index in the order of likelihood; -1 for tables of other things. */
export function peopleRank(words: readonly string[]): number {
  return words.length === 1 ? PEOPLE.indexOf(words[0] ?? '') : -1;
}

/** People and organisations: what a sender or payer can be. */
export function isParty(words: readonly string[]): boolean {
  return words.length === 1 && (peopleRank(words) >= 0 || PARTIES.has(words[0] ?? ''));
}

export function isRole(word: string): boolean {
  return ROLES.has(word) || /^(pay|send|receiv|hold|own|buy|sell)(er|ee|or)$/.test(word);
}

/** A person by the role: `author_id`, `approved_by`, `support_rep_id`. @param words of the column name. */
export function namesPerson(words: readonly string[], subject: readonly string[], isKey: boolean): boolean {
  return (
    BY_SOMEBODY.test(words.join('_')) || UP_THE_LINE.test(words.join('_')) || (isKey && isRole(subject.at(-1) ?? ''))
  );
}

const ACTORS =
  /^(author|creator|updater|editor|reviewer|approver|assignee|assigner|owner|granter|grantor|revoker|moderator|创建人|修改人|审核人)$/;

/** Nouns of people by their ending, where the column refers to people: dispatcher, adjuster, technician, sales rep. */
const PERSON_ENDING =
  /(?:er|or|ee|ist|ian|rep|man|woman|person|clerk|staff|lead|head|nurse|assistant|associate|executive|csr|agent|pilot|chief)$/;
const NO_PERSON =
  /^(?:order|number|letter|folder|center|counter|header|other|parameter|filter|register|ledger|user|identifier)$/;

/** The word says what somebody is: only asked of words of a reference to people. */
export function isPersonNoun(word: string): boolean {
  return ROLES.has(word) || (PERSON_ENDING.test(word) && !NO_PERSON.test(word));
}

/** Participle → the noun of the person who did it. */
const DOERS: ReadonlyMap<string, string> = new Map([
  ['created', 'creator'],
  ['approved', 'approver'],
  ['reviewed', 'reviewer'],
  ['requested', 'requester'],
  ['reported', 'reporter'],
  ['inspected', 'inspector'],
  ['sold', 'seller'],
  ['issued', 'issuer'],
  ['assigned', 'assigner'],
]);

/** `approved by` → approver; null for other words. */
export function doerOf(words: readonly string[]): readonly string[] | null {
  const doer = words.length === 2 && words[1] === 'by' ? DOERS.get(words[0] ?? '') : undefined;
  return doer === undefined ? null : [doer];
}

/** People who wrote, changed or approved the row: users of the software. */
export function actsOnRow(words: readonly string[], subject: readonly string[]): boolean {
  return BY_SOMEBODY.test(words.join('_')) || ACTORS.test(subject.at(-1) ?? '');
}

/** `reports_to`, `manager_id`: in a table of people, one of them. */
export function isUpTheLine(words: readonly string[]): boolean {
  return UP_THE_LINE.test(words.join('_'));
}

/** Rows of the same table: `above` is the parent, `related` another row. */
export function selfRole(subject: readonly string[]): 'above' | 'related' | null {
  const [first = ''] = subject;
  if (subject.length === 1 && ABOVE.has(first)) {
    return 'above';
  }
  return (subject.length === 1 && RELATED.has(first)) || subject.join('_') === 'reply_to' ? 'related' : null;
}
