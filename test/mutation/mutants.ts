import ts from 'typescript';

/** One small change of a source file that a test should notice. */
export interface Mutant {
  /** Path from the project's root. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Offsets into the file's text. */
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  readonly from: string;
  readonly to: string;
}

/** A change of the text between two offsets. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly to: string;
}

type Mutator = (node: ts.Node) => (Change | undefined)[];

/**
 * Every mutant of a source file, in the order of the text. Types, imports and the wording of sentences that people read
 * (errors, hints, warnings) are left alone: no rule fixes them.
 */
export function mutantsOf(file: string, text: string): Mutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const found = new Map<string, Mutant>();
  const visit = (node: ts.Node): void => {
    if (isOnlyForTypes(node)) return;
    for (const [kind, mutator] of Object.entries(MUTATORS)) {
      for (const change of mutator(node)) {
        if (change === undefined) continue;
        const from = text.slice(change.start, change.end);
        const line = source.getLineAndCharacterOfPosition(change.start).line + 1;
        const key = `${change.start} ${change.end} ${change.to}`;
        if (from !== change.to && !found.has(key)) found.set(key, { file, line, kind, from, ...change });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The file's text with one mutant in it. */
export function mutate(text: string, mutant: Mutant): string {
  return text.slice(0, mutant.start) + mutant.to + text.slice(mutant.end);
}

const COMPARISONS: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.LessThanToken]: '<=',
  [ts.SyntaxKind.LessThanEqualsToken]: '<',
  [ts.SyntaxKind.GreaterThanToken]: '>=',
  [ts.SyntaxKind.GreaterThanEqualsToken]: '>',
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: '!==',
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: '===',
};

const LOGIC: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.AmpersandAmpersandToken]: '||',
  [ts.SyntaxKind.BarBarToken]: '&&',
  [ts.SyntaxKind.QuestionQuestionToken]: '&&',
};

const ARITHMETIC: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.PlusToken]: '-',
  [ts.SyntaxKind.MinusToken]: '+',
  [ts.SyntaxKind.AsteriskToken]: '/',
  [ts.SyntaxKind.SlashToken]: '*',
  [ts.SyntaxKind.PercentToken]: '*',
  [ts.SyntaxKind.AsteriskAsteriskToken]: '*',
  [ts.SyntaxKind.PlusEqualsToken]: '-=',
  [ts.SyntaxKind.MinusEqualsToken]: '+=',
};

/** Calls that become another method's. */
const OTHER_METHOD: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  indexOf: 'lastIndexOf',
  lastIndexOf: 'indexOf',
  min: 'max',
  max: 'min',
  ceil: 'floor',
  floor: 'ceil',
  shift: 'pop',
  pop: 'shift',
  push: 'unshift',
  unshift: 'push',
  find: 'findLast',
  findIndex: 'findLastIndex',
};

/** Calls that become what they were called on. */
const LEFT_OUT = new Set(
  ['filter', 'sort', 'toSorted', 'reverse', 'toReversed', 'slice', 'trim', 'toLowerCase', 'toUpperCase'].concat(
    ...['trimStart', 'trimEnd', 'concat', 'replace', 'replaceAll', 'padStart'],
  ),
);

const MUTATORS: Readonly<Record<string, Mutator>> = {
  condition: (node) => {
    if (ts.isIfStatement(node) || ts.isWhileStatement(node)) return always(node.expression);
    if (ts.isConditionalExpression(node)) return always(node.condition);
    return ts.isForStatement(node) && node.condition ? [change(node.condition, 'false')] : [];
  },
  comparison: (node) => [operator(node, COMPARISONS)],
  logic: (node) => [operator(node, LOGIC)],
  arithmetic: (node) => [isTextConcatenation(node) ? undefined : operator(node, ARITHMETIC), ...signs(node)],
  negation: (node) => [
    ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken
      ? change(node, `(${node.operand.getText()})`)
      : undefined,
  ],
  boolean: (node) => [
    node.kind === ts.SyntaxKind.TrueKeyword ? change(node, 'false') : undefined,
    node.kind === ts.SyntaxKind.FalseKeyword ? change(node, 'true') : undefined,
  ],
  number: (node) => [ts.isNumericLiteral(node) && !isKey(node) ? change(node, `(${node.text} + 1)`) : undefined],
  text: (node) => [isText(node) && !isKey(node) && !isWording(node) ? otherText(node) : undefined],
  pattern: (node) => (ts.isRegularExpressionLiteral(node) ? patterns(node) : []),
  array: (node) => [ts.isArrayLiteralExpression(node) && node.elements.length > 0 ? change(node, '[]') : undefined],
  object: (node) => [
    ts.isObjectLiteralExpression(node) && node.properties.length > 0 && !node.properties.every(saysWords)
      ? change(node, '{}')
      : undefined,
  ],
  call: (node) => (ts.isCallExpression(node) ? calls(node) : []),
  chaining: (node) => [
    (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isCallExpression(node)) &&
    node.questionDotToken
      ? change(node.questionDotToken, ts.isPropertyAccessExpression(node) ? '.' : '')
      : undefined,
  ],
  statement: (node) => [isRemovable(node) ? change(node, ';') : undefined],
  body: (node) => [bodyChange(node)],
};

function change(node: ts.Node, to: string): Change {
  return { start: node.getStart(), end: node.end, to };
}

function always(condition: ts.Expression): Change[] {
  if (condition.kind === ts.SyntaxKind.TrueKeyword) return [];
  return [change(condition, 'true'), change(condition, 'false')];
}

function operator(node: ts.Node, others: Partial<Record<ts.SyntaxKind, string>>): Change | undefined {
  if (!ts.isBinaryExpression(node)) return undefined;
  const other = others[node.operatorToken.kind];
  if (other === undefined) return undefined;
  // `??` may not stand beside `&&` and `||`: each side is bracketed, and the whole.
  const [left, right] = [node.left.getText(), node.right.getText()];
  return LOGIC[node.operatorToken.kind]
    ? change(node, `((${left}) ${other} (${right}))`)
    : change(node.operatorToken, other);
}

function isTextConcatenation(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && [node.left, node.right].some((side) => isText(side));
}

function signs(node: ts.Node): (Change | undefined)[] {
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    return [change(node, `(${node.operand.getText()})`)];
  }
  if (!ts.isPostfixUnaryExpression(node) && !ts.isPrefixUnaryExpression(node)) return [];
  const other = { [ts.SyntaxKind.PlusPlusToken]: '--', [ts.SyntaxKind.MinusMinusToken]: '++' }[node.operator as number];
  return other ? [change(node, `${node.operand.getText()}${other}`)] : [];
}

function isText(node: ts.Node): node is ts.StringLiteral | ts.TemplateExpression | ts.NoSubstitutionTemplateLiteral {
  return ts.isStringLiteral(node) || ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node);
}

function otherText(node: ts.StringLiteral | ts.TemplateExpression | ts.NoSubstitutionTemplateLiteral): Change {
  return change(node, ts.isTemplateExpression(node) || node.text !== '' ? "''" : "'mutated'");
}

/** Names and keys are no values. */
function isKey(node: ts.Node): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isPropertyDeclaration(parent) && parent.name === node) ||
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    (ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword) ||
    ts.isComputedPropertyName(parent)
  );
}

const SPEAKS = /error|fail|refus|invalid|warn|explain|problem|forbidden|badRequest|required|conflict|unsupported|^why/i;
const WORDS = new Set(['hint', 'message', 'fix', 'why', 'description', 'doc', 'problem']);

/** A sentence (a text with a space) that is given to an error, a hint or a warning, or is a part of one. */
function isWording(node: ts.Node): boolean {
  if (!node.getText().includes(' ')) return false;
  for (let at: ts.Node = node; at.parent && !ts.isStatement(at.parent); at = at.parent) {
    const { parent } = at;
    if ((ts.isNewExpression(parent) || ts.isCallExpression(parent)) && parent.expression !== at) {
      if (SPEAKS.test(parent.expression.getText().replace(/[\s\S]*\./, ''))) return true;
    }
    if (ts.isPropertyAssignment(parent) && WORDS.has(parent.name.getText())) return true;
    if (ts.isVariableDeclaration(parent) && WORDS.has(parent.name.getText())) return true;
  }
  return false;
}

function saysWords(property: ts.ObjectLiteralElementLike): boolean {
  return property.name !== undefined && WORDS.has(property.name.getText());
}

function patterns(node: ts.RegularExpressionLiteral): Change[] {
  const text = node.getText();
  const end = text.lastIndexOf('/');
  const [pattern, flags] = [text.slice(1, end), text.slice(end)];
  const others = [
    pattern.replace(/^\^/, ''),
    pattern.replace(/(?<!\\)\$$/, ''),
    pattern.replace(/(?<=[\])])\+/, ''),
    pattern.replace(/(?<=[\])])\*/, '+'),
    pattern.replace(/(?<=[\])])\?/, ''),
    pattern.replace(/\[\^/, '['),
    pattern.replace(/\{(\d+),(\d+)\}/, (_, least, most) => `{${least},${Number(most) + 1}}`),
  ];
  const all = others.filter((other) => other !== pattern && other !== '').map((other) => `/${other}${flags}`);
  if (flags.includes('i')) all.push(`/${pattern}${flags.replace('i', '')}`);
  return all.map((to) => change(node, to));
}

function calls(node: ts.CallExpression): Change[] {
  const callee = node.expression;
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const name = callee.name.text;
  const other = Object.hasOwn(OTHER_METHOD, name) ? OTHER_METHOD[name] : undefined;
  if (other !== undefined) return [change(callee.name, other)];
  return LEFT_OUT.has(name) ? [change(node, callee.expression.getText())] : [];
}

function isRemovable(node: ts.Node): boolean {
  if (ts.isExpressionStatement(node)) {
    return !(ts.isCallExpression(node.expression) && node.expression.expression.kind === ts.SyntaxKind.SuperKeyword);
  }
  if (ts.isReturnStatement(node)) return node.expression !== undefined && node.expression.getText() !== 'undefined';
  return ts.isThrowStatement(node) || ts.isBreakStatement(node) || ts.isContinueStatement(node);
}

/** A function that does nothing. */
function bodyChange(node: ts.Node): Change | undefined {
  if (ts.isConstructorDeclaration(node) || !ts.isFunctionLike(node) || !('body' in node) || !node.body)
    return undefined;
  const body = node.body as ts.Node;
  if (!ts.isBlock(body)) return body.getText() === 'undefined' ? undefined : change(body, 'undefined');
  return body.statements.length > 1 ? change(body, '{}') : undefined;
}

function isOnlyForTypes(node: ts.Node): boolean {
  return (
    (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    ts.isTypeParameterDeclaration(node)
  );
}
