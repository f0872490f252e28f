import type { Accepted } from '../../src/contract/check';
import {
  countryPattern,
  digestPattern,
  instantPattern,
  numberedLegIdPattern,
  vaultTokenPattern,
} from '../../src/contract/value-rules';
import { assertNever } from '../../src/domain/model/assert-never';
import { currencyExponents } from '../../src/domain/model/currency';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What the docstrings of a shape say about a value and about what is in it. */
export interface Documentation {
  readonly text: string;
  field(key: string): Documentation;
  item(): Documentation;
  variant(tag: string, word: string): Documentation;
}

/** What a schema cannot say: the package refuses it all the same. A sentence each, by what it is about. */
export const unsayable = {
  cardNumbers: 'A card number in any text, number or name of a field.',
  days: 'An instant on a day that does not exist, such as 30 February.',
  lengths: 'A text that passes its longest length in UTF-16 code units, though not in characters.',
  invisible:
    'An id or a text with invisible characters (Unicode format and separator characters), or with half of a surrogate pair.',
  negativeZero: 'The number -0.',
} as const;

type Unsayable = keyof typeof unsayable;

/**
 * The JSON Schema (draft 2020-12) of one input. It is never narrower than the check that it is made from; where it is
 * wider, its description says so.
 */
export function jsonSchemaOf(name: string, accepted: Accepted, documentation: Documentation): JsonSchema {
  const notes = new Set<string>([unsayable.cardNumbers]);
  const definitions = new Map<string, JsonSchema>();
  const schema = schemaOf(accepted, documentation, { notes, definitions });
  const description = `${documentation.text}\n\nThe package also refuses what this schema cannot say:\n${[...notes].map((note) => `- ${note}`).join('\n')}`;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:temporal-payment-reversals:${name}`,
    ...schema,
    description: description.trim(),
    ...(definitions.size === 0 ? {} : { $defs: Object.fromEntries(definitions) }),
  };
}

interface Collected {
  readonly notes: Set<string>;
  readonly definitions: Map<string, JsonSchema>;
}

function schemaOf(accepted: Accepted, documentation: Documentation, collected: Collected): JsonSchema {
  const schema = bareSchemaOf(accepted, documentation, collected);
  return documentation.text === '' ? schema : { description: documentation.text, ...schema };
}

function bareSchemaOf(accepted: Accepted, documentation: Documentation, collected: Collected): JsonSchema {
  const note = (...about: readonly Unsayable[]): void => {
    for (const one of about) collected.notes.add(unsayable[one]);
  };
  switch (accepted.kind) {
    case 'anything':
      return {};
    case 'text':
      note('lengths', 'invisible');
      return { type: 'string', maxLength: accepted.maxLength, pattern: '\\S', not: controlCharacter };
    case 'lines':
      note('lengths', 'invisible');
      return { type: 'string', maxLength: accepted.maxLength, pattern: '\\S', not: controlCharacterInLines };
    case 'id':
      note('lengths', 'invisible');
      return idSchema(accepted.maxLength);
    case 'requestId':
      note('lengths', 'invisible');
      return { ...idSchema(accepted.maxLength), not: { anyOf: [controlCharacter, { pattern: accepted.reserved }] } };
    case 'captureId':
      note('lengths', 'invisible');
      return {
        ...idSchema(accepted.maxLength),
        not: { anyOf: [controlCharacter, { pattern: '/' }, { const: accepted.reserved }] },
      };
    case 'numberedLegId':
      note('lengths', 'invisible');
      return { ...idSchema(accepted.maxLength), allOf: [{ pattern: numberedLegIdPattern.source }] };
    case 'vaultToken':
      return { type: 'string', pattern: vaultTokenPattern.source };
    case 'trueOrFalse':
      return { type: 'boolean' };
    case 'digest':
      return { type: 'string', pattern: digestPattern.source };
    case 'instant':
      note('days');
      return { type: 'string', pattern: instantPattern.source };
    case 'country':
      return { type: 'string', pattern: countryPattern.source };
    case 'currency':
      collected.definitions.set('currency', {
        description: 'ISO 4217, of a currency that has minor units.',
        enum: Object.keys(currencyExponents),
      });
      return { $ref: '#/$defs/currency' };
    case 'wholeNumber':
      if (accepted.least === 0) note('negativeZero');
      return { type: 'integer', minimum: accepted.least, maximum: accepted.most };
    case 'words':
      return accepted.words.length === 1 ? { const: accepted.words[0] } : { enum: accepted.words };
    case 'list':
      return {
        type: 'array',
        maxItems: accepted.mostItems,
        items: schemaOf(accepted.item, documentation.item(), collected),
      };
    case 'object':
      return objectSchema(accepted.fields, documentation, collected);
    case 'optional': {
      const schema = bareSchemaOf(accepted.value, documentation, collected);
      return accepted.null ? { anyOf: [schema, { type: 'null' }] } : schema;
    }
    case 'byTag':
      return {
        type: 'object',
        oneOf: Object.entries(accepted.variants).map(([word, variant]) =>
          schemaOf(variant, documentation.variant(accepted.tag, word), collected),
        ),
      };
    case 'also':
      for (const rule of accepted.rules) collected.notes.add(rule);
      return bareSchemaOf(accepted.value, documentation, collected);
    default:
      return assertNever(accepted);
  }
}

function objectSchema(
  fields: Readonly<Record<string, Accepted>>,
  documentation: Documentation,
  collected: Collected,
): JsonSchema {
  const properties = Object.entries(fields).map(
    ([key, accepted]) => [key, schemaOf(accepted, documentation.field(key), collected)] as const,
  );
  const required = Object.entries(fields)
    .filter(([, accepted]) => accepted.kind !== 'optional')
    .map(([key]) => key);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

const controlCharacter = { pattern: '[\\x00-\\x1f\\x7f-\\x9f]' };
/** Lines may end, and tabs become spaces. */
const controlCharacterInLines = { pattern: '[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]' };

/** Begins and ends with something that can be seen. Patterns are written for the regular expressions of any language. */
function idSchema(maxLength: number): JsonSchema {
  return { type: 'string', maxLength, pattern: '^\\S(.*\\S)?$', not: controlCharacter };
}
