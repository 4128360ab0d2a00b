import type { ByLanguage } from '#libs/language';

/** How to edit the file, at its top. */
export const HEADER: ByLanguage<(database: string) => string> = {
  zh: (database) => `# 数据库 ${comment(database)} 的语义模型：每张表、每个字段、每个关联的业务含义。
# 文档、主题、问答对和导出文件都以它为准，可以直接修改：
#
# - 修改任意一项的值即可，以后重新执行时会保留，evidence 中标为“人工”；未修改的项随数据库更新。
# - 把值改为 null 表示取消这一项；说明文字请写在 note: 中（# 注释不会保留）。
# - 表和字段：label 名称、synonyms 别名、kind 表的类型、title 标识一行的字段、soft_delete 逻辑删除、
#   role 字段角色、unit 单位、additivity 可加性、values 取值含义、null_meaning 空值含义、importance 重要程度（0～1）。
#   kind：thing 实体、event 事件、line 明细、lookup 字典、link 关联、log 日志、snapshot 快照
#   role：key 主键、reference 外键、dimension 维度、flag 是否、measure 度量、time 时间、code 编码、text 文本、
#   technical 技术字段、sensitive 敏感
#   additivity：additive 可加、semi_additive 不可按时间相加、rate 比率（取平均）、unit_price 单价、none 不度量
# - 关联（relationships）：新增一条即可使用；standing: fact 为事实，hint 为线索（不用于问答对），
#   rejected 为不成立。删除一条等同于 rejected。
# - 指标（metrics）：expression 是对一行数据的 SQL 表达式，只能使用 dataset 的字段；删除一条即不再使用。
# - evidence：依据、可信度（0～1）和理由。
`,
  en: (
    database,
  ) => `# Semantic model of the database ${comment(database)}: what its tables, columns and joins mean to the business.
# Documents, themes, question–SQL pairs and exports follow it. You can edit it:
#
# - Change a value: later runs keep it, and its evidence becomes "person". All other values follow the database.
# - Set a value to null to take it back. Write remarks under note: (comments with # are not kept).
# - Tables and columns: label, synonyms, kind, title (columns that tell rows apart), soft_delete, role, unit,
#   additivity, values (what codes mean), null_meaning, importance (0 to 1).
#   kind: thing, event, line (part of an event or a thing), lookup, link, log, snapshot
#   role: key, reference, dimension, flag, measure, time, code, text, technical, sensitive
#   additivity: additive, semi_additive (not over time), rate (averaged), unit_price, none
# - relationships: add one and it is used. standing: fact; hint (never in a pair); rejected (does not hold).
#   To remove one is the same as rejected.
# - metrics: expression is SQL over the columns of one row of its dataset. Remove one and it is not used any more.
# - evidence: source, confidence (0 to 1) and the reason.
`,
};

function comment(name: string): string {
  return name.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
