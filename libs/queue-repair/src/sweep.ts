import { Injectable, Logger } from '@nestjs/common';
import { ArchivePolicy, ArchivesService } from '#libs/archives';
import { SWEEP_TURN, TurnRepository } from '#libs/database';
import { EvaluationPolicy } from '#libs/evaluation';
import { OperationSweeper, type OperationKind, type SweepReport } from '#libs/operations';
import { ExecutionPolicy, FileChangesService, SchedulesService } from '#libs/tasks';
import { VectorOperationPolicy } from '#libs/vector-backup';

const TRASH_TURN = 'trash';
/** A removal that takes longer than this was cut off. */
const TRASH_AGE_MS = 3_600_000;

/** One look at everything that crashes and lost jobs leave behind. Any number at the same time have the effect of one. */
@Injectable()
export class Sweep {
  private readonly logger = new Logger(Sweep.name);

  /** One per kind: a kind that is forgotten does not compile. */
  private readonly sweeps: Readonly<Record<OperationKind, () => Promise<SweepReport>>> = {
    execution: () => this.operationSweeper.sweep(this.executionPolicy),
    vector_operation: () => this.operationSweeper.sweep(this.vectorOperationPolicy),
    archive: () => this.operationSweeper.sweep(this.archivePolicy),
    evaluation: () => this.operationSweeper.sweep(this.evaluationPolicy),
  };

  constructor(
    private readonly operationSweeper: OperationSweeper,
    private readonly executionPolicy: ExecutionPolicy,
    private readonly vectorOperationPolicy: VectorOperationPolicy,
    private readonly archivePolicy: ArchivePolicy,
    private readonly evaluationPolicy: EvaluationPolicy,
    private readonly scheduleService: SchedulesService,
    private readonly archiveService: ArchivesService,
    private readonly fileChangesService: FileChangesService,
    private readonly turnRepository: TurnRepository,
  ) {}

  async run(): Promise<SweepReport> {
    const before = (await this.turnRepository.lastTimes([SWEEP_TURN])).get(SWEEP_TURN)?.at ?? null;
    const reports: SweepReport[] = [];
    for (const sweep of Object.values(this.sweeps)) {
      reports.push(await sweep());
    }
    await this.scheduleService.reconcile(before);
    await this.archiveService.removeExpired();
    await this.sweepFiles();
    await this.turnRepository.mark(SWEEP_TURN);
    return {
      requeued: reports.flatMap(({ requeued }) => requeued),
      ended: reports.flatMap(({ ended }) => ended),
    };
  }

  /** Files are no reason to leave the queue unrepaired. */
  private async sweepFiles(): Promise<void> {
    try {
      await this.fileChangesService.sweep();
      if (await this.turnRepository.take(TRASH_TURN, TRASH_AGE_MS)) {
        await this.fileChangesService.emptyTrash(new Date(Date.now() - TRASH_AGE_MS));
      }
    } catch (error) {
      this.logger.warn(`files were not swept this time: ${(error as Error).message}`);
    }
  }
}
