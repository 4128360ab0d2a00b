import { readModelFile } from '../file/read-model-file.js';
import { softDeletesIn } from '../file/soft-deletes-in.js';
import type { FileItem } from '../file/model-file.js';
import { CutModel } from './cut-model.js';

/**
 * The columns that mark deleted rows, of the text of `semantic_model.yaml`. Its fields, nearly all of it, are not parsed.
 * @throws DomainError `semantic_model_…` for a text that cannot be read
 */
export function softDeletesInText(text: string, file: string): Set<string> {
  return softDeletesIn({ datasets: datasetsIn(text, file) });
}

function datasetsIn(text: string, file: string): readonly FileItem[] {
  try {
    const datasets = CutModel.of(text, file).withoutFields('datasets');
    if (datasets.length > 0) {
      return datasets;
    }
  } catch {
    // An alias may stand for a part of another item; what is wrong is wrong in the whole, too, with its own line.
  }
  return readModelFile(text, file).datasets;
}
