export { HealthModule } from './health.module.js';
export { PROBED_SERVICES, ServiceProbes, type ProbedService } from './service-probes.js';
