/** Settings and traces of the software, which no business asks about. */
const OF_SOFTWARE =
  /^(?:(?:系统|应用)(?:操作|运行|访问)?(?:参数|配置|设置|日志|版本)|公共代码|代码表|码表)(?:表|记录)?$/u;

/** Whoever entered the row into the software is no part of the business, and nobody calls a role 主管员工. */
const NO_ROLE =
  /^(?:(?:创建|新建|新增|添加|更新|修改|编辑|操作|录入|删除|登记)(?:人|者|人员|用户)|\p{Script=Han}{2,}(?<!系统|内部|普通|全体)(?:员工|用户))$/u;

export function isOfBusinessZh(name: string): boolean {
  return !OF_SOFTWARE.test(name);
}

export function isRoleZh(name: string): boolean {
  return !NO_ROLE.test(name);
}
