export class Relations {
  constructor(tables: Iterable<{ schema: string; name: string; columns: readonly string[] }>);
}
