import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { JobQueue } from '#libs/queue';

/** The queue and the configuration, for requests. */
@Injectable()
export class RequestPorts {
  constructor(
    readonly queue: JobQueue,
    @Inject(CONFIG) readonly config: ResolvedConfig,
  ) {}
}
