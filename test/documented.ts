/**
 * What routes answer beside what the OpenAPI document says they answer, field by field and in both directions. A watched
 * `ask` is compared answer by answer; in the end the document is asked what it promises and nothing ever answered.
 */
import type { Answer, Ask, TestApi } from './api.ts';

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
}
interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }>
  >;
}
type Fields = Readonly<Record<string, Schema>>;

export async function openDocumented(api: Pick<TestApi, 'ask'>) {
  const { body: document } = await api.ask('GET', '/api/openapi.json');
  const paths = Object.entries(document.paths as Record<string, Record<string, Operation>>).map(
    ([template, operations]) => ({
      template,
      operations,
      pattern: new RegExp(`^${template.replace(/{\w+}/g, '[^/]+')}$`),
      // /me/basket before /me/{id}: what is said literally is meant.
      holes: template.split('{').length,
    }),
  );
  paths.sort((a, b) => a.holes - b.holes);
  const wrong: string[] = [];
  const asked = new Set<string>();
  /** Of each object that was answered: the fields that the document has for it, and those that were there. */
  const seen = new Map<Fields, { readonly at: string; readonly names: Set<string> }>();

  function resolve(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema;
    const [, , , name = ''] = schema.$ref.split('/');
    return resolve(document.components.schemas[name]);
  }

  /** Every alternative's complaints; none where the value is as it says. */
  function complaintsOf(schema: Schema, value: unknown, at: string): string[] {
    const { $ref, allOf, anyOf, ...plain } = schema;
    if ($ref !== undefined) return complaintsOf(resolve(schema), value, at);
    if (allOf) return complaintsOf(merged(allOf), value, at);
    if (anyOf) {
      const all = anyOf.map((one) => complaintsOf(one, value, at));
      return all.find((complaints) => complaints.length === 0) ?? all[0] ?? [];
    }
    if (plain.enum && !plain.enum.includes(value)) return [`${at} is ${JSON.stringify(value)}`];
    const types = plain.type === undefined ? null : [plain.type].flat();
    if (types !== null && !types.includes(typeOf(value)) && !(types.includes('number') && isWhole(value)))
      return [`${at} is ${typeOf(value)}, not ${types.join(' or ')}`];
    if (plain.format === 'date-time' && value !== null && Number.isNaN(Date.parse(String(value))))
      return [`${at} is no time`];
    if (Array.isArray(value)) {
      if (value.length === 0) expectFields(plain.items ?? {}, `${at}[]`);
      return value.flatMap((one) => complaintsOf(plain.items ?? {}, one, `${at}[]`));
    }
    if (value === null) expectFields(plain, at);
    // Without fields of its own it may hold anything.
    const isFree = plain.properties === undefined && plain.additionalProperties === undefined;
    if (typeof value !== 'object' || value === null || isFree) return [];
    return ofFields(plain, value as Record<string, unknown>, at);
  }

  /** An object that was null, or in no list so far: until one is answered all its fields count as never answered. */
  function expectFields(schema: Schema, at: string): void {
    const { allOf, ...plain } = resolve(schema);
    if (allOf) expectFields(merged(allOf), at);
    else if (plain.properties) namesOf(plain, at);
  }

  function namesOf(schema: Schema, at: string): Set<string> {
    const known = seen.get(keyOf(schema)) ?? { at, names: new Set<string>() };
    seen.set(keyOf(schema), known);
    return known.names;
  }

  function ofFields(schema: Schema, value: Record<string, unknown>, at: string): string[] {
    const { properties = {}, required = [], additionalProperties: others } = schema;
    const names = namesOf(schema, at);
    const missing = required.filter((name) => !(name in value)).map((name) => `${at}.${name} is not there`);
    const wrongFields = Object.entries(value).flatMap(([name, inner]) => {
      names.add(name);
      const field = properties[name];
      if (field) return complaintsOf(field, inner, `${at}.${name}`);
      if (typeof others === 'object') return complaintsOf(others, inner, `${at}.${name}`);
      return [`${at}.${name} is not documented`];
    });
    return [...missing, ...wrongFields];
  }

  /** Merged schemas are made anew each time: what tells them apart is what they are made of. */
  const keys = new Map<string, Fields>();
  function keyOf({ properties = {} }: Schema): Fields {
    const text = JSON.stringify(properties);
    const known = keys.get(text) ?? properties;
    keys.set(text, known);
    return known;
  }

  function merged(parts: readonly Schema[]): Schema {
    const resolved = parts.map(resolve).map((part) => (part.allOf ? merged(part.allOf) : part));
    const types = resolved.map(({ type }) => (type === undefined ? [] : [type].flat()));
    return {
      type: types.some((names) => names.includes('null')) ? ['object', 'null'] : 'object',
      properties: Object.assign({}, ...resolved.map(({ properties }) => properties)),
      required: resolved.flatMap(({ required = [] }) => required),
    };
  }

  function compare(method: string, path: string, { status, body, headers }: Answer): void {
    const bare = path.split('?')[0] ?? '';
    const found = paths.find(
      ({ pattern, operations }) => pattern.test(bare) && operations[method.toLowerCase()],
    );
    const at = `${method} ${found?.template ?? bare}`;
    const response = found?.operations[method.toLowerCase()]?.responses[status];
    if (!response) {
      wrong.push(`${at} answers ${status}`);
      return;
    }
    asked.add(at);
    const type = headers.get('content-type')?.split(';')[0] ?? '';
    const schema = response.content?.[type]?.schema;
    if (schema) wrong.push(...complaintsOf(schema, body, at));
    else if (body !== '' || response.content) wrong.push(`${at} answers ${type}`);
  }

  return {
    /** Rejects where it is refused: refusals are documented by their codes, and a walk that stops proves nothing. */
    ask: async (method: string, path: string, it?: Ask): Promise<Answer> => {
      const answer = await api.ask(method, path, it);
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
      compare(method, path, answer);
      return answer;
    },
    /** Each once. */
    wrong: (): string[] => [...new Set(wrong)].sort(),
    /** Fields of the objects that were answered which none of them had. */
    neverAnswered: (): string[] =>
      [...seen]
        .flatMap(([fields, { at, names }]) =>
          Object.keys(fields)
            .filter((name) => !names.has(name))
            .map((name) => `${at}.${name}`),
        )
        .sort(),
    asked: (): string[] => [...asked].sort(),
  };
}

const isWhole = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value);

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return isWhole(value) ? 'integer' : typeof value;
}
