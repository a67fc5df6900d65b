// What an API takes and gives, read from its OpenAPI document.

const problem = 'application/problem+json';

function entriesOf(list) {
  const kinds = list?.items?.anyOf ?? [];
  const needed = new Set((list?.allOf ?? []).map(rule => rule.contains?.properties?.name?.const));
  return {
    // an entry without a name of its own stands for all others
    entries: kinds.filter(kind => kind.properties?.name?.const !== undefined).map(kind => entryOf(kind, needed)),
    isOpen: kinds.some(kind => kind.properties?.name?.const === undefined),
  };
}

function entryOf(kind, needed) {
  const { name, datatype, shape } = kind.properties;
  return {
    name: name.const,
    types: datatype.enum,
    // null for any; -1 for any length
    shape: shape.minItems === undefined ? null : (shape.prefixItems ?? []).map(length => length.const ?? -1),
    isOptional: !needed.has(name.const),
    description: kind.description ?? '',
  };
}

export class Signature {
  constructor(document, path) {
    const operation = document.paths[`${path}/predict`].post;
    const content = operation.requestBody.content;
    const request = content['application/json'];
    this.summary = operation.summary;
    this.takesFiles = 'multipart/form-data' in content;
    this.schemes = Object.values(document.components.securitySchemes ?? {}).map(scheme => scheme.scheme);
    this.example = request.example ?? null;
    ({ entries: this.inputs, isOpen: this.hasOpenInputs } = entriesOf(request.schema.properties.inputs));
    const answer = operation.responses['200'].content['application/json'].schema;
    ({ entries: this.outputs, isOpen: this.hasOpenOutputs } = entriesOf(answer.properties.outputs));
  }
}

export const isProblem = answer => (answer.headers.get('Content-Type') ?? '').startsWith(problem);

export const isFloat = type => /^(FP|BF)\d+$/.test(type);

export const isInteger = type => /^U?INT\d+$/.test(type);

export const isNumber = type => isFloat(type) || isInteger(type);

export const shapeText = shape => (shape === null ? 'any' : `[${shape.map(length => (length === -1 ? 'n' : length)).join(', ')}]`);
