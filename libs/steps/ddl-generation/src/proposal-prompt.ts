import { listedValue } from '#libs/catalog';
import { LANGUAGES, type ByLanguage } from '#libs/language';
import { fenced, fenceRule } from '#libs/language-model';
import { expressionSql, lacksMeanings, type Entity, type Field, type Metric, type Name } from '#libs/semantic-model';

/** Increase with every change of the texts below: logs show which version was used. */
export const PROPOSAL_PROMPT_VERSION = 'proposals-1';

const MAX_VALUES = 12;
const MAX_QUANTITIES = 40;

export const PROPOSAL_SYSTEM_PROMPT = [
  'You know how people of a business speak about the data of a PostgreSQL database. Say about one table only what names, values and neighbours show; leave out everything that is a guess: an empty answer is fine.',
  'Give nothing that is stated already; a `?` marks what is missing.',
  '`name`: what people call one row of the table, or the column, as a noun phrase without the article: in English at most 4 words in lower case, in Chinese at most 8 characters. Never the identifier.',
  '`synonyms`: other words that people use in questions, in English or Chinese, at most 3 for a name, only for the table and important columns.',
  '`meanings`: what each listed value means, for codes and abbreviations only. `null_meaning`: what a missing value says, such as "not shipped yet".',
  '`unit`: kind is one of currency, share, percent, count, duration, bytes, weight, length, area, volume, temperature, speed, energy, pressure; code is an ISO 4217 code or `cent`, `minute`, `hour`, `day`, `kg`, `g`, `km`, `m`, …',
  '`measures`: at most 3 quantities of one row that people ask for and that no column holds. Give exactly one of: `factors` for a product (`as`: plain, one_minus for a discount of 0 to 1, percent, one_minus_percent), `days` between two dates, or `sql`, one expression over columns of this table without aggregates or subqueries, with `columns` naming those it uses. `additivity` is additive where sums make sense, otherwise rate.',
  fenceRule('table'),
].join('\n');

export interface ProposalRequest {
  readonly entity: Entity;
  readonly metrics: readonly Metric[];
  /** Columns that something is missing of. */
  readonly fields: readonly Field[];
  /** Further parts of a wide table are asked about their columns alone. */
  readonly isFirst: boolean;
  /** `purchase.customer_id → customer` */
  readonly neighbours: readonly string[];
  readonly businessContext: string;
}

export function proposalUserPrompt({
  entity,
  metrics,
  fields,
  isFirst,
  neighbours,
  businessContext,
}: ProposalRequest): string {
  const listed = new Set(fields);
  const quantities = entity.fields.filter(
    (field) => !listed.has(field) && (field.role === 'measure' || field.role === 'time'),
  );
  const described = [
    `Table ${entity.id}, ${entity.kind}: ${namesText(entity.name)}`,
    ...(entity.description ? [`Comment: ${entity.description}`] : []),
    ...neighbours.map((neighbour) => `Join: ${neighbour}`),
    'Columns:',
    ...fields.map(fieldLine),
    ...(isFirst ? quantities.slice(0, MAX_QUANTITIES).map(fieldLine) : []),
    ...metrics.map((metric) => `Measure: ${namesText(metric.name)} = ${expressionSql(metric)}`),
  ].join('\n');
  return [
    `Business context: ${businessContext}`,
    fenced('table', described),
    isFirst ? '' : 'This is a further part of a wide table: answer about these columns only.',
  ]
    .filter(Boolean)
    .join('\n');
}

/** Something of the column may be said that is not known. */
export function isWanting(field: Field): boolean {
  const isTechnical = field.role === 'technical';
  return (
    !isTechnical &&
    (LANGUAGES.some((language) => !field.label[language].known) ||
      (lacksMeanings(field) && field.values.some(({ value }) => isCode(value))) ||
      lacksNullMeaning(field) ||
      lacksUnit(field))
  );
}

function isCode(value: string): boolean {
  return [...value].length <= 4;
}

function lacksNullMeaning({ notNull, nullShare, nullMeaning, role }: Field): boolean {
  return !notNull && (nullShare ?? 0) > 0 && nullMeaning === null && (role === 'time' || role === 'reference');
}

function lacksUnit({ role, unit }: Field): boolean {
  return (
    role === 'measure' && (unit === null || (unit.kind === 'currency' && unit.code === null && unit.field === null))
  );
}

function namesText(name: ByLanguage<Name>): string {
  return LANGUAGES.map((language) => `${language} ${name[language].known ? name[language].text : '?'}`).join(', ');
}

/** Values of personal and secret columns are not among those of the model. */
function fieldLine(field: Field): string {
  const { name, type, role, label, description, range, unit, values } = field;
  const shown = values.slice(0, MAX_VALUES).map(({ value, meaning }) => {
    const text = listedValue(value, 40);
    return meaning ? `${text} = ${meaning.en}` : lacksMeanings(field) && isCode(value) ? `${text} = ?` : text;
  });
  return [
    `- ${name} ${type}, ${role}: ${namesText(label)}`,
    description ? `, comment: ${description}` : '',
    shown.length > 0 ? `, values: ${shown.join(' | ')}` : '',
    range && role !== 'sensitive' && field.sensitive === null ? `, from ${range.min} to ${range.max}` : '',
    unit
      ? `, unit: ${[unit.kind, unit.code ?? unit.field].filter(Boolean).join(' ')}`
      : lacksUnit(field)
        ? ', unit: ?'
        : '',
    lacksNullMeaning(field) ? ', missing means: ?' : '',
  ].join('');
}
