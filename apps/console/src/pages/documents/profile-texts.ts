import { defineTexts } from '../../i18n/texts.js';

interface Count {
  readonly count: string;
}

export const profileTexts = defineTexts({
  title: { zh: '数据概况', en: 'Profile' },
  rows: {
    zh: ({ count }: Count) => `${count} 行。分布来自抽样。`,
    en: ({ count }: Count) => `${count} rows. Distributions come from a sample.`,
  },
  unmeasured: { zh: '行数未知。', en: 'The number of rows is unknown.' },
  filled: {
    zh: ({ share }: { share: string }) => `非空 ${share}`,
    en: ({ share }: { share: string }) => `${share} filled`,
  },
  distinct: { zh: ({ count }: Count) => `${count} 个不同值`, en: ({ count }: Count) => `${count} distinct` },
  sensitive: { zh: '个人或机密数据，不显示取值。', en: 'Personal or secret: values are not shown.' },
  moreValues: { zh: ({ count }: Count) => `另有 ${count} 个取值`, en: ({ count }: Count) => `${count} more values` },
  otherValues: { zh: '还有其他取值。', en: 'There are other values.' },
  median: { zh: '中位数', en: 'Median' },
});
