import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { ServiceProbes, type ProbedService } from '#libs/health';

/** Health of the services that the API depends on, with the reason when one is down. */
@Injectable()
export class ServiceIndicators {
  constructor(
    private readonly health: HealthIndicatorService,
    private readonly probes: ServiceProbes,
  ) {}

  async of(service: ProbedService): Promise<HealthIndicatorResult> {
    const indicator = this.health.check(service);
    const problem = await this.probes.problemOf(service);
    return problem === null ? indicator.up() : indicator.down({ message: problem });
  }
}
