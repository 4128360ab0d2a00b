import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { relationName } from '#libs/catalog';
import { formatFileSize } from '#libs/files';
import { DEFAULT_LANGUAGE } from '#libs/language';
import { languageOf } from '#libs/pipeline';
import { databaseNameOf } from '#libs/postgres';
import type { RelationDocument } from '#libs/steps/ddl-generation';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { principalOf } from '../security/request-facts.js';
import { Needs } from '../security/scope.js';
import { BusinessDatabase } from './business-database.service.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { DocumentTableRequest, DocumentedTable, ListTablesRequest, ListedTables } from './business-database.dto.js';

/** Its routes are outside the common prefix, as clients of the original expect. */
export const DATABASE_PATH = 'api/v0/database';

@ApiTags('business database')
@Controller(DATABASE_PATH)
@Needs('read')
export class BusinessDatabaseController {
  constructor(private readonly database: BusinessDatabase) {}

  @Post('tables')
  @HttpCode(200)
  @Answers({ zh: '获取表列表成功', en: 'tables' })
  @ApiOperation({ summary: 'The tables of the business database' })
  @ApiEnvelope(200, ListedTables)
  @ApiFailures(400, 403, 413, 415)
  async tables(@Body() body: ListTablesRequest, @Req() request: FastifyRequest): Promise<ListedTables> {
    const connection = this.database.connection(body.db_connection, senderOf(request));
    const named = body.schema
      .split(',')
      .map((schema) => schema.trim())
      .filter((schema) => schema !== '');
    const schemas = named.length === 0 ? ['public'] : [...new Set(named)];
    const relations = await this.database.tables(connection, {
      schemas,
      pattern: body.table_name_pattern,
      views: body.include_views,
    });
    return {
      tables: relations.map(relationName),
      total: relations.length,
      schemas,
      table_name_pattern: body.table_name_pattern ?? null,
      details: relations.map((relation) => ({
        name: relationName(relation),
        kind: relation.kind,
        comment: relation.comment,
      })),
      db_connection_info: { database: databaseNameOf(connection.url) },
    };
  }

  @Post('table/ddl')
  @HttpCode(200)
  @Answers({ zh: '生成表文档成功', en: 'table documented' })
  @ApiOperation({ summary: 'The DDL and the document of one table, as ddl_generation writes them; no file is written' })
  @ApiEnvelope(200, DocumentedTable)
  @ApiFailures(400, 403, 404, 413, 415)
  async document(@Body() body: DocumentTableRequest, @Req() request: FastifyRequest): Promise<DocumentedTable> {
    const connection = this.database.connection(body.db_connection, senderOf(request));
    const language =
      body.business_context === undefined
        ? (body.language ?? DEFAULT_LANGUAGE)
        : languageOf({ language: body.language, business_context: body.business_context });
    const document = await this.database.document(connection, body.table, {
      businessContext: body.business_context,
      language,
    });
    return {
      ...(body.type === 'md' ? {} : { ddl: document.ddl }),
      ...(body.type === 'ddl' ? {} : { md: document.detail }),
      table_info: tableInfo(document),
      fields: fields(document),
      generation_info: {
        business_context: body.business_context ?? null,
        output_type: body.type,
        has_llm_comments: hasModelComments(document),
        language,
        database: databaseNameOf(connection.url),
      },
    };
  }
}

function senderOf(request: FastifyRequest): string {
  const principal = principalOf(request);
  return `${principal?.keyId ?? ''} ${principal?.name ?? ''} ${request.ip}`;
}

function tableInfo({ relation, profile, comments }: RelationDocument): DocumentedTable['table_info'] {
  return {
    table_name: relation.name,
    schema_name: relation.schema,
    full_name: relationName(relation),
    kind: relation.kind,
    comment: comments.table?.text ?? null,
    field_count: relation.columns.length,
    row_count: profile?.rowCount ?? null,
    table_size: relation.sizeBytes === null ? null : formatFileSize(relation.sizeBytes),
  };
}

function fields({ relation, profile, comments }: RelationDocument): DocumentedTable['fields'] {
  const profiles = new Map(profile?.columns.map((column) => [column.column, column]));
  const foreign = new Set(relation.foreignKeys.flatMap(({ columns }) => columns));
  return relation.columns.map((column) => {
    const values = profiles.get(column.name)?.enumeration ?? null;
    return {
      name: column.name,
      type: column.type,
      nullable: !column.notNull,
      comment: comments.columns.get(column.name)?.text ?? null,
      is_primary_key: relation.primaryKey?.columns.includes(column.name) ?? false,
      is_foreign_key: foreign.has(column.name),
      default_value: column.default,
      is_enum: values !== null,
      enum_values: values === null ? null : [...values],
    };
  });
}

function hasModelComments({ comments }: RelationDocument): boolean {
  return [comments.table, ...comments.columns.values()].some((comment) => comment?.source === 'model');
}
