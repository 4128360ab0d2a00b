export { ArchiveBuilder } from './archive-builder.js';
export { ArchivePolicy } from './archive.policy.js';
export { ArchivesModule } from './archives.module.js';
export { ArchivesService } from './archives.service.js';
