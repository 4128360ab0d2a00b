import { Inject, Injectable } from '@nestjs/common';
import { accessErrors, type AttemptLimit, AttemptLimits, hashApiKey } from '#libs/access';
import { BusinessDatabases, resolveTableList, type BusinessDatabase as Database } from '#libs/business-database';
import type { RelationSummary } from '#libs/catalog';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { DomainError } from '#libs/domain-errors';
import type { Language } from '#libs/language';
import type { ChatModel } from '#libs/language-model';
import { judgeConnection, postgresErrors } from '#libs/postgres';
import { documentRelation, type RelationDocument } from '#libs/steps/ddl-generation';
import { parseTableItems, type TableListItem } from '#libs/table-list';
import { businessDatabaseErrors } from './errors.js';

/** Injection token of the chat model; null where none is configured. */
export const CHAT_MODEL = Symbol('chat model');

const STATEMENT_TIMEOUT_MS = 30_000;

export interface TableQuery {
  /** Exact names; `*` for every schema. */
  readonly schemas: readonly string[];
  /** `*` or `%` for any text; any case. */
  readonly pattern: string | undefined;
  readonly views: boolean;
}

export interface RequestedConnection {
  readonly url: string;
  /** The client that gave the URL itself, to count its failed logins; null for the configured URL. */
  readonly sender: string | null;
}

/** Looks into the business database on behalf of a request, read-only and without a task. */
@Injectable()
export class BusinessDatabase {
  private readonly logins: AttemptLimit;

  constructor(
    private readonly databases: BusinessDatabases,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
    @Inject(CHAT_MODEL) private readonly chatModel: ChatModel | null,
    limits: AttemptLimits,
  ) {
    this.logins = limits.of('login');
  }

  /**
   * The connection that a request means: the configured one, or its own where that is allowed.
   * @param sender name of the client's key, or its address
   * @throws DomainError `business_connection_invalid`, `business_connection_not_allowed`, `too_many_wrong_logins`
   */
  connection(requested: string | undefined, sender: string): RequestedConnection {
    const { businessDatabaseUrl, businessDatabaseHosts } = this.config;
    if (requested === undefined) {
      return { url: businessDatabaseUrl, sender: null };
    }
    const judged = judgeConnection(requested, businessDatabaseUrl, businessDatabaseHosts);
    const seconds = this.logins.secondsToWait(sender, hashApiKey(requested));
    if (seconds > 0) {
      throw new DomainError(accessErrors.too_many_wrong_logins, { seconds });
    }
    switch (judged.verdict) {
      case 'allowed':
        return { url: requested, sender };
      case 'invalid':
        throw new DomainError(businessDatabaseErrors.business_connection_invalid);
      case 'not_allowed':
        throw new DomainError(businessDatabaseErrors.business_connection_not_allowed, { host: judged.address });
    }
  }

  /** Sorted by schema, then name. @throws DomainError `database_…` */
  async tables(connection: RequestedConnection, query: TableQuery): Promise<RelationSummary[]> {
    const items = query.schemas.map((schema): TableListItem => {
      const name = { text: (query.pattern ?? '*').replaceAll('%', '*'), quoted: false };
      return { text: schema, schema: { text: schema, quoted: schema !== '*' }, name, isPattern: true };
    });
    const relations = await this.onDatabase(connection, (database) => database.listRelations());
    const wanted = new Set(resolveTableList(items, relations).tables);
    return relations.filter((relation) => wanted.has(relation) && (query.views || isTable(relation)));
  }

  /** @throws DomainError `business_table_not_found`, `business_table_is_pattern`, `table_list_…`, `database_…` */
  async document(
    connection: RequestedConnection,
    table: string,
    options: { readonly businessContext: string | undefined; readonly language: Language },
  ): Promise<RelationDocument> {
    const [item, ...more] = parseTableItems([table]);
    if (item === undefined || item.isPattern || more.length > 0) {
      throw new DomainError(businessDatabaseErrors.business_table_is_pattern, { table: table.slice(0, 200) });
    }
    return this.onDatabase(connection, async (database) => {
      const { tables, missing } = await database.selectTables([item]);
      const [found] = tables;
      const document =
        found &&
        (await documentRelation(database, found, {
          // A model costs money: it is used only if the request has a business context.
          chatModel: options.businessContext === undefined ? null : this.chatModel,
          businessContext: options.businessContext ?? '',
          language: options.language,
          signal: new AbortController().signal,
        }));
      if (!document) {
        throw notFound(item.text, database.label, missing[0]?.near ?? []);
      }
      return document;
    });
  }

  private async onDatabase<T>(
    { url, sender }: RequestedConnection,
    work: (database: Database) => Promise<T>,
  ): Promise<T> {
    const options = { applicationName: 'data-pipeline api', statementTimeoutMs: STATEMENT_TIMEOUT_MS };
    try {
      const result = await this.databases.with(url, options, work);
      if (sender !== null) {
        this.logins.succeeded(sender, hashApiKey(url));
      }
      return result;
    } catch (error) {
      if (sender !== null && error instanceof DomainError && error.code === postgresErrors.database_login_failed.code) {
        await this.logins.failed(sender);
      }
      throw error;
    }
  }
}

function isTable({ kind }: RelationSummary): boolean {
  return kind === 'table' || kind === 'partitioned_table';
}

function notFound(table: string, database: string, near: readonly string[]): DomainError {
  return new DomainError(
    businessDatabaseErrors.business_table_not_found,
    {
      table: table.slice(0, 200),
      database,
      near: near.length > 0 ? ` (≈ ${near.join(', ')})` : '',
    },
    { details: { near: [...near] } },
  );
}
