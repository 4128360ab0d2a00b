import { SIMPLIFIED, TRADITIONAL } from './traditional-characters.js';

let simplifiedForms: Map<string, string> | undefined;

/** Chinese with traditional characters in their simplified form, so that each finds the other. */
export function simplify(text: string): string {
  simplifiedForms ??= new Map([...TRADITIONAL].map((character, at) => [character, SIMPLIFIED.charAt(at)]));
  const forms = simplifiedForms;
  return text.replaceAll(/./gsu, (character) => forms.get(character) ?? character);
}
