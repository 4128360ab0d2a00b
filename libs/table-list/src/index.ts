export { decodeTableList, MAX_TABLE_LIST_BYTES } from './decode-table-list.js';
export { tableListErrors } from './errors.js';
export { parseTableItems, parseTableList, type NamePart, type TableListItem } from './parse-table-list.js';
export { renderTableList } from './render-table-list.js';
