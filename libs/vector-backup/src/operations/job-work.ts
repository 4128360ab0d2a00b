import type { VectorOperationEntity } from '#libs/database';
import type { VectorOperationJob } from '#libs/queue';

/** What a job says of an operation that workers of releases without copies would run wrongly; most say nothing. */
export function jobWorkOf({
  kind,
  parameters,
}: Pick<VectorOperationEntity, 'kind' | 'parameters'>): VectorOperationJob['work'] {
  return kind === 'copy' ? 'copy' : parameters['storage'] === 'copy' ? 'from_copy' : undefined;
}
