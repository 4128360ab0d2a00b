import type { ModelFile } from './model-file.js';

/** The columns that mark deleted rows, as `semantic_model.yaml` has them. */
export function softDeletesIn({ datasets }: Pick<ModelFile, 'datasets'>): Set<string> {
  return new Set(
    datasets.flatMap(({ values }) => {
      const softDelete = values.get('soft_delete');
      const field = typeof softDelete === 'object' && softDelete !== null ? Object.entries(softDelete) : [];
      return field.flatMap(([key, column]) => (key === 'field' && typeof column === 'string' ? [column] : []));
    }),
  );
}
