export function missingInputs(
  root: string,
  texts?: { readonly dockerfile?: string; readonly dockerignore?: string },
): Promise<string[]>;
