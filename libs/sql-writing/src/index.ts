export {
  isNode,
  isSameTree,
  namesOf,
  nodesIn,
  unwrapped,
  visitNodes,
  withContent,
  withFields,
  type Node,
  type Undo,
} from './tree.js';
export { writeSql } from './write-statement.js';
export { queryTree, writtenExactly } from './query-tree.js';
