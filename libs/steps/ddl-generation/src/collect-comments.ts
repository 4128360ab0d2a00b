import pLimit from 'p-limit';
import { plainComment, relationName, type Catalog } from '#libs/catalog';
import { DomainError, errorMessage } from '#libs/domain-errors';
import type { Language, Message } from '#libs/language';
import type { ChatModel } from '#libs/language-model';
import type { Entity } from '#libs/semantic-model';
import { commentsOf, type Comment, type ProposedComments, type RelationComments } from './comments.js';
import { messages } from './messages.js';
import type { Profiles } from './packed-profiles.js';
import { isFullyCommented, proposeComments } from './propose-comments.js';
import { incomingReferences } from './incoming-references.js';

export interface CommentOptions {
  readonly chatModel: ChatModel | null;
  readonly businessContext: string;
  readonly language: Language;
  /** What the semantic model knows about a table. */
  readonly entityOf: (table: string) => Entity | undefined;
  /** Tables whose comments need no new request. */
  readonly remembered?: ReadonlyMap<string, RelationComments>;
  readonly signal: AbortSignal;
  readonly onWarning: (message: Message) => void;
  readonly onProgress: (done: number, total: number, table: string) => void;
}

const PARALLEL = 4;
/** A model that fails this often in a row is not there; the remaining tables do not wait for it. */
const GIVE_UP_AFTER = 3;

/**
 * Comments of all relations. A failure of the model costs a table its proposed comments and nothing else.
 * @throws the abort reason.
 */
export async function collectComments(
  catalog: Catalog,
  profiles: Profiles,
  options: CommentOptions,
): Promise<Map<string, RelationComments>> {
  const proposals = options.chatModel
    ? await askModel(catalog, profiles, options.chatModel, options)
    : new Map<string, ProposedComments>();
  return new Map(
    catalog.relations.map((relation) => {
      const name = relationName(relation);
      const proposed = proposals.get(name) ?? proposedBefore(options.remembered?.get(name));
      return [name, commentsOf(relation, proposed, options.entityOf(name), options.language)];
    }),
  );
}

/** What the model of an earlier run proposed; the rest is made again, as people may have edited it. */
function proposedBefore(remembered: RelationComments | undefined): ProposedComments | undefined {
  const ofModel = (comment: Comment | null | undefined): string | null =>
    comment?.source === 'model' ? comment.text : null;
  const columns = [...(remembered?.columns ?? [])].flatMap(([name, comment]): [string, string][] => {
    const text = ofModel(comment);
    return text === null ? [] : [[name, text]];
  });
  return remembered && { table: ofModel(remembered.table), columns: new Map(columns) };
}

async function askModel(
  catalog: Catalog,
  profiles: Profiles,
  chatModel: ChatModel,
  options: CommentOptions,
): Promise<Map<string, ProposedComments>> {
  const { remembered, signal, onWarning, onProgress } = options;
  const tableComments = new Map(
    catalog.relations.map((relation) => [relationName(relation), plainComment(relation.comment)]),
  );
  const neighbours = { tableComments, incoming: incomingReferences(catalog) };
  const proposals = new Map<string, ProposedComments>();
  const limit = pLimit(PARALLEL);
  let failures = 0;
  let done = 0;
  const ask = async (relation: Catalog['relations'][number]): Promise<void> => {
    const name = relationName(relation);
    const needed = !remembered?.has(name) && !isFullyCommented(relation);
    if (needed && !signal.aborted && failures < GIVE_UP_AFTER) {
      try {
        proposals.set(
          name,
          await proposeComments(relation, profiles.get(name), { ...options, chatModel, ...neighbours }),
        );
        failures = 0;
      } catch (error) {
        signal.throwIfAborted();
        onWarning(messages.comments_failed({ table: name, reason: reasonOf(error) }));
        failures += 1;
        if (failures === GIVE_UP_AFTER) {
          onWarning(messages.model_given_up());
        }
      }
    }
    done += 1;
    onProgress(done, catalog.relations.length, name);
  };
  await Promise.allSettled(catalog.relations.map((relation) => limit(() => ask(relation))));
  signal.throwIfAborted();
  return proposals;
}

/** The message of a known error; another one is a defect and goes up. */
export function reasonOf(error: unknown): Message {
  if (!(error instanceof DomainError)) {
    throw error;
  }
  return errorMessage(error);
}
