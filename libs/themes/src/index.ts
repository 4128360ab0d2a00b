export { themeErrors } from './errors.js';
export { formThemes, type ThemeOptions } from './form-themes.js';
export { formThemesWithModel, type ModelThemeOptions } from './form-themes-with-model.js';
export { THEME_PROMPT_VERSION } from './theme-prompt.js';
export { labelsFor, type Labels } from './table-labels.js';
export { parseMetadata } from './parse-metadata.js';
export { METADATA_FILE, renderMetadata, type MetadataHeader } from './render-metadata.js';
export { METADATA_DETAIL_FILE, renderMetadataDetail } from './render-metadata-detail.js';
export type { Theme } from './theme.js';
