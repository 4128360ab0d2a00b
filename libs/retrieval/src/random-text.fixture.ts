/** Texts in which hardly a word is one of a dictionary. */
const KINDS = {
  names: [
    [20, 'abcdefghijklmnopqrstuvwxyz'],
    [1, '_'],
  ],
  words: [
    [6, 'abcdefghijklmnopqrstuvwxyz'],
    [1, ' '],
  ],
  digits: [
    [40, '0123456789'],
    [1, ' '],
  ],
  han: [
    [60, '一丁七万丈三上下不与丐丑专且世丘丙业东丝丞两严丧个中丰串临丸丹为主丽举'],
    [1, '，'],
  ],
  mixed: [
    [3, 'qxzjkvw'],
    [2, '的订单客户龘'],
    [2, 'абвгд'],
    [2, '0123456789'],
  ],
} as const;
export type TextKind = keyof typeof KINDS;

/** The same text of each kind and length at each call. */
export function randomText(kind: TextKind, length: number): string {
  let seed = 1;
  let text = '';
  while (text.length < length) {
    for (const [count, alphabet] of KINDS[kind]) {
      for (let index = 0; index < count; index++) {
        // Park and Miller's generator.
        seed = (seed * 48_271) % 0x7fff_ffff;
        text += alphabet.charAt(seed % alphabet.length);
      }
    }
  }
  return text.slice(0, length);
}
