import { defineTexts } from '../../i18n/texts.js';

export const auditTexts = defineTexts({
  title: { zh: '审计日志', en: 'Audit log' },
  lead: {
    zh: '谁在什么时候、从哪里改了什么，以及被拒绝的请求。',
    en: 'Who changed what, when and from where; and what was refused.',
  },
  actor: { zh: '操作者', en: 'Actor' },
  actorHelp: { zh: '密钥名称', en: 'Name of a key' },
  mentions: { zh: '包含', en: 'Contains' },
  mentionsHelp: { zh: '例如任务编号', en: 'Such as a task id' },
  time: { zh: '时间', en: 'Time' },
  action: { zh: '操作', en: 'Action' },
  target: { zh: '对象', en: 'Target' },
  status: { zh: '结果', en: 'Result' },
  address: { zh: '来源地址', en: 'Address' },
  details: { zh: '详情', en: 'Details' },
  none: { zh: '没有记录', en: 'No entry' },
  noneHelp: { zh: '修改类请求会记录在这里。', en: 'Requests that change something are recorded here.' },
  older: { zh: '更早的记录', en: 'Older entries' },
  newest: { zh: '回到最新', en: 'Back to the newest' },
  agent: { zh: '客户端', en: 'Client' },
  request: { zh: '请求编号', en: 'Request' },
  total: {
    zh: ({ count }: { count: string }) => `共 ${count} 条`,
    en: ({ count }: { count: string }) => `${count} entries`,
  },
});
