export { modelEditingErrors } from './errors.js';
export { ModelEditingModule } from './model-editing.module.js';
export { ModelEditingService, type EditedTable, type NewJoin } from './model-editing.service.js';
export { isTable, type ItemPlace } from './model-item.js';
export { says } from './says.js';
