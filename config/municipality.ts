/** Reads a town's municipality.yaml. Every wrong key is named with its path and with what was expected. */
import { parseDocument } from 'yaml';
import type { Document, YAMLParseError } from 'yaml';
import type { Municipality } from '../src/municipality.js';
import type { Platform } from '../src/places.js';
import { municipalityOn } from './municipality-schema.js';
import { problemsOf } from './written-values.js';

export type MunicipalityReading =
  | { readonly kind: 'valid'; readonly municipality: Municipality }
  | { readonly kind: 'invalid'; readonly problems: string[] };

export function parseMunicipality(yamlText: string, platformsOn: readonly Platform[]): MunicipalityReading {
  // The core schema leaves an unquoted day as the text it is, whatever version of YAML the file claims.
  const document = parseDocument(yamlText, { schema: 'core' });
  const problems = document.errors.map(syntaxProblem);
  // A key given twice can still be checked; behind any other error the values may not be what was meant.
  if (document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')) return { kind: 'invalid', problems };

  const content = contentOf(document);
  if (content.kind === 'broken') return { kind: 'invalid', problems: [...problems, content.problem] };
  const reading = municipalityOn(platformsOn).safeParse(content.value);
  if (reading.success && problems.length === 0) return { kind: 'valid', municipality: reading.data };
  return { kind: 'invalid', problems: [...problems, ...(reading.success ? [] : problemsOf(reading.error))] };
}

function syntaxProblem({ message, linePos }: YAMLParseError): string {
  const [sentence = ''] = message.split('\n');
  const what = sentence.replace(/( at line \d+, column \d+)?:?$/, '');
  return `line ${linePos?.[0].line ?? 1}: ${what}; correct the YAML there`;
}

function contentOf(
  document: Document,
): { kind: 'read'; value: unknown } | { kind: 'broken'; problem: string } {
  try {
    return { kind: 'read', value: document.toJS() };
  } catch (error) {
    // An alias (*name) without its anchor, or too many of them, is found only here.
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'broken', problem: `the file: ${reason}; write the value itself there` };
  }
}
