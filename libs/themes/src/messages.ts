import { defineMessages } from '#libs/language';

/** Why a theme of a model is changed or not taken. */
export const messages = defineMessages('themes', {
  unknown_tables: {
    zh: '主题「{theme}」引用了不存在的表，已忽略: {tables}',
    en: 'theme "{theme}" names tables that do not exist, ignored: {tables}',
  },
  dropped: {
    zh: '主题「{theme}」没有可用的表，已丢弃',
    en: 'theme "{theme}" has no table that exists and was dropped',
  },
  refused: {
    zh: '模型返回的 {count} 个主题格式不符，已丢弃: {reason}',
    en: '{count} of the themes in a wrong form, dropped: {reason}',
  },
});
