import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, type Repository } from 'typeorm';
import { ArchiveEntity } from '#libs/database';

/** Queries on the table of archives, other than those of their life cycle. */
@Injectable()
export class ArchiveRepository {
  constructor(@InjectRepository(ArchiveEntity) private readonly rows: Repository<ArchiveEntity>) {}

  async insert(
    archive: Pick<ArchiveEntity, 'archiveId' | 'taskId' | 'format' | 'files' | 'fileName' | 'expiresAt'>,
  ): Promise<ArchiveEntity> {
    return this.rows.save(this.rows.create(archive));
  }

  expired(now: Date): Promise<ArchiveEntity[]> {
    return this.rows.find({ where: { expiresAt: LessThan(now) }, take: 1000 });
  }

  async remove(archiveId: string): Promise<void> {
    await this.rows.delete({ archiveId });
  }
}
