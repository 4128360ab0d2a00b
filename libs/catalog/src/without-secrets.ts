import { holdsSensitiveText, redactLiterals, redactText, secretsByName } from '#libs/sensitivity';
import type {
  Catalog,
  CheckConstraint,
  Column,
  Index,
  ObjectPart,
  Relation,
  RelationStatement,
  SchemaObject,
} from './model.js';

const orNull = (text: string | null, redact: (text: string) => string): string | null => text && redact(text);

/**
 * The catalog without the personal and secret values that stand in comments, defaults, checks, views, index conditions,
 * labels, rules, triggers and policies: its texts go to files and to models. Function bodies stay as they are.
 */
export function withoutSecrets(catalog: Catalog): Catalog {
  return {
    ...catalog,
    relations: catalog.relations.map(relationWithoutSecrets),
    partitions: catalog.partitions.map(relationWithoutSecrets),
    schemaComments: new Map([...catalog.schemaComments].map(([schema, comment]) => [schema, redactText(comment)])),
    objects: catalog.objects.map(objectWithoutSecrets),
  };
}

function relationWithoutSecrets(relation: Relation): Relation {
  const isSecret = secretsByName(relation);
  return {
    ...relation,
    comment: orNull(relation.comment, redactText),
    columns: relation.columns.map((column) => columnWithoutSecrets(column, isSecret)),
    primaryKey: relation.primaryKey && withoutSecretComment(relation.primaryKey),
    uniqueConstraints: relation.uniqueConstraints.map(withoutSecretComment),
    foreignKeys: relation.foreignKeys.map(withoutSecretComment),
    checkConstraints: relation.checkConstraints.map(constraintWithoutSecrets),
    exclusionConstraints: relation.exclusionConstraints.map(constraintWithoutSecrets),
    indexes: relation.indexes.map(indexWithoutSecrets),
    definition: orNull(relation.definition, redactLiterals),
    settings: relation.settings.map(statementWithoutSecrets),
    behaviour: relation.behaviour.map(statementWithoutSecrets),
  };
}

function statementWithoutSecrets(statement: RelationStatement): RelationStatement {
  return withText(statement, 'statement', redactLiterals(statement.statement));
}

/** The same object where the text is: catalogs are large, and few of their texts hold a secret. */
function withText<K extends string, T extends { readonly [key in K]?: string | null }>(
  object: T,
  key: K,
  text: string | null,
): T {
  return object[key] === text ? object : { ...object, [key]: text };
}

function withoutSecretComment<T extends { readonly comment?: string | null }>(object: T): T {
  return object.comment ? withText(object, 'comment', redactText(object.comment)) : object;
}

function columnWithoutSecrets(column: Column, isSecret: (column: Column) => boolean): Column {
  const { default: expression, enumLabels } = column;
  const shown = expression?.includes("'") ? redactLiterals(expression, isSecret(column)) : expression;
  const changed = withText(withoutSecretComment(column), 'default', shown);
  return enumLabels?.some(holdsSensitiveText) ? { ...changed, enumLabels: null } : changed;
}

function constraintWithoutSecrets(constraint: CheckConstraint): CheckConstraint {
  return withText(withoutSecretComment(constraint), 'definition', redactLiterals(constraint.definition));
}

function indexWithoutSecrets(index: Index): Index {
  return withText(withoutSecretComment(index), 'definition', redactLiterals(index.definition));
}

function objectWithoutSecrets(object: SchemaObject): SchemaObject {
  return object.kind === 'function'
    ? object
    : {
        ...object,
        definition: redactLiterals(object.definition),
        parts: object.parts.map(partWithoutSecrets),
        comments: object.comments.map((text) => redactLiterals(text)),
      };
}

function partWithoutSecrets(part: ObjectPart): ObjectPart {
  return {
    ...part,
    clause: orNull(part.clause, redactLiterals),
    statement: redactLiterals(part.statement),
    comments: part.comments.map((text) => redactLiterals(text)),
  };
}
