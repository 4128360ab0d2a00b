import { defineMessages } from '#libs/language';

const near = (nearest: string, zh: boolean): string =>
  nearest === '' ? '' : zh ? `，最接近的名称是 ${nearest}` : `; the nearest name is ${nearest}`;

interface Unknown {
  readonly line: number;
  readonly name: string;
  /** Empty where no name is near. */
  readonly nearest: string;
}

interface UnknownPart extends Unknown {
  readonly owner: string;
}

/** What an edited model names that does not exist. It stays in the file. */
export const messages = defineMessages('semantic_model', {
  unknown_table: {
    zh: ({ line, name, nearest }: Unknown) =>
      `语义模型第 ${line} 行：没有数据表 ${name}${near(nearest, true)}。该条目保留在文件中，但不生效`,
    en: ({ line, name, nearest }: Unknown) =>
      `semantic model, line ${line}: there is no table ${name}${near(nearest, false)}. The entry stays in the file and has no effect`,
  },
  unknown_column: {
    zh: ({ line, owner, name, nearest }: UnknownPart) =>
      `语义模型第 ${line} 行：${owner} 没有字段 ${name}${near(nearest, true)}。该条目保留在文件中，但不生效`,
    en: ({ line, owner, name, nearest }: UnknownPart) =>
      `semantic model, line ${line}: ${owner} has no column ${name}${near(nearest, false)}. The entry stays in the file and has no effect`,
  },
  unknown_key: {
    zh: ({ line, owner, name, nearest }: UnknownPart) =>
      `语义模型第 ${line} 行：${owner} 的键 ${name} 未知${near(nearest, true)}。该键保留在文件中，但不生效`,
    en: ({ line, owner, name, nearest }: UnknownPart) =>
      `semantic model, line ${line}: the key ${name} of ${owner} is unknown${near(nearest, false)}. It stays in the file and has no effect`,
  },
  wrong_value: {
    zh: ({ line, owner, name, nearest }: UnknownPart) =>
      `语义模型第 ${line} 行：${owner} 的 ${name} 取值无效${near(nearest, true)}。该取值保留在文件中，但不生效`,
    en: ({ line, owner, name, nearest }: UnknownPart) =>
      `semantic model, line ${line}: ${owner} has a value of ${name} that is not possible${near(nearest, false)}. It stays in the file and has no effect`,
  },
  incomplete: {
    zh: '语义模型第 {line} 行：缺少 {missing}。该条目保留在文件中，但不生效',
    en: 'semantic model, line {line}: {missing} is missing. The entry stays in the file and has no effect',
  },
});
