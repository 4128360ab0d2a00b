import { defineTexts } from '../../i18n/texts.js';

export const searchTexts = defineTexts({
  title: { zh: '检索', en: 'Search' },
  lead: {
    zh: '输入一个问题，查看读取方（例如 Vanna）会得到什么：混合检索与纯向量检索并排，以及可直接放入提示词的上下文。',
    en: 'Ask a question and see what a reader such as Vanna would get: hybrid search and vectors alone side by side, and the context for a prompt.',
  },
  question: { zh: '问题', en: 'Question' },
  placeholder: { zh: '哪个服务区的营业额最高？', en: 'Which service area has the highest revenue?' },
  task: { zh: '任务', en: 'Task' },
  anyTask: { zh: '全部任务', en: 'All tasks' },
  ask: { zh: '检索', en: 'Search' },
  start: { zh: '还没有问题', en: 'No question yet' },
  startHelp: { zh: '在上方输入问题。', en: 'Type a question above.' },
  hybrid: { zh: '混合检索（向量与词）', en: 'Hybrid (vectors and words)' },
  vector: { zh: '纯向量检索', en: 'Vectors alone' },
  context: { zh: '提示词上下文', en: 'Context for a prompt' },
  contextHelp: { zh: '与 POST /context 返回的内容相同。', en: 'The same as POST /context answers.' },
  tokens: {
    zh: ({ count }: { count: string }) => `约 ${count} 个 token`,
    en: ({ count }: { count: string }) => `about ${count} tokens`,
  },
  pairs: { zh: '问答对', en: 'Pairs' },
  ddl: { zh: '表结构', en: 'DDL' },
  documents: { zh: '文档', en: 'Documents' },
  nothing: { zh: '没有找到。', en: 'Nothing was found.' },
  similarity: {
    zh: ({ value }: { value: string }) => `相似度 ${value}`,
    en: ({ value }: { value: string }) => `similarity ${value}`,
  },
  words: {
    zh: ({ words }: { words: string }) => `共有的词：${words}`,
    en: ({ words }: { words: string }) => `words: ${words}`,
  },
  leftOut: { zh: '放不下而略去：', en: 'Did not fit:' },
  onlyHere: { zh: '仅此一侧找到', en: 'found on this side only' },
});
