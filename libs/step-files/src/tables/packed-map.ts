/**
 * Values by name that are each needed for a moment only: as bytes of JSON, those of thousands of tables take half as
 * much room as they do as objects, and none of it where the garbage collector has to look.
 */
export class PackedMap<T> {
  private readonly packed = new Map<string, Buffer>();

  set(name: string, value: T): void {
    this.packed.set(name, Buffer.from(JSON.stringify(value)));
  }

  get(name: string): T | undefined {
    const found = this.packed.get(name);
    return found && (JSON.parse(found.toString()) as T);
  }

  has(name: string): boolean {
    return this.packed.has(name);
  }

  /** In the order in which they were added. */
  names(): string[] {
    return [...this.packed.keys()];
  }
}
