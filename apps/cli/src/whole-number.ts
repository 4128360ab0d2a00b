import { WrongValue } from './speak-of-usage.js';

/** Parses the value of an option. */
export function wholeNumber(min: number, max: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < min || number > max) {
      throw new WrongValue({ zh: `应为 ${min} 到 ${max} 的整数`, en: `Expected a number from ${min} to ${max}.` });
    }
    return number;
  };
}
