// The form of a request: a group of fields per input, written from and read into a predict request.
import { isFloat, isInteger, isNumber, shapeText } from './signature.js';

let ids = 0;

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function labelled(text, control) {
  control.id = `field-${++ids}`;
  return element('p', {}, element('label', { htmlFor: control.id, textContent: text }), control);
}

class Field {
  constructor(spec, example, takesFiles) {
    this.spec = spec;
    this.group = element('fieldset', {}, element('legend', { textContent: `${spec.name}${spec.isOptional ? ' (optional)' : ''}` }));
    if (spec.description) this.group.append(element('p', { className: 'quiet', textContent: spec.description }));
    this.type = element('select', {}, ...spec.types.map(type => element('option', { value: type, textContent: type })));
    if (spec.types.length > 1) this.group.append(labelled('Type', this.type));
    this.data = element('textarea', { rows: 3, spellcheck: false });
    this.shape = element('input', { spellcheck: false, placeholder: spec.shape ? shapeText(spec.shape) : '[n]' });
    this.file = element('input', { type: 'file' });
    const isFile = spec.types.includes('FILE');
    if (isFile && takesFiles) this.group.append(labelled('A file of this machine', this.file));
    this.group.append(labelled(isFile ? (takesFiles ? 'or one of the box, as group/file' : 'A file of the box, as group/file') : this.hint(), this.data));
    if (spec.types.some(type => isNumber(type) || type === 'BOOL' || type === 'BYTES')) this.group.append(labelled('Shape', this.shape));
    this.write(example);
  }

  hint() {
    const type = this.spec.types[0];
    if (isNumber(type)) return 'Numbers, with commas or spaces between';
    if (type === 'BOOL') return 'true or false, with commas or spaces between';
    if (type === 'BYTES') return 'Texts, one a line';
    return type === 'dict' ? 'An object, as JSON' : 'Text';
  }

  // Fills the fields from an input of a request; undefined empties them.
  write(input) {
    if (input?.datatype && this.spec.types.includes(input.datatype)) this.type.value = input.datatype;
    const data = input?.data;
    const isFlat = Array.isArray(data);
    const flat = isFlat ? data.flat(Infinity) : [];
    this.data.value = data === undefined ? ''
      : this.type.value === 'BYTES' ? flat.join('\n')
      : isFlat ? flat.join(', ')
      : typeof data === 'string' ? data : JSON.stringify(data, null, 2);
    this.data.rows = Math.min(10, Math.max(2, Math.ceil(this.data.value.length / 80)));
    this.shape.value = input?.shape !== undefined && input.shape !== null ? JSON.stringify(input.shape) : '';
  }

  // The input of a request; null where an optional one is left empty.
  read(files) {
    const type = this.type.value;
    const text = this.data.value;
    const chosen = this.file.files?.[0];
    if (this.spec.isOptional && text.trim() === '' && !chosen) return null;
    const input = { name: this.spec.name, datatype: type };
    if (chosen) {
      const part = `file-${this.spec.name}`;
      files.push({ part, file: chosen });
      return { ...input, data: part };
    }
    input.data = this.values(type, text);
    const shape = this.shapeOf(input.data);
    if (shape) input.shape = shape;
    return input;
  }

  values(type, text) {
    if (isNumber(type)) return text.split(/[\s,;]+/).filter(Boolean).map(word => this.number(type, word));
    if (type === 'BOOL') return text.split(/[\s,;]+/).filter(Boolean).map(word => this.truth(word));
    if (type === 'BYTES') return text.split('\n');
    if (type !== 'dict') return text;
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new Error(`${this.spec.name}: ${error.message}`);
    }
  }

  number(type, word) {
    const number = Number(word);
    if (isFloat(type) && ['NaN', 'Infinity', '-Infinity'].includes(word)) return word;
    if (Number.isNaN(number)) throw new Error(`${this.spec.name}: "${word}" is not a number`);
    // beyond this JavaScript would round it
    if (isInteger(type) && !Number.isSafeInteger(number)) throw new Error(`${this.spec.name}: write ${word} in the JSON form`);
    return number;
  }

  truth(word) {
    if (word === 'true' || word === 'false') return word === 'true';
    throw new Error(`${this.spec.name}: expected true or false, found "${word}"`);
  }

  // What was written, else the signature's with its one unknown length worked out.
  shapeOf(data) {
    if (!Array.isArray(data)) return null;
    if (this.shape.value.trim() !== '') {
      try {
        return JSON.parse(this.shape.value);
      } catch {
        throw new Error(`${this.spec.name}: a shape looks like [1, 64], found "${this.shape.value}"`);
      }
    }
    const { shape } = this.spec;
    if (shape === null) return [data.length];
    const known = shape.filter(length => length !== -1).reduce((product, length) => product * length, 1);
    const unknown = shape.filter(length => length === -1).length;
    if (unknown === 0) return shape;
    if (unknown > 1 || known === 0) throw new Error(`${this.spec.name}: say the shape, of the form ${shapeText(shape)}`);
    return shape.map(length => (length === -1 ? data.length / known : length));
  }
}

export class Fields {
  constructor(signature, place) {
    this.fields = signature.inputs.map(spec => new Field(spec, signature.example?.inputs?.find(input => input.name === spec.name), signature.takesFiles));
    this.rest = { ...signature.example };
    delete this.rest.inputs;
    place.replaceChildren(...this.fields.map(field => field.group));
  }

  // The request that the fields say, and the files that go with it.
  read() {
    const files = [];
    return { request: { inputs: this.fields.map(field => field.read(files)).filter(input => input !== null), ...this.rest }, files };
  }

  // Fills the fields from a request; what they have no place for is kept.
  write(request) {
    for (const field of this.fields) field.write(request.inputs?.find(input => input.name === field.spec.name));
    this.rest = { ...request };
    delete this.rest.inputs;
  }
}
