import {
  parseState,
  SCHEMA_CHANGES_FILE,
  SCHEMA_STATE_FILE,
  schemaChangesFile,
  stateParts,
  type SchemaChanges,
  type SchemaState,
} from '#libs/step-files';
import type { StepFiles } from '#libs/steps/step';
import { encodeParts } from './encode-parts.js';
import { compareStates } from './schema-changes.js';
import type { FailedTable } from './select-tables.js';
import { TrackedFiles } from './tracked-files.js';

/** Files of the previous run, and the comparison of this run with them. */
export class EarlierRun {
  private constructor(
    private readonly files: StepFiles,
    private readonly published: ReadonlySet<string>,
    /** null when there was none, or when its state cannot be read any more. */
    readonly state: SchemaState | null,
  ) {}

  static async open(files: StepFiles): Promise<EarlierRun> {
    const published = new Set(await files.list());
    const state = published.has(SCHEMA_STATE_FILE) ? parseState(await files.read(SCHEMA_STATE_FILE)) : null;
    return new EarlierRun(files, published, state);
  }

  track(): TrackedFiles {
    return new TrackedFiles(this.files, this.state, this.published);
  }

  /** Writes what differs from the run before, and then the state that the next one is compared with. */
  async conclude(
    tracked: TrackedFiles,
    described: Omit<SchemaState, 'files' | 'version'>,
    failed: readonly FailedTable[],
  ): Promise<SchemaChanges> {
    await tracked.keepEditedLeftovers();
    const after: SchemaState = { version: 1, ...described, files: tracked.recorded() };
    const own = await this.changesOf(after.execution_id);
    const changes = own ?? compareStates(this.state, after, { failed_tables: failed, edited_files: tracked.edited() });
    await this.files.write(SCHEMA_CHANGES_FILE, schemaChangesFile.render(changes));
    await this.files.write(SCHEMA_STATE_FILE, encodeParts(stateParts(after)));
    return changes;
  }

  /** A worker that died while it published left the state of this very run: the comparison was made then. */
  private async changesOf(executionId: string): Promise<SchemaChanges | null> {
    if (this.state?.execution_id !== executionId || !this.published.has(SCHEMA_CHANGES_FILE)) {
      return null;
    }
    const changes = schemaChangesFile.parse(await this.files.read(SCHEMA_CHANGES_FILE));
    return changes?.execution_id === executionId ? changes : null;
  }
}
