/** Names repeat within a database: a pure function of a text remembers its answers, up to a limit. */
export function memoized<Value>(make: (text: string) => Value, limit = 20_000): (text: string) => Value {
  const values = new Map<string, Value>();
  return (text) => {
    const known = values.get(text);
    if (known !== undefined || values.has(text)) {
      return known as Value;
    }
    if (values.size >= limit) {
      values.clear();
    }
    const value = make(text);
    values.set(text, value);
    return value;
  };
}
