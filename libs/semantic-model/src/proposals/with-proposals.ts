import { inEveryLanguage, type ByLanguage } from '#libs/language';
import type { ColumnProposals, TableProposals } from '#libs/step-files';
import { named } from '../file/name-statements.js';
import { languageOfText, wholeText } from '../file/texts.js';
import type { Entity, Field, Metric, Name, SemanticModel } from '../model.js';
import { judgeColumn, isPerson } from './check-column.js';
import { BY_MODEL, judgeMeasure } from './check-measure.js';
import { judgeName, judgeSynonyms, type GivenTexts } from './check-text.js';
import type { Judged, RefusalReason } from './refusal.js';
import { SpokenNames } from './spoken-names.js';

/** Proposals that were taken for a table, by entity id. */
export type ProposalsOf = (entity: string) => TableProposals | undefined;

/** What the proposals about one table are compared with. */
export interface ProposalContext {
  readonly tables: SpokenNames;
  readonly metricsOf: (entity: string) => readonly Metric[];
}

export function proposalContext({ entities, metrics }: SemanticModel): ProposalContext {
  const tables = new SpokenNames();
  entities.forEach(({ id, name }) => tables.add(id, name));
  const byEntity = Map.groupBy(metrics, ({ entity }) => entity);
  return { tables, metricsOf: (entity) => byEntity.get(entity) ?? [] };
}

/**
 * Checks what a language model proposes about a table against the model as it is, with the edits of people. Measures that
 * pass have still to be run.
 */
export function judgeProposals(
  given: TableProposals,
  entity: Entity,
  { tables, metricsOf }: ProposalContext,
): Judged<TableProposals> {
  const refused: RefusalReason[] = [];
  const context = { identifier: entity.table, others: tables.besides(entity.id) };
  const name = judgeName(given.name, entity.name, { ...context, byPerson: isPerson(entity.evidence.name) });
  const synonyms = judgeSynonyms(given.synonyms, entity.name, {
    ...context,
    byPerson: isPerson(entity.evidence.synonyms),
  });
  const columns: ColumnProposals[] = [];
  const fields = new Map(entity.fields.map((field) => [field.name, field]));
  const names = new SpokenNames();
  fields.forEach(({ name: column, label }) => names.add(column, label));
  for (const proposal of given.columns) {
    const field = fields.get(proposal.column);
    if (field === undefined) {
      refused.push('no_column');
    } else {
      const judged = judgeColumn(proposal, field, names.besides(field.name));
      refused.push(...judged.refused);
      if (judged.taken) {
        columns.push(judged.taken);
        const now = improved(field, judged.taken);
        fields.set(field.name, now);
        names.add(field.name, now.label);
      }
    }
  }
  const now = { ...entity, fields: [...fields.values()] };
  const metrics = [...metricsOf(entity.id)];
  const measures = given.measures.filter((proposal) => {
    const judged = judgeMeasure(proposal, now, metrics);
    if (typeof judged === 'string') {
      refused.push(judged);
      return false;
    }
    return metrics.push(judged) > 0;
  });
  refused.push(...name.refused, ...synonyms.refused);
  return {
    taken: { ...(name.taken ? { name: name.taken } : {}), synonyms: synonyms.taken, columns, measures },
    refused,
  };
}

/** The model with the proposals that were taken. They are checked again, because the database may have changed since. */
export function withProposals(model: SemanticModel, proposalsOf: ProposalsOf): SemanticModel {
  const metrics: Metric[] = [];
  const context = proposalContext(model);
  const entities = model.entities.map((entity) => {
    const given = proposalsOf(entity.id);
    if (given === undefined) {
      return entity;
    }
    const { taken } = judgeProposals(given, entity, context);
    const now = improvedEntity(entity, taken);
    context.tables.add(entity.id, now.name);
    const known = [...context.metricsOf(entity.id)];
    for (const measure of taken.measures) {
      const metric = judgeMeasure(measure, now, known);
      if (typeof metric !== 'string') {
        known.push(metric);
        metrics.push(metric);
      }
    }
    return now;
  });
  return { ...model, entities, metrics: [...model.metrics, ...metrics] };
}

function improvedEntity(entity: Entity, { name, synonyms, columns }: TableProposals): Entity {
  const proposals = new Map(columns.map((proposal) => [proposal.column, proposal]));
  return {
    ...entity,
    name: spoken(entity.name, name, synonyms),
    fields: entity.fields.map((field) => {
      const proposal = proposals.get(field.name);
      return proposal ? improved(field, proposal) : field;
    }),
    evidence: {
      ...entity.evidence,
      ...(name ? { name: BY_MODEL } : {}),
      ...(synonyms.length > 0 ? { synonyms: BY_MODEL } : {}),
    },
  };
}

function improved(field: Field, { name, synonyms, meanings, null_meaning: missing, unit }: ColumnProposals): Field {
  const byValue = new Map(meanings.map(({ value, ...texts }) => [value, wholeText(texts)]));
  return {
    ...field,
    label: spoken(field.label, name, synonyms),
    values: field.values.map((entry) => ({ ...entry, meaning: byValue.get(entry.value) ?? entry.meaning })),
    nullMeaning: missing ? wholeText(missing) : field.nullMeaning,
    unit: unit ? { kind: unit.kind, code: unit.code ?? null, field: null } : field.unit,
    evidence: {
      ...field.evidence,
      ...(name ? { label: BY_MODEL } : {}),
      ...(synonyms.length > 0 ? { synonyms: BY_MODEL } : {}),
      ...(meanings.length > 0 ? { values: BY_MODEL } : {}),
      ...(missing ? { nullMeaning: BY_MODEL } : {}),
      ...(unit ? { unit: BY_MODEL } : {}),
    },
  };
}

function spoken(name: ByLanguage<Name>, texts: GivenTexts | undefined, synonyms: readonly string[]): ByLanguage<Name> {
  return inEveryLanguage((language) => {
    const text = texts?.[language];
    const before = name[language];
    const more = synonyms.filter((synonym) => languageOfText(synonym) === language);
    return {
      ...(text === undefined ? before : named(before, language, text)),
      synonyms: [...before.synonyms, ...more],
    };
  });
}
