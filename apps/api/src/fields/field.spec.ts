import { describe, expect, it } from '@jest/globals';
import { ChoiceField, FlagField, IntegerField, ListField, TextField } from './field.js';
import { TextProperty } from './properties.js';
import { textShape } from './shapes.js';
import { fieldsOf } from './known-fields.js';

const DESCRIPTION = { description: 'A field' } as const;

describe('decorators of fields', () => {
  it('compile on a property of the type that they check, and on no other', () => {
    class Request {
      @TextField({ max: 3, ...DESCRIPTION })
      name!: string;

      @TextField({ max: 3, optional: true, ...DESCRIPTION })
      note?: string;

      @ChoiceField(['a', 'b'], { default: 'a', ...DESCRIPTION })
      kind!: 'a' | 'b';

      @ListField(textShape({ max: 3 }), { max: 3, ...DESCRIPTION })
      names!: string[];

      // @ts-expect-error: a number is no text
      @TextField({ max: 3, ...DESCRIPTION })
      size!: number;

      // @ts-expect-error: the field may be absent
      @IntegerField({ min: 0, max: 3, optional: true, ...DESCRIPTION })
      count!: number;

      // @ts-expect-error: the field may not be null
      @FlagField(DESCRIPTION)
      flag!: boolean | null;

      // @ts-expect-error: a choice is missing
      @ChoiceField(['a', 'b'], DESCRIPTION)
      other!: 'a' | 'b' | 'c';

      // @ts-expect-error: a default of another type
      @FlagField({ default: 'yes', ...DESCRIPTION })
      given!: boolean;
    }
    expect([...fieldsOf(Request).keys()]).toContain('names');
  });

  it('of answers compile on a property of the type that they show', () => {
    class Answer {
      @TextProperty({ nullable: true })
      name!: string | null;

      // @ts-expect-error: the document would not show that it may be null
      @TextProperty()
      note!: string | null;
    }
    expect(new Answer()).toBeDefined();
  });

  it('keep the fields of a class apart from those of its heirs', () => {
    class Base {
      @TextField({ max: 3, ...DESCRIPTION })
      name!: string;
    }
    class Heir extends Base {
      @FlagField({ default: true, ...DESCRIPTION })
      flag!: boolean;
    }
    expect([...fieldsOf(Base).keys()]).toEqual(['name']);
    expect([...fieldsOf(Heir).keys()]).toEqual(['name', 'flag']);
  });
});
