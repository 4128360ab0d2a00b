const WORDS = new Intl.Segmenter('zh', { granularity: 'word' });

/**
 * A name without the words that it begins with: 编号 for the 服务区编号 of a 服务区. A name that only begins with the same
 * characters stays whole: in 服务区域编号 the word is 区域.
 */
export function restOfName(name: string, beginning: string): string {
  const { length } = beginning;
  const isCut = name.startsWith(beginning) && WORDS.segment(name).containing(length)?.index === length;
  return isCut ? name.slice(length) : name;
}
