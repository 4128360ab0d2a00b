/** A part of an object that can be created with it or later: a default, a check, an index, a foreign key. */
export interface PartToCreate {
  /** Unique within its object. */
  readonly id: string;
  readonly needs: readonly string[];
  /** The object waits for what the part needs, unless that closes a circle. */
  readonly wanted: boolean;
  /** Without the part the object cannot be written: the query of a view, whose columns alone can come first. */
  readonly essential: boolean;
}

export interface ObjectToCreate {
  readonly key: string;
  /** Of several objects that can be created next, the least rank comes first. */
  readonly rank: number;
  /** Keys of the objects that must exist before. */
  readonly needs: readonly string[];
  readonly parts: readonly PartToCreate[];
}

export type CreationStep =
  /** Create the object, without the parts in `late`: those follow, or are left out. */
  | { readonly key: string; readonly late: ReadonlySet<string> }
  /** Create a late part of an object that exists. */
  | { readonly key: string; readonly part: string };

export interface LeftOut {
  readonly key: string;
  /** Null for the whole object. */
  readonly part: string | null;
  /** Needed objects that are absent or left out; empty if the objects of a circle need each other from the start. */
  readonly missing: readonly string[];
}

export interface CreationOrder {
  readonly steps: readonly CreationStep[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * An order in which all objects can be created. A circle is opened at a part: the object comes first, the part when
 * everything that it needs exists. Objects that need something absent are left out, with everything that needs them.
 * Every object and part is in `steps` or in `leftOut`. Equal input gives equal output.
 */
export function creationOrder(objects: readonly ObjectToCreate[]): CreationOrder {
  return new Planner(objects).plan();
}

/** Objects that still wait, each with what it waits for. */
interface Waiting {
  readonly object: ObjectToCreate;
  readonly hard: Set<string>;
  readonly soft: Set<string>;
}

interface LatePart {
  readonly key: string;
  readonly part: string;
  readonly missing: Set<string>;
}

class Planner {
  private readonly objects: ReadonlyMap<string, ObjectToCreate>;
  /** For each key, the keys of the objects that need it in any way. */
  private readonly dependents = new Map<string, Set<string>>();
  private readonly waiting = new Map<string, Waiting>();
  private readonly absent = new Map<string, LeftOut>();
  private readonly absentParts = new Map<string, LeftOut>();
  private readonly created = new Set<string>();
  /** Late parts by each key that they still wait for. */
  private readonly lateParts = new Map<string, LatePart[]>();
  private readonly steps: CreationStep[] = [];
  private readonly ready: string[][] = [];

  constructor(objects: readonly ObjectToCreate[]) {
    this.objects = new Map(objects.map((object) => [object.key, object]));
    for (const object of objects) {
      for (const need of [...object.needs, ...object.parts.flatMap(({ needs }) => needs)]) {
        const dependents = this.dependents.get(need) ?? new Set();
        this.dependents.set(need, dependents.add(object.key));
      }
    }
  }

  plan(): CreationOrder {
    this.leaveOutWhatNeeds([...this.dependents.keys()].filter((key) => !this.objects.has(key)));
    for (const object of this.objects.values()) {
      if (!this.absent.has(object.key)) {
        this.await(object);
      }
    }
    for (let next = this.next(); next !== undefined; next = this.next()) {
      this.create(next);
    }
    return { steps: this.steps, leftOut: [...this.absent.values(), ...this.absentParts.values()] };
  }

  /** Follows the absence of `keys` to the parts and objects that need them, and on to what needs those. */
  private leaveOutWhatNeeds(keys: readonly string[]): void {
    const pending = [...keys];
    const gone = (key: string): boolean => !this.objects.has(key) || this.absent.has(key);
    for (let key = pending.pop(); key !== undefined; key = pending.pop()) {
      for (const dependent of this.dependents.get(key) ?? []) {
        const object = this.objects.get(dependent);
        if (object === undefined || this.absent.has(dependent)) {
          continue;
        }
        const essential = object.parts.filter((part) => part.essential);
        const missing = [...object.needs, ...essential.flatMap(({ needs }) => needs)].filter(gone);
        if (missing.length > 0) {
          this.absent.set(dependent, { key: dependent, part: null, missing: [...new Set(missing)] });
          this.waiting.delete(dependent);
          pending.push(dependent);
        } else {
          for (const part of object.parts.filter(({ needs }) => needs.some(gone))) {
            const leftOut = { key: dependent, part: part.id, missing: part.needs.filter(gone) };
            this.absentParts.set(`${dependent} ${part.id}`, leftOut);
          }
        }
      }
    }
  }

  private isAbsent(key: string, part: PartToCreate): boolean {
    return this.absentParts.has(`${key} ${part.id}`);
  }

  private await(object: ObjectToCreate): void {
    const hard = new Set(object.needs.filter((need) => need !== object.key));
    const wanted = object.parts.filter((part) => part.wanted && !this.isAbsent(object.key, part));
    const soft = new Set(wanted.flatMap(({ needs }) => needs).filter((need) => need !== object.key && !hard.has(need)));
    this.waiting.set(object.key, { object, hard, soft });
    if (hard.size === 0 && soft.size === 0) {
      this.enqueue(object);
    }
  }

  private enqueue({ rank, key }: ObjectToCreate): void {
    (this.ready[rank] ??= []).push(key);
  }

  private next(): Waiting | undefined {
    for (const queue of this.ready) {
      for (let key = queue?.shift(); key !== undefined; key = queue?.shift()) {
        const waiting = this.waiting.get(key);
        if (waiting) {
          return waiting;
        }
      }
    }
    return this.openCircle();
  }

  /**
   * Follows what each object waits for until it comes round. Needs of the object itself go first, so that an object that
   * is left by a part has none of them unmet; that part is where the circle opens. A circle without such an object
   * cannot be created, and is left out.
   */
  private openCircle(): Waiting | undefined {
    for (let [start] = this.waiting.keys(); start !== undefined; [start] = this.waiting.keys()) {
      const path: string[] = [];
      const seen = new Set<string>();
      let name: string | undefined = start;
      while (name !== undefined && !seen.has(name)) {
        seen.add(name);
        path.push(name);
        const waiting = this.waiting.get(name);
        [name] = [...(waiting?.hard ?? []), ...(waiting?.soft ?? [])];
      }
      const circle = path
        .slice(name === undefined ? 0 : path.indexOf(name))
        .flatMap((key) => this.waiting.get(key) ?? []);
      const open = circle.filter(({ hard }) => hard.size === 0);
      const [best] = open.sort((a, b) => a.soft.size - b.soft.size);
      if (best) {
        return best;
      }
      for (const { object } of circle) {
        this.absent.set(object.key, { key: object.key, part: null, missing: [] });
        this.waiting.delete(object.key);
      }
      this.leaveOutWhatNeeds(circle.map(({ object }) => object.key));
      this.awaitNoMore(new Set(this.absent.keys()));
    }
    return undefined;
  }

  /** Parts that are left out hold up their objects no longer. */
  private awaitNoMore(absent: ReadonlySet<string>): void {
    for (const waiting of this.waiting.values()) {
      absent.forEach((key) => waiting.soft.delete(key));
      if (waiting.hard.size === 0 && waiting.soft.size === 0) {
        this.enqueue(waiting.object);
      }
    }
  }

  private create({ object }: Waiting): void {
    this.waiting.delete(object.key);
    const late = new Set<string>();
    for (const part of object.parts) {
      const missing = new Set(part.needs.filter((need) => !this.created.has(need)));
      if (this.isAbsent(object.key, part)) {
        late.add(part.id);
      } else if (missing.size > 0) {
        late.add(part.id);
        this.addLatePart({ key: object.key, part: part.id, missing });
      }
    }
    // Not before: a view that reads itself is created first, and gets its query then.
    this.created.add(object.key);
    this.steps.push({ key: object.key, late });
    this.createPartsThatWaitedFor(object.key);
    for (const dependent of this.dependents.get(object.key) ?? []) {
      const waiting = this.waiting.get(dependent);
      if (waiting && (waiting.hard.delete(object.key) || waiting.soft.delete(object.key))) {
        if (waiting.hard.size === 0 && waiting.soft.size === 0) {
          this.enqueue(waiting.object);
        }
      }
    }
  }

  private addLatePart(late: LatePart): void {
    for (const need of late.missing) {
      this.lateParts.set(need, [...(this.lateParts.get(need) ?? []), late]);
    }
  }

  private createPartsThatWaitedFor(key: string): void {
    for (const late of this.lateParts.get(key) ?? []) {
      late.missing.delete(key);
      if (late.missing.size === 0) {
        this.steps.push({ key: late.key, part: late.part });
      }
    }
    this.lateParts.delete(key);
  }
}
