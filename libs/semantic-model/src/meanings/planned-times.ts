const PLANNED =
  /\b(due|required|requested|expected|planned|estimated|promised|target|deadline|wanted|desired|eta)\b|预计|计划|要求|应还|期望|承诺/u;

/** The name of a time says when something should happen, and not when it did. @param name its words and its comment */
export function isPlannedTime(name: string): boolean {
  return PLANNED.test(name);
}
