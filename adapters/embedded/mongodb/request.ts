import { CommandError } from './errors.js';
import type { Engine } from './engine.js';
import type { TransactionName } from './sessions.js';
import type { Transaction, View } from './transaction.js';
import { latest } from './transaction.js';
import { findNumber, isFields, type Fields } from './values.js';

/** One command, its options already checked against the list of the command. */
export interface Request {
  readonly command: string;
  readonly body: Fields;
  readonly database: string;
  readonly connection: object;
  readonly transactionName: TransactionName | undefined;
  /** The open transaction it belongs to. */
  readonly transaction: Transaction | undefined;
}

/** What a command accepts and does. `run` returns the reply as BSON. */
export interface Command {
  /** Names beside those every command may carry. */
  readonly options: readonly string[];
  readonly allowsTransaction: boolean;
  readonly run: (engine: Engine, request: Request) => Uint8Array | Promise<Uint8Array>;
}

/** The namespace that a command's first field names. Throws CommandError 73 if it names none. */
export function getNamespace({ body, command, database }: Request, field = command): string {
  const name = body[field];
  if (typeof name === 'string' && name !== '') return `${database}.${name}`;
  throw new CommandError(73, 'InvalidNamespace', `${command} needs the name of a collection`);
}

export function getView({ transaction }: Request): View {
  return transaction ?? latest;
}

/** A document among the options; empty if absent. */
export function getFields(body: Fields, option: string): Fields {
  const value = body[option] ?? {};
  if (isFields(value)) return value;
  throw new CommandError(14, 'TypeMismatch', `${option} must be a document`);
}

/** A list of documents among the options. */
export function getList(body: Fields, option: string): Fields[] {
  const value = body[option];
  if (Array.isArray(value) && value.every(isFields)) return value;
  throw new CommandError(14, 'TypeMismatch', `${option} must be an array of documents`);
}

/** A number that is not negative; undefined if absent. */
export function findCount(body: Fields, option: string): number | undefined {
  const value = findNumber(body[option]);
  if (value === undefined) return undefined;
  if (value < 0) throw new CommandError(2, 'BadValue', `${option} must not be negative`);
  return Number(value);
}

/** @throws CommandError 238 naming the first option that is not in `known`. */
export function verifyOptions(what: string, options: Fields, known: readonly string[]): void {
  for (const name of Object.keys(options))
    if (!known.includes(name))
      throw new CommandError(
        238,
        'NotImplemented',
        `The embedded MongoDB does not support the option ${name} of ${what}`,
      );
}
