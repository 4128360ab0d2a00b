import pg from 'pg';
import { displayValue, listedValue } from '#libs/catalog';

const TEXT_FORM = `set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set extra_float_digits = 1; set jit = off`;
/** ANALYZE looks at that many rows: 300 times the statistics target. Its figures about more rows are estimates. */
const ANALYSED_ROWS = 30_000;

/** Checks statements about one relation by SQL over all its rows, or over the sample that its document names. */
export class Verifier {
  #counted = new Map();

  /** @param {pg.Client} client */
  constructor(client, { schema, name, columns }, sample) {
    this.sampleSize = Math.max(20, Math.min(1000, Math.floor(60_000 / columns.length)));
    this.client = client;
    this.from = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
    this.sample = sample;
    this.columns = new Map(columns.map((column) => [column.name, column]));
  }

  static prepare(client) {
    return client.query(TEXT_FORM);
  }

  async #row(query) {
    return (await this.client.query(query)).rows[0];
  }

  async #rows() {
    this.total ??= Number((await this.#row(`select count(*) as n from ${this.from}`)).n);
    return this.total;
  }

  /** @returns the truth where the statement is wrong, else null. */
  async wrong(statement) {
    if (statement.fact === 'unknown') {
      return 'no statement that this bench knows';
    }
    if (statement.sampled) {
      return this.#truth(statement, `(select * from ${this.from} limit ${this.sampleSize})`);
    }
    const truth = await this.#truth(statement, this.from);
    if (truth === null || this.sample === null || statement.fact === 'rows') {
      return truth;
    }
    return (await this.#truth(statement, `(select * from ${this.from} limit ${this.sample})`)) && truth;
  }

  /** Blanks that fill char(n) mean nothing; within arrays they stand in the text form. */
  #expression(name) {
    const { isArray, type } = this.columns.get(name) ?? {};
    return `${pg.escapeIdentifier(name)}${isArray && /^char/.test(type) && !/varying/.test(type) ? '::text[]' : ''}`;
  }

  async #truth(statement, from) {
    const column = statement.column === null ? null : this.#expression(statement.column);
    const slack = (await this.#rows()) > ANALYSED_ROWS ? 0.05 : 0;
    if (statement.ofElements) {
      return this.#elements(statement, column, from, slack);
    }
    switch (statement.fact) {
      case 'rows':
        return near(statement.count, await this.#rows(), 0.01);
      case 'null share': {
        const { share } = await this.#row(`select avg((${column} is null)::int)::float8 as share from ${from} r`);
        return sameShare(statement.share, share, slack);
      }
      case 'distinct': {
        const { n } = await this.#row(`select count(distinct ${column})::int as n from ${from} r`);
        return near(statement.count, n, 0.005 + 2 * slack);
      }
      case 'all distinct': {
        const { n, present } = await this.#row(
          `select count(distinct ${column})::int as n, count(${column})::int as present from ${from} r`,
        );
        return n === present ? null : `${n} distinct of ${present}`;
      }
      case 'range': {
        const row = await this.#row(
          `select min(${column})::text as least, max(${column})::text as greatest from ${from} r`,
        );
        const { least, greatest } = row;
        return sameValue(statement.least, least) && sameValue(statement.greatest, greatest)
          ? null
          : `${least} to ${greatest}`;
      }
      case 'days': {
        const row = await this.#row(
          `select min(${column})::text as least, max(${column})::text as greatest from ${from} r`,
        );
        const right = row.least.startsWith(statement.least) && row.greatest.startsWith(statement.greatest);
        return right ? null : `${row.least} to ${row.greatest}`;
      }
      case 'average length': {
        const { length } = await this.#row(`select avg(length(${column}::text))::float8 as length from ${from} r`);
        return statement.above
          ? length >= statement.length - 1
            ? null
            : String(length)
          : near(statement.length, length, slack);
      }
      case 'elements': {
        const row = await this.#row(
          `select min(cardinality(${column}))::text as least, max(cardinality(${column}))::text as most from ${from} r`,
        );
        return row.least === statement.least && row.most === statement.most ? null : `${row.least} to ${row.most}`;
      }
      default:
        return this.#values(statement, column, from, slack);
    }
  }

  /** Distinct elements of arrays, and the shares of the arrays that hold them. */
  async #elements({ fact, count, values }, column, from, slack) {
    const elements = `${from} r cross join lateral unnest(${column}) element`;
    if (fact === 'distinct') {
      return near(count, (await this.#row(`select count(distinct element)::int as n from ${elements}`)).n, slack);
    }
    const { rows } = await this.client.query(
      `select value, count(*)::int as n from (select distinct r.row, element::text as value
        from (select row_number() over () as row, ${column} as list from ${from} x) r, unnest(r.list) element where element is not null) held group by 1`,
    );
    const numbers = new Map(rows.map(({ value, n }) => [listedValue(value, 30), n]));
    const { present } = await this.#row(`select count(${column})::int as present from ${from} r`);
    const wrong = values.filter(
      ({ value, share }) => sameShare(share, (numbers.get(value) ?? 0) / present, slack) !== null,
    );
    return wrong.length === 0
      ? null
      : wrong.map(({ value }) => `${value} ${numbers.get(value)} of ${present}`).join(', ');
  }

  /** Values with their numbers of rows, as documents write them. */
  async #countsOf(column, from) {
    const key = `${column} ${from}`;
    if (!this.#counted.has(key)) {
      const { rows } = await this.client.query(
        `select left(${column}::text, 1000) as value, count(*)::int as n from ${from} r where ${column} is not null group by 1`,
      );
      const long = Map.groupBy(rows, ({ value }) => listedValue(value));
      const short = Map.groupBy(rows, ({ value }) => listedValue(value, 30));
      this.#counted.set(key, { long, short, total: (await this.#row(`select count(*)::int as n from ${from} r`)).n });
    }
    return this.#counted.get(key);
  }

  async #values(statement, column, from, slack) {
    const { long, short, total } = await this.#countsOf(column, from);
    // Several long values look the same where they are cut.
    const numbersOf = (value) => (long.get(value) ?? short.get(value) ?? [{ n: 0 }]).map(({ n }) => n);
    switch (statement.fact) {
      case 'only value':
        return short.size === 1 && short.has(statement.value) ? null : `${[...short.keys()].slice(0, 3).join(' | ')}`;
      case 'examples': {
        const missing = statement.values.filter((value) => numbersOf(value)[0] === 0);
        return missing.length === 0 ? null : `no row has ${missing.join(' | ')}`;
      }
      case 'values': {
        // Labels of an enum and values of a check are allowed, also where no row has them.
        const more = [...long.keys()].filter((value) => !statement.values.includes(value));
        return more.length === 0 ? null : `rows also have ${more.slice(0, 5).join(' | ')}`;
      }
      case 'shares': {
        const wrong = statement.values.flatMap(({ value, share }) => {
          const truths = numbersOf(value).map((number) => sameShare(share ?? '', number / total, slack));
          return share === null || truths.includes(null) ? [] : [`${value} ${truths[0]}`];
        });
        return wrong.length === 0 ? null : wrong.join(', ');
      }
    }
    throw new Error(`no check of ${statement.fact}`);
  }
}

/** Documents round to whole numbers. */
function near(stated, truth, tolerance) {
  return Math.abs(stated - truth) <= Math.max(0.5, truth * tolerance) ? null : String(truth);
}

/** Documents round to a tenth of a per cent, and statistics keep single precision. */
function sameShare(stated, truth, slack) {
  const percent = truth * 100;
  const right = stated.startsWith('<')
    ? percent > 0 && percent < 0.1 + slack * 100
    : Math.abs(Number(stated.replace('%', '')) - percent) <= 0.051 + slack * 100;
  return right ? null : `${percent.toFixed(2)}%`;
}

function sameValue(shown, truth) {
  return truth !== null && (shown === displayValue(truth) || (shown.trim() !== '' && Number(shown) === Number(truth)));
}
