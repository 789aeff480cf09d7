import { goQuote } from '../go/quote.ts';
import type { GoFloat } from '../go/value.ts';

/** Where a node starts in the template's text, in UTF-16 units: messages name the place. */
interface Placed {
  at: number;
}

export type Statement =
  | (Placed & { type: 'text'; text: string })
  | (Placed & { type: 'action'; pipe: Pipe })
  | (Placed & { type: 'if' | 'range' | 'with'; pipe: Pipe; list: Statement[]; otherwise?: Statement[] })
  | TemplateCall
  | (Placed & { type: 'break' | 'continue' });

export type TemplateCall = Placed & { type: 'template'; name: string; pipe?: Pipe };

export type Pipe = Placed & { type: 'pipe'; variables: Variable[]; assigns: boolean; commands: Command[] };
export type Command = Placed & { type: 'command'; args: Operand[] };
/** `$name` with the fields that are read from it. */
export type Variable = Placed & { type: 'variable'; name: string; fields: string[] };
export type Field = Placed & { type: 'field'; fields: string[] };
export type Identifier = Placed & { type: 'identifier'; name: string };
/** Fields that are read from the answer of something: `(index .items 0).metadata.name`. */
export type Chain = Placed & { type: 'chain'; of: Operand; fields: string[] };

export type Operand =
  | Pipe
  | Variable
  | Field
  | Identifier
  | Chain
  | (Placed & { type: 'dot' | 'nil' })
  | (Placed & { type: 'bool'; value: boolean })
  /** The value is undefined where the number does not fit into an int. */
  | (Placed & { type: 'number'; text: string; value: bigint | GoFloat | undefined })
  | (Placed & { type: 'string'; quoted: string; text: string });

export type Node = Operand | Command | TemplateCall;

/** A node as Go's messages show it. */
export function nodeText(node: Node): string {
  switch (node.type) {
    case 'pipe':
      return pipeText(node);
    case 'command':
      return node.args.map(operandText).join(' ');
    case 'template':
      return `{{template ${goQuote(node.name)}${node.pipe ? ` ${pipeText(node.pipe)}` : ''}}}`;
    case 'variable':
      return [node.name, ...node.fields].join('.');
    case 'field':
      return node.fields.map((field) => `.${field}`).join('');
    case 'chain':
      return operandText(node.of) + node.fields.map((field) => `.${field}`).join('');
    case 'identifier':
      return node.name;
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'bool':
      return String(node.value);
    case 'number':
      return node.text;
    case 'string':
      return node.quoted;
  }
}

const operandText = (node: Operand): string => (node.type === 'pipe' ? `(${pipeText(node)})` : nodeText(node));

function pipeText(pipe: Pipe): string {
  const variables = pipe.variables.map(nodeText).join(', ');
  return (variables && `${variables} := `) + pipe.commands.map(nodeText).join(' | ');
}

/** A parsed template. Made by `parseGoTemplate`, and may be used any number of times. */
export interface GoTemplate {
  readonly text: string;
  /** The template itself is called `output`; the others were defined in it. */
  readonly definitions: ReadonlyMap<string, Statement[]>;
}
