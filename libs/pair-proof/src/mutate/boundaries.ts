import { namesOf, nodesIn, visitNodes, withContent, withFields, type Node } from '#libs/sql-writing';
import { mutation, type Mutation } from './mutation.js';

const OTHER: Readonly<Record<string, string>> = { '>': '>=', '>=': '>', '<': '<=', '<=': '<' };

/** Each comparison with and without the boundary itself; both ends of BETWEEN. */
export function boundaryMutations(tree: unknown): Mutation[] {
  const found: Mutation[] = [];
  visitNodes(tree, (key, node, holder) => {
    if (key !== 'A_Expr') {
      return;
    }
    const other = node['kind'] === 'AEXPR_OP' ? OTHER[namesOf(node['name']).at(-1) ?? ''] : undefined;
    if (other !== undefined && namesOf(node['name']).length === 1) {
      const change = () => withFields(node, { name: operator(other) });
      found.push(mutation('boundary', { A_Expr: { ...node } }, change));
    } else if (node['kind'] === 'AEXPR_BETWEEN') {
      const [low, high] = betweenEnds(node);
      const part = { A_Expr: { ...node } };
      if (low && high) {
        const inner = [compared(node, '>', low), compared(node, '<=', high)];
        const outer = [compared(node, '>=', low), compared(node, '<', high)];
        found.push(mutation('boundary', part, () => withContent(holder, both(inner))));
        found.push(mutation('boundary', part, () => withContent(holder, both(outer))));
      }
    }
  });
  return found;
}

function operator(name: string): Node[] {
  return [{ String: { sval: name } }];
}

function betweenEnds({ rexpr }: Node): Node[] {
  const list = nodesIn([rexpr])[0]?.['List'];
  return nodesIn([list]).flatMap(({ items }) => nodesIn(items));
}

function compared({ lexpr }: Node, by: string, rexpr: Node): Node {
  return { A_Expr: { kind: 'AEXPR_OP', name: operator(by), lexpr, rexpr } };
}

function both(args: readonly Node[]): Node {
  return { BoolExpr: { boolop: 'AND_EXPR', args } };
}
