const FIRST_DAY = Date.UTC(2025, 0, 1);
const LAST_DAY = Date.UTC(2025, 2, 31);
const DAY_MS = 86_400_000;

/** One day of the period that the figures cover. */
export interface BusinessDay {
  /** YYYY-MM-DD */
  readonly date: string;
  /** Takings against an ordinary weekday. */
  readonly takings: number;
  /** Passenger cars against an ordinary weekday. */
  readonly traffic: number;
}

/** 2025-01-01 … 2025-03-31: the past does not move, so questions keep their answers. */
export function businessDays(): BusinessDay[] {
  const count = (LAST_DAY - FIRST_DAY) / DAY_MS + 1;
  return Array.from({ length: count }, (_, index) => describeDay(new Date(FIRST_DAY + index * DAY_MS), index));
}

function describeDay(day: Date, index: number): BusinessDay {
  const date = day.toISOString().slice(0, 10);
  const weekday = [1.32, 0.96, 0.94, 0.95, 1, 1.18, 1.38][day.getUTCDay()] ?? 1;
  const traffic = weekday * holidayFactor(date);
  // Travellers in a holiday spend more; business grows a little over the quarter.
  return { date, traffic, takings: traffic * (0.95 + traffic / 20) * (1 + index / 900) };
}

/** New Year's Day, and the Spring Festival: both travel waves, the quiet eve and first day between them. */
function holidayFactor(date: string): number {
  if (date === '2025-01-01') {
    return 1.5;
  }
  if (date === '2025-01-28' || date === '2025-01-29') {
    return 0.7;
  }
  if (date >= '2025-01-24' && date <= '2025-01-27') {
    return 2.1;
  }
  if (date >= '2025-02-02' && date <= '2025-02-05') {
    return 2.4;
  }
  return date >= '2025-01-14' && date <= '2025-02-12' ? 1.3 : 1;
}
