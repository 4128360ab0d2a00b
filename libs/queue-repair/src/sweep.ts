import { Injectable } from '@nestjs/common';
import { ArchivePolicy, ArchivesService } from '#libs/archives';
import { SWEEP_TURN, TurnRepository } from '#libs/database';
import { OperationSweeper, type OperationKind, type SweepReport } from '#libs/operations';
import { ExecutionPolicy, SchedulesService } from '#libs/tasks';
import { VectorOperationPolicy } from '#libs/vector-backup';

/** One look at everything that crashes and lost jobs leave behind. Any number at the same time have the effect of one. */
@Injectable()
export class Sweep {
  /** One per kind: a kind that is forgotten does not compile. */
  private readonly sweeps: Readonly<Record<OperationKind, () => Promise<SweepReport>>> = {
    execution: () => this.operationSweeper.sweep(this.executionPolicy),
    vector_operation: () => this.operationSweeper.sweep(this.vectorOperationPolicy),
    archive: () => this.operationSweeper.sweep(this.archivePolicy),
  };

  constructor(
    private readonly operationSweeper: OperationSweeper,
    private readonly executionPolicy: ExecutionPolicy,
    private readonly vectorOperationPolicy: VectorOperationPolicy,
    private readonly archivePolicy: ArchivePolicy,
    private readonly scheduleService: SchedulesService,
    private readonly archiveService: ArchivesService,
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
    await this.turnRepository.mark(SWEEP_TURN);
    return {
      requeued: reports.flatMap(({ requeued }) => requeued),
      ended: reports.flatMap(({ ended }) => ended),
    };
  }
}
