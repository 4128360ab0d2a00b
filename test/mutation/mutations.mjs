/**
 * Single changes of a TypeScript source that a good test notices: an operator, a condition, an await, a call, true and false.
 * @typedef {{ line: number, start: number, end: number, replacement: string, change: string }} Mutation
 *   `start` and `end` are offsets in UTF-16 code units
 */
import ts from 'typescript';

const { SyntaxKind } = ts;

const OTHER_OPERATOR = new Map([
  [SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [SyntaxKind.LessThanToken, '<='],
  [SyntaxKind.LessThanEqualsToken, '<'],
  [SyntaxKind.GreaterThanToken, '>='],
  [SyntaxKind.GreaterThanEqualsToken, '>'],
  [SyntaxKind.AmpersandAmpersandToken, '||'],
  [SyntaxKind.BarBarToken, '&&'],
  [SyntaxKind.QuestionQuestionToken, '&&'],
  [SyntaxKind.PlusToken, '-'],
  [SyntaxKind.MinusToken, '+'],
  [SyntaxKind.AsteriskToken, '/'],
  [SyntaxKind.SlashToken, '*'],
]);

/**
 * @param {string} text of a TypeScript file
 * @returns {Mutation[]} in the order of the text
 */
export function mutationsOf(text) {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const found = [];
  const add = (node, replacement, change) => {
    const start = node.getStart(source);
    const { line } = source.getLineAndCharacterOfPosition(start);
    found.push({ line: line + 1, start, end: node.getEnd(), replacement, change });
  };
  const visit = (node) => {
    if (
      ts.isTypeNode(node) ||
      ts.isImportDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isDecorator(node)
    ) {
      return;
    }
    mutate(node, source, add);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.sort((a, b) => a.start - b.start);
}

function mutate(node, source, add) {
  if (ts.isBinaryExpression(node)) {
    const other = OTHER_OPERATOR.get(node.operatorToken.kind);
    const isText = [node.left, node.right].some(
      (side) => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side),
    );
    if (other && !(isText && other === '-')) {
      add(node.operatorToken, other, `${node.operatorToken.getText(source)} becomes ${other}`);
    }
  } else if (ts.isAwaitExpression(node)) {
    add(node, `void ${node.expression.getText(source)}`, 'not awaited');
  } else if (ts.isExpressionStatement(node) && isCall(node.expression)) {
    add(node, ';', `left out: ${firstLine(node.getText(source))}`);
  } else if (ts.isIfStatement(node) || ts.isConditionalExpression(node)) {
    const condition = ts.isIfStatement(node) ? node.expression : node.condition;
    add(condition, `!(${condition.getText(source)})`, `negated: ${firstLine(condition.getText(source))}`);
  } else if (node.kind === SyntaxKind.TrueKeyword || node.kind === SyntaxKind.FalseKeyword) {
    const other = node.kind === SyntaxKind.TrueKeyword ? 'false' : 'true';
    add(node, other, `becomes ${other}`);
  }
}

const isCall = (expression) =>
  ts.isCallExpression(ts.isAwaitExpression(expression) ? expression.expression : expression);

const firstLine = (text) => text.split('\n')[0].slice(0, 80);
