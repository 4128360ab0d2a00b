export { CopiesMark } from './copies-mark.js';
export { fleetErrors } from './errors.js';
export { FleetModule } from './fleet.module.js';
export { ProcessReport } from './process-report.js';
export { ProcessRepository, type ProcessRecord } from './process.repository.js';
export { StorageMark } from './storage-mark.js';
