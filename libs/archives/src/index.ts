export { ArchiveBuilder } from './archive-builder.js';
export { ArchivePolicy } from './archive.policy.js';
export { ArchivesModule } from './archives.module.js';
export { ArchivesService, type OpenArchive } from './archives.service.js';
export { archiveErrors } from './errors.js';
