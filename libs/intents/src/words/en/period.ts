import type { Period } from '../../intent.js';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const QUARTERS = ['first', 'second', 'third', 'fourth'];

/** `in 2023`, `in the first quarter of 2023`, `on 5 March 2023`. */
export function whenEn(period: Period, events: string): string {
  switch (period.unit) {
    case 'year':
      return `in ${period.year}`;
    case 'quarter':
      return `in the ${QUARTERS[period.quarter - 1]} quarter of ${period.year}`;
    case 'month':
      return `in ${MONTHS[period.month - 1]} ${period.year}`;
    case 'date': {
      const [year, month, day] = period.date.split('-');
      return `on ${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
    }
    case 'last':
      return `in the ${period.count} ${period.of}s up to the latest ${events}`;
  }
}
