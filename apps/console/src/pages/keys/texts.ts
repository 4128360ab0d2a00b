import { defineTexts } from '../../i18n/texts.js';

export const keysTexts = defineTexts({
  title: { zh: 'API 密钥', en: 'API keys' },
  lead: {
    zh: '每个人、每个程序各用一个密钥，这样审计日志能分清是谁。这里不含环境变量 API_KEYS 里的密钥。',
    en: 'Give each person and program a key of its own, so that the audit log can tell them apart. Keys set in the environment variable API_KEYS are not listed.',
  },
  create: { zh: '新建密钥', en: 'New key' },
  name: { zh: '名称', en: 'Name' },
  nameHelp: { zh: '使用者或程序的名字。', en: 'The person or program that it is for.' },
  scope: { zh: '权限', en: 'Rights' },
  read: { zh: '查看：只读', en: 'Read only' },
  run: { zh: '运行：还能创建、运行、停止任务', en: 'Run: also create, run and stop tasks' },
  admin: { zh: '管理：还能删除、恢复备份、管理密钥', en: 'Admin: also delete, restore backups, manage keys' },
  days: { zh: '有效天数', en: 'Days until it expires' },
  daysHelp: { zh: '留空则不过期。', en: 'Leave it empty for a key that does not expire.' },
  first: {
    zh: '这是第一个密钥。创建之后，所有访问都需要密钥；此页面会用它自动登录，请复制并保存好。',
    en: 'This is the first key. From then on every request needs one. This page logs in with it; copy it and keep it.',
  },
  firstMustBeAdmin: {
    zh: '第一个密钥请选择“管理”权限，否则之后只能在服务器上用命令管理密钥。',
    en: 'Choose the rights of an admin for the first key; otherwise keys can only be managed on the server afterwards.',
  },
  createVerb: { zh: '创建', en: 'Create' },
  created: { zh: '密钥已创建', en: 'The key is created' },
  createdHelp: {
    zh: '密钥只显示这一次，请现在复制并妥善保存。',
    en: 'It is shown this once. Copy it now, and keep it safe.',
  },
  notLoggedIn: {
    zh: '没能用它自动登录。请先复制密钥；关闭此窗口后，用它登录。',
    en: 'This page could not log in with it. Copy the key first; when you close this, log in with it.',
  },
  done: { zh: '我已保存', en: 'I have saved it' },
  key: { zh: '密钥', en: 'Key' },
  state: { zh: '状态', en: 'Status' },
  valid: { zh: '有效', en: 'Valid' },
  expired: { zh: '已过期', en: 'Expired' },
  revoked: { zh: '已吊销', en: 'Revoked' },
  createdAt: { zh: '创建时间', en: 'Created' },
  lastUsed: { zh: '最近使用', en: 'Last use' },
  expires: { zh: '过期时间', en: 'Expires' },
  actions: { zh: '操作', en: 'Actions' },
  revoke: { zh: '吊销', en: 'Revoke' },
  revokeTitle: { zh: '吊销密钥？', en: 'Revoke the key?' },
  revokeHelp: {
    zh: ({ name }: { name: string }) => `“${name}”会在五秒内失效，用它登录的页面也会退出。无法恢复。`,
    en: ({ name }: { name: string }) =>
      `“${name}” stops working within five seconds, and pages that are logged in with it are logged out. It cannot be brought back.`,
  },
  none: { zh: '还没有密钥', en: 'There is no key yet' },
  noneHelp: {
    zh: '没有密钥时，只有这台机器能访问，且无需登录。',
    en: 'Without keys only this machine has access, and no login is needed.',
  },
});
