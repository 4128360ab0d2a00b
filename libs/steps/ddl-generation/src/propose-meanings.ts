import type { ChatModel } from '#libs/language-model';
import { tableProposalsSchema, type TableProposals } from '#libs/step-files';
import { isWanting, PROPOSAL_SYSTEM_PROMPT, proposalUserPrompt, type ProposalRequest } from './proposal-prompt.js';

/** Columns per request. */
const COLUMNS_A_REQUEST = 60;
/** Requests for one table: of a very wide one, the first columns count. */
const MAX_REQUESTS = 5;
const MAX_MEASURES = 3;

/**
 * Asks a model what it would say about a table, unchecked.
 * @throws DomainError of the model
 */
export async function proposeMeanings(
  table: Omit<ProposalRequest, 'fields' | 'isFirst'>,
  chatModel: ChatModel,
  signal: AbortSignal,
): Promise<TableProposals> {
  const wanting = table.entity.fields.filter(isWanting).slice(0, COLUMNS_A_REQUEST * MAX_REQUESTS);
  const answers: TableProposals[] = [];
  for (let start = 0; start === 0 || start < wanting.length; start += COLUMNS_A_REQUEST) {
    const fields = wanting.slice(start, start + COLUMNS_A_REQUEST);
    const user = proposalUserPrompt({ ...table, fields, isFirst: start === 0 });
    answers.push(
      await chatModel.completeJson(
        { schema: tableProposalsSchema, schemaName: 'table_meanings', system: PROPOSAL_SYSTEM_PROMPT, user },
        { signal },
      ),
    );
  }
  const [first = tableProposalsSchema.parse({})] = answers;
  return {
    ...first,
    columns: answers.flatMap(({ columns }) => columns).map(withPlainName),
    measures: first.measures.slice(0, MAX_MEASURES),
  };
}

function withPlainName(proposal: TableProposals['columns'][number]): TableProposals['columns'][number] {
  return { ...proposal, column: proposal.column.trim().replace(/^"(.*)"$/, '$1') };
}
