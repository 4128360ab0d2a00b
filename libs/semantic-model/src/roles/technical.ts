import { commentLabel } from '#libs/column-concepts';
import type { ColumnFacts } from './column-facts.js';

const CREATION =
  /^((row|record|gmt|sys|db|meta) )?(creat(e|ed|ion)|crt|crtd|crtn|insert(ed)?|add(ed)?)( (ts|at|on|time|timestamp|datetime|date|dt))?$|^(gmt create|ctime|(date|time) (created|added|inserted|entered))$/;
const CHANGE =
  /^((row|record|gmt|sys|last|db|meta) )*(upd|updt|updat(e|ed)|modif(y|ied|ication)|chang(e|ed)|load(ed)?|synced|touched|edit(ed)?)( (ts|at|on|time|timestamp|datetime|date|dt))?$|^(gmt modified|mtime|(date|time) (updated|modified|changed)|last (update|updated|modified|change|changed|edit)( .*)?)$/;
const PERSON_OF_CHANGE =
  /^(creat(e|ed|or|ion)|insert(ed)?|updat(e|ed|er)|modif(y|ied|ier)|delet(e|ed)|chang(e|ed)|last (updated|modified|changed)|edit(ed)?)( (by|user|id|userid|name|person|by id|user id|by user))?( id)?$/;
const MACHINERY =
  /^(row ?version|lock version|opt ?lock|version|revision|etl.*|batch id|job id|checksum|row ?guid|rowguid|hash|tsv|fulltext|search vector|ctid|xmin)$/;
const CREATION_LABEL = /^(创建|新增|录入|入库|添加|记录)(时间|日期)$/u;
const CHANGE_LABEL = /^(最后|最近)?(更新|修改|变更|编辑|同步)(时间|日期)$/u;
const PERSON_LABEL = /^(创建|更新|修改|删除|录入|编辑|最后修改|最后更新)(人|者|人员|用户|人编号|人ID|人id)$/u;
const MACHINERY_LABEL = /^(乐观锁|版本号|数据版本|逻辑删除|删除标[志识记]|是否删除|租户编号|租户号|租户)$/u;

type NamedColumn = Pick<ColumnFacts, 'words' | 'column'>;

export type Housekeeping = 'creation' | 'change' | 'person' | 'machinery';

/** The columns that software keeps for itself: when and by whom the row was written. */
export function housekeepingOf({ words: parts, column: { name, comment } }: NamedColumn): Housekeeping | null {
  const words = parts.join(' ');
  const label = commentLabel(comment) ?? '';
  if (CREATION.test(words) || CREATION_LABEL.test(name) || CREATION_LABEL.test(label)) {
    return 'creation';
  }
  if (CHANGE.test(words) || CHANGE_LABEL.test(name) || CHANGE_LABEL.test(label)) {
    return 'change';
  }
  if (PERSON_OF_CHANGE.test(words) || PERSON_LABEL.test(name) || PERSON_LABEL.test(label)) {
    return 'person';
  }
  return MACHINERY.test(words) || MACHINERY_LABEL.test(name) || MACHINERY_LABEL.test(label) ? 'machinery' : null;
}

/** Columns that mark soft-deleted rows. */
export function marksDeletion({ words: parts, column: { name, comment } }: NamedColumn): boolean {
  const words = parts.join(' ');
  return (
    /^((is|row|record) )?(delete|deleted|del|removed)( (ts|at|on|time|date|datetime|timestamp|flag|mark|status))?$|^(is del|del flag|deleteflag|delflag|isdeleted|isdelete|deletedat|dr)$/.test(
      words,
    ) || /^(逻辑删除|是否删除|删除标[志识记]|删除状态|已删除)$/u.test(commentLabel(comment) ?? name)
  );
}
