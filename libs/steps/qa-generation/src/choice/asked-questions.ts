/** Two questions with so many letter pairs in common differ in a word that readers pass over. */
const ALIKE = 0.87;
/** One Chinese character is a word, and a part of two pairs of a short question. */
const ALIKE_CHINESE = 0.82;
/** In so many characters, one other of them is passed over. */
const MANY_CHARACTERS = 10;
/** The same answer in an order of its own is the same question. */
const ORDER = /(?:，|？请)(?:按[^，。]+)?从.到.排列。$/u;

/** The questions of a run, to notice one that is nearly the same as an earlier one. */
export class AskedQuestions {
  private readonly asked: LetterPairs[] = [];

  add(question: string): void {
    this.asked.push(new LetterPairs(question));
  }

  /** An earlier question of other words has nearly the same letters. */
  hasNearly(question: string): boolean {
    const pairs = new LetterPairs(question);
    const isChinese = /\p{Script=Han}/u.test(question);
    const alike = isChinese ? ALIKE_CHINESE : ALIKE;
    return this.asked.some(
      (other) => pairs.likeness(other, alike) >= alike || (isChinese && pairs.isOneCharacterOf(other)),
    );
  }
}

/** How often each pair of neighbouring letters occurs. */
class LetterPairs {
  private readonly counts = new Map<string, number>();
  private readonly size: number;
  private readonly letters: readonly string[];

  constructor(text: string) {
    const letters = [...text.toLowerCase().replace(ORDER, '。')];
    this.letters = letters;
    this.size = Math.max(letters.length - 1, 1);
    for (let at = 1; at < letters.length; at += 1) {
      const pair = `${letters[at - 1]}${letters[at]}`;
      this.counts.set(pair, (this.counts.get(pair) ?? 0) + 1);
    }
  }

  /** One character at one place differs. */
  isOneCharacterOf({ letters }: LetterPairs): boolean {
    const isLong = letters.length === this.letters.length && letters.length >= MANY_CHARACTERS;
    return isLong && letters.filter((letter, at) => letter !== this.letters[at]).length < 2;
  }

  /** 0 to 1, the coefficient of Dice; no more than a bound where it is below `least`. */
  likeness(other: LetterPairs, least: number): number {
    const most = (2 * Math.min(this.size, other.size)) / (this.size + other.size);
    if (most < least) {
      return most;
    }
    let common = 0;
    for (const [pair, count] of this.counts) {
      common += Math.min(count, other.counts.get(pair) ?? 0);
    }
    return (2 * common) / (this.size + other.size);
  }
}
