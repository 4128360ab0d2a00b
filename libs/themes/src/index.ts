export { formThemes, type ThemeOptions } from './form-themes.js';
export { formThemesWithModel, type ModelThemeOptions } from './form-themes-with-model.js';
export { THEME_PROMPT_VERSION } from './theme-prompt.js';
