import { FIRST_STEP, STEP_NAMES, stepsAfter, type StepName } from '#libs/pipeline';
import {
  COMMENT_SOURCES_FILE,
  FILENAME_MAPPING_FILE,
  isDdlFile,
  isDetailFile,
  isPairFile,
  METADATA_FILE,
  QA_SCOPE_FILE,
  SELF_CHECK_QUESTIONS_FILE,
  SEMANTIC_MODEL_FILE,
  TABLE_LIST_FILE,
} from './file-names.js';

const GENERATED: ReadonlySet<string> = new Set([METADATA_FILE, FILENAME_MAPPING_FILE, COMMENT_SOURCES_FILE]);
const OF_PAIRS: ReadonlySet<string> = new Set([QA_SCOPE_FILE, SELF_CHECK_QUESTIONS_FILE]);
const OF_ALL: ReadonlySet<string> = new Set([SEMANTIC_MODEL_FILE, TABLE_LIST_FILE]);

/**
 * The steps whose results depend on a file, directly or by what another of them made of it. ddl_generation reads the
 * model back, with the edits in it; files that nothing reads, such as logs and exports, have no readers.
 */
export function readersOf(name: string): readonly StepName[] {
  if (OF_ALL.has(name)) {
    return STEP_NAMES;
  }
  if (GENERATED.has(name) || isDdlFile(name) || isDetailFile(name)) {
    return stepsAfter(FIRST_STEP);
  }
  return OF_PAIRS.has(name) || isPairFile(name) ? stepsAfter('qa_generation') : [];
}
