import { countTokens } from '#libs/reader-context';
import type { Facts } from '../facts/facts.js';
import { factsOfDdl, factsOfDocument, factsOfPair } from '../facts/facts-of-text.js';
import type { Relations } from '../facts/relations.js';
import { statementSkeleton } from '../facts/statement-skeleton.js';

/** A piece of a context, read once. */
export interface Piece {
  readonly facts: Facts;
  readonly tokens: number;
  /** Of the statement of a pair; null otherwise. */
  readonly skeleton: string | null;
}

/** Pieces that are kept; questions about the same tables find the same ones. */
const MOST_KEPT = 4_000;

/** Reads the pieces of contexts. The same text is read once while it is remembered. */
export class PieceReader {
  private readonly known = new Map<string, Promise<Piece>>();

  constructor(private readonly relations: Relations) {}

  ddl(text: string): Promise<Piece> {
    return this.read('ddl', text, async () => pieceOf(text, await factsOfDdl(text, this.relations)));
  }

  document(text: string): Promise<Piece> {
    return this.read('document', text, async () => pieceOf(text, factsOfDocument(text, this.relations)));
  }

  pair({ question, sql }: { readonly question: string; readonly sql: string }): Promise<Piece> {
    const text = `${question}\n${sql}`;
    return this.read('pair', text, async () => ({
      ...pieceOf(text, await factsOfPair(sql, this.relations)),
      skeleton: await statementSkeleton(sql).catch(() => null),
    }));
  }

  private read(kind: string, text: string, make: () => Promise<Piece>): Promise<Piece> {
    const key = `${kind}\n${text}`;
    const known = this.known.get(key);
    if (known !== undefined) {
      return known;
    }
    if (this.known.size >= MOST_KEPT) {
      this.known.clear();
    }
    const made = make();
    this.known.set(key, made);
    return made;
  }
}

function pieceOf(text: string, facts: Facts): Piece {
  return { facts, tokens: countTokens(text), skeleton: null };
}
