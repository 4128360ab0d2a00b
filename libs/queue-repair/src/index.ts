export { queueRepairErrors } from './errors.js';
export { QueueRepairModule } from './queue-repair.module.js';
export { QueueRepairer } from './queue-repairer.js';
export { Sweep } from './sweep.js';
