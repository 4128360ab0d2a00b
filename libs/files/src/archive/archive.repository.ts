import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, LessThan, type Repository } from 'typeorm';
import { ArchiveEntity, type ArchiveStatus } from '#libs/database';

/** Rows of archives that workers build. */
@Injectable()
export class ArchiveRepository {
  constructor(@InjectRepository(ArchiveEntity) private readonly rows: Repository<ArchiveEntity>) {}

  async insert(
    archive: Pick<ArchiveEntity, 'archiveId' | 'taskId' | 'format' | 'files' | 'fileName' | 'expiresAt'>,
  ): Promise<ArchiveEntity> {
    return this.rows.save(this.rows.create(archive));
  }

  find(archiveId: string): Promise<ArchiveEntity | null> {
    return this.rows.findOneBy({ archiveId });
  }

  async set(
    archiveId: string,
    state: Partial<Pick<ArchiveEntity, 'fileSize' | 'contentHash' | 'errorMessage' | 'completedAt'>> & {
      status: ArchiveStatus;
    },
  ): Promise<void> {
    await this.rows.update({ archiveId }, state);
  }

  /** Ends an archive that nobody builds any more; one that has ended by itself keeps its outcome. */
  async abandon(archiveId: string, errorMessage: string): Promise<void> {
    const open = { archiveId, status: In<ArchiveStatus>(['pending', 'running']) };
    await this.rows.update(open, { status: 'failed', errorMessage, completedAt: new Date() });
  }

  expired(now: Date): Promise<ArchiveEntity[]> {
    return this.rows.find({ where: { expiresAt: LessThan(now) }, take: 1000 });
  }

  /** Asked for before `before` and not finished yet. */
  unfinished(before: Date): Promise<ArchiveEntity[]> {
    return this.rows.find({ where: { status: In(['pending', 'running']), createdAt: LessThan(before) }, take: 1000 });
  }

  async remove(archiveId: string): Promise<void> {
    await this.rows.delete({ archiveId });
  }
}
