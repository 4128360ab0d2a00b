export interface Mutation {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  readonly change: string;
}

export function mutationsOf(text: string): Mutation[];
