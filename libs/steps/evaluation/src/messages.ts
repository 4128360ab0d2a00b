import { counted, defineMessages } from '#libs/language';

/** Lines of the task log. */
export const messages = defineMessages('evaluation', {
  started: { zh: '开始用测试问题评测检索效果', en: 'measuring what readers find for questions' },
  gate_started: {
    zh: '加载前评测: 上下文充分率须达到 {minimum}%',
    en: 'measuring before the load: {minimum} % of the questions have to find what they need',
  },
  done: {
    zh: '评测完成: {questions} 个问题，上下文充分率 {percent}%（对照组 {arm}）',
    en: ({ questions, percent, arm }: { questions: number; percent: number; arm: string }) =>
      `measured ${counted(questions, 'question')}: ${percent} % find what they need (arm ${arm})`,
  },
  leaked: {
    zh: '{count} 个问题与已加载的问答对相同或几乎相同，未计入',
    en: ({ count }: { count: number }) =>
      `${counted(count, 'question')} ${count === 1 ? 'stands' : 'stand'} in the store, or nearly, and ${count === 1 ? 'is' : 'are'} not counted`,
  },
  unusable: {
    zh: '{count} 个问题的标准 SQL 引用了已不存在的表，未计入',
    en: ({ count }: { count: number }) =>
      `the gold SQL of ${counted(count, 'question')} names tables that are gone; not counted`,
  },
  causes: { zh: '失败原因: {causes}', en: 'why questions fail: {causes}' },
});
