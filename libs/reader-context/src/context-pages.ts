import type { ContextTable, FoundPair, LeftOut, ReaderContext, TableReason } from './context-sources.js';
import { countTokens } from './count-tokens.js';
import { cutDdl } from './cut-ddl.js';
import { cutDocument } from './cut-document.js';
import type { SchemaGraph } from './schema-graph.js';
import { rememberTexts } from './remember-texts.js';
import type { Join, StoredTable } from './stored-table.js';

/** For headings and what separates the parts. */
const FRAME_TOKENS = 60;
const SEPARATOR_TOKENS = 3;
/** A document that a person has written gets at most this share of the whole. */
const DOCUMENT_SHARE = 0.1;

/** Of DDL, pairs and lines of documents, which stand in many contexts. */
const tokensOf = rememberTexts(countTokens, 2_000_000);

/** The context while it is filled: every part is added as a whole or cut, and counted. */
export class ContextPages {
  private readonly tables = new Map<string, ContextTable>();
  private readonly documents: string[] = [];
  private readonly pairs: FoundPair[] = [];
  private readonly leftOut: LeftOut[] = [];
  private left: number;

  constructor(
    private readonly question: string,
    private readonly graph: SchemaGraph,
    private readonly maxTokens: number,
  ) {
    this.left = maxTokens - FRAME_TOKENS;
  }

  has(key: string): boolean {
    return this.tables.has(key);
  }

  /** @returns whether the context has the table now */
  addTable(table: StoredTable, reason: TableReason): boolean {
    if (this.tables.has(table.key)) {
      return true;
    }
    const cost = tokensOf(table.ddl) + SEPARATOR_TOKENS;
    const whole = cost <= this.left ? { ddl: table.ddl, leftOut: 0 } : null;
    const shown = whole ?? cutDdl(table.ddl, this.question, this.left - SEPARATOR_TOKENS, tokensOf);
    if (shown === null) {
      this.leftOut.push({ kind: 'table', name: table.name });
      return false;
    }
    if (shown.leftOut > 0) {
      this.leftOut.push({ kind: 'columns', name: table.name });
    }
    this.left -= tokensOf(shown.ddl) + SEPARATOR_TOKENS;
    const added = { table, reason, ddl: shown.ddl, columnsLeftOut: shown.leftOut, document: null };
    this.tables.set(table.key, added);
    return true;
  }

  /** Adds a document to its table, cut to what is left. */
  describe(key: string, document: string | undefined): void {
    const described = this.tables.get(key);
    if (described === undefined || document === undefined) {
      return;
    }
    const cut = cutDocument(document, this.joinsOf(key), this.left - SEPARATOR_TOKENS, tokensOf);
    if (cut === null) {
      this.leftOut.push({ kind: 'document', name: described.table.name });
      return;
    }
    this.left -= tokensOf(cut) + SEPARATOR_TOKENS;
    this.tables.set(key, { ...described, document: cut });
  }

  addDocument(text: string): void {
    const tokens = tokensOf(text) + SEPARATOR_TOKENS;
    if (tokens > Math.min(this.left, this.maxTokens * DOCUMENT_SHARE)) {
      this.leftOut.push({ kind: 'document', name: text.split('\n', 1)[0]?.slice(0, 100) ?? '' });
      return;
    }
    this.documents.push(text);
    this.left -= tokens;
  }

  /** @returns whether there was room */
  addPair(pair: FoundPair): boolean {
    const tokens = tokensOf(`${pair.question}\n${pair.sql}`) + 2 * SEPARATOR_TOKENS;
    if (tokens > this.left) {
      this.leftOut.push({ kind: 'pair', name: pair.question });
      return false;
    }
    this.pairs.push(pair);
    this.left -= tokens;
    return true;
  }

  finish(): ReaderContext {
    const joins = new Map(
      [...this.tables.keys()].flatMap((key) => this.joinsOf(key).map((join) => [join.condition, join])),
    );
    return {
      tables: [...this.tables.values()],
      joins: [...joins.values()].map(({ condition, declared }) => ({ condition, declared })),
      documents: this.documents,
      pairs: this.pairs,
      leftOut: this.leftOut,
    };
  }

  /** Joins of a table with others of the context. */
  private joinsOf(key: string): Join[] {
    return this.graph.joinsOf(key).filter(({ from, to }) => this.tables.has(from) && this.tables.has(to));
  }
}
