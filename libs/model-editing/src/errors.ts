import { defineErrors } from '#libs/domain-errors';

const near = (nearest: string, zh: boolean): string =>
  nearest === '' ? '' : zh ? `，最接近的名称是 ${nearest}` : `; the nearest name is ${nearest}`;

interface Unknown {
  readonly name: string;
  readonly nearest: string;
}

interface UnknownPart extends Unknown {
  readonly owner: string;
}

export const modelEditingErrors = defineErrors({
  model_missing: {
    kind: 'not_found',
    zh: '任务 {taskId} 还没有语义模型：请先执行 ddl_generation',
    en: 'the task {taskId} has no semantic model yet: run ddl_generation first',
  },
  model_table_unknown: {
    kind: 'not_found',
    zh: ({ name, nearest }: Unknown) => `语义模型中没有数据表 ${name}${near(nearest, true)}`,
    en: ({ name, nearest }: Unknown) => `the semantic model has no table ${name}${near(nearest, false)}`,
  },
  model_item_unknown: {
    kind: 'not_found',
    zh: ({ owner, name, nearest }: UnknownPart) => `语义模型中 ${owner} 没有 ${name}${near(nearest, true)}`,
    en: ({ owner, name, nearest }: UnknownPart) =>
      `the semantic model has no ${name} in ${owner}${near(nearest, false)}`,
  },
  model_column_unknown: {
    kind: 'validation',
    zh: ({ owner, name, nearest }: UnknownPart) => `${owner} 没有字段 ${name}${near(nearest, true)}。未做任何改动`,
    en: ({ owner, name, nearest }: UnknownPart) =>
      `${owner} has no column ${name}${near(nearest, false)}. Nothing was changed`,
  },
  model_statement_unknown: {
    kind: 'validation',
    zh: ({ name, nearest }: Unknown) => `语义模型没有 ${name} 这一项${near(nearest, true)}。未做任何改动`,
    en: ({ name, nearest }: Unknown) => `there is no statement ${name}${near(nearest, false)}. Nothing was changed`,
  },
  model_value_invalid: {
    kind: 'validation',
    zh: ({ name, choices }: { name: string; choices: string }) =>
      `${name} 的取值无效${choices === '' ? '' : `，应为 ${choices} 之一`}。未做任何改动`,
    en: ({ name, choices }: { name: string; choices: string }) =>
      `the value of ${name} is not possible${choices === '' ? '' : `; expected one of ${choices}`}. Nothing was changed`,
  },
  model_version_missing: {
    kind: 'validation',
    zh: '请用 If-Match 给出所看到的版本（该项的 version）',
    en: 'send If-Match with the version that you saw: the "version" of the item',
  },
  model_changed_meanwhile: {
    kind: 'conflict',
    zh: '该项在此期间已被他人或某次运行修改，本次未做任何改动。请查看当前内容后再决定',
    en: 'the item was changed meanwhile by another person or a run, so nothing was changed now. Look at what it says at present and decide again',
  },
  model_join_exists: {
    kind: 'conflict',
    zh: '这两组字段之间已有关联 {name}，请修改它',
    en: 'the join {name} is between these columns already: change that one',
  },
  model_follow_whole: {
    kind: 'conflict',
    zh: '{name} 的各项共用一个依据，只能整体随数据库更新：还有人工给出的 {keys}，请一并列入 follow，或改为撤销单次修改。未做任何改动',
    en: 'the statements about {name} share one evidence, so only all of them can follow the database: people have also stated {keys}. List these in follow too, or undo a single edit. Nothing was changed',
  },
  model_nothing_to_undo: {
    kind: 'conflict',
    zh: '没有可以撤销的修改：它不存在，或已被撤销',
    en: 'there is no edit to undo: it does not exist, or it was undone already',
  },
  model_undo_overtaken: {
    kind: 'conflict',
    zh: '无法撤销：{name} 此后又被修改。请直接修改它',
    en: 'the edit cannot be undone: {name} was changed again since. Change it directly',
  },
});
