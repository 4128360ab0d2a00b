import type { Period } from '../../intent.js';

/** `2026年的交易`; a longer phrase has its own 的. */
export function datedZh(when: string, text: string): string {
  return when === '' || text.includes('的') ? `${when}${text}` : `${when}的${text}`;
}

const QUARTERS = ['一', '二', '三', '四'];

/** `2023年`, `2023年第一季度`, `最近 30 天（截至数据中的最新日期）`. */
export function whenZh(period: Period): string {
  switch (period.unit) {
    case 'year':
      return `${period.year}年`;
    case 'quarter':
      return `${period.year}年第${QUARTERS[period.quarter - 1]}季度`;
    case 'month':
      return `${period.year}年${period.month}月`;
    case 'date': {
      const [year, month, day] = period.date.split('-');
      return `${year}年${Number(month)}月${Number(day)}日`;
    }
    case 'last':
      return `最近 ${period.count} ${period.of === 'day' ? '天' : '个月'}（截至数据中的最新日期）`;
  }
}
