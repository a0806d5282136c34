import { shown } from "./scalars.js";
import { Reference, vector } from "./references.js";

/** Where a table has the value of a slot; 0 if it has none. */
function place(view, table, slot) {
  const vtable = table - view.getInt32(table, true);
  if (slot >= view.getUint16(vtable, true)) return 0;
  const offset = view.getUint16(vtable + slot, true);
  return offset === 0 ? 0 : table + offset;
}

/** Where a table has the value of a slot, which lies within the record; 0 if it has none. */
function checkedPlace(verifier, table, slot, type) {
  const at = place(verifier.view, table, slot);
  if (at === 0) return 0;
  verifier.check(at, type.size, type.alignment);
  return at;
}

/** A field of a table: `name` as in the schema, `property` as in JavaScript. */
class Field {
  constructor(name, property, slot, type, { fallback, required = false, key = false } = {}) {
    this.name = name;
    this.property = property;
    this.slot = slot;
    this.type = type;
    this.fallback = fallback;
    this.required = required;
    this.key = key;
  }

  /** What the table has in its own bytes. */
  get places() { return [{ slot: this.slot, size: this.type.size, alignment: this.type.alignment }]; }

  has(view, table) { return place(view, table, this.slot) !== 0; }

  read(view, table) {
    const at = place(view, table, this.slot);
    if (at !== 0) return this.type.read(view, at);
    return Array.isArray(this.fallback) ? this.emptyVector() : (this.fallback ?? null);
  }

  emptyVector() { return this.type.isBytes ? new Uint8Array() : []; }

  verify(verifier, table) {
    const at = checkedPlace(verifier, table, this.slot, this.type);
    if (at !== 0) this.type.verify(verifier, at);
    else if (this.required) verifier.refuse("is required and missing");
  }

  isPresent(builder, draft) {
    const value = draft[this.property];
    if (value === undefined || value === null) {
      if (this.required) builder.refuse(`${this.name} is required and missing`);
      return false;
    }
    return this.key || this.fallback === undefined || !this.type.isDefault?.(value, this.fallback);
  }

  write(builder, places, value) { this.type.write(builder, places.get(this.slot), value); }

  json(view, table, object) {
    if (this.has(view, table)) object[this.name] = this.type.json(this.read(view, table));
  }
}

/** A union: a member's number in the slot before the one of its value. */
class UnionField extends Field {
  constructor(name, property, slot, union, options) {
    super(name, property, slot, new Reference(), options);
    this.union = union;
  }

  get places() { return [...super.places, { slot: this.slot - 2, size: this.union().tag.size, alignment: this.union().tag.size }]; }

  has(view, table) { return this.tag(view, table) !== 0 && super.has(view, table); }

  tag(view, table) {
    const at = place(view, table, this.slot - 2);
    return at === 0 ? 0 : Number(this.union().tag.read(view, at));
  }

  read(view, table) {
    return this.has(view, table)
      ? this.union().read(this.tag(view, table), view, this.type.target(view, place(view, table, this.slot))) : null;
  }

  verify(verifier, table) {
    checkedPlace(verifier, table, this.slot - 2, this.union().tag);
    const at = checkedPlace(verifier, table, this.slot, this.type);
    const tag = this.tag(verifier.view, table);
    if (at !== 0 && tag !== 0) this.union().verify(tag, verifier, at);
    else if (this.required) verifier.refuse("is required and missing");
  }

  write(builder, places, value) {
    const [tag, member] = this.union().member(builder, value);
    this.union().tag.write(builder, places.get(this.slot - 2), tag);
    builder.link(places.get(this.slot), member.create(builder, value.value));
  }

  json(view, table, object) {
    const value = this.read(view, table);
    if (value === null) return;
    object[`${this.name}_type`] = value.type;
    object[this.name] = this.union().json(value);
  }
}

/** A vector of unions: one of members' numbers in the slot before. */
class UnionVectorField extends UnionField {
  get places() {
    const { size, alignment } = this.type;
    return [this.slot, this.slot - 2].map((slot) => ({ slot, size, alignment }));
  }

  has(view, table) { return place(view, table, this.slot) !== 0 && place(view, table, this.slot - 2) !== 0; }

  read(view, table) {
    if (!this.has(view, table)) return this.fallback ? [] : null;
    const tags = vector(this.union().tag).read(view, place(view, table, this.slot - 2));
    const start = this.type.target(view, place(view, table, this.slot)) + 4;
    return Array.from(tags, Number).map((tag, index) =>
      tag === 0 ? null : this.union().read(tag, view, this.type.target(view, start + 4 * index)));
  }

  verify(verifier, table) {
    const tags = checkedPlace(verifier, table, this.slot - 2, this.type);
    const at = checkedPlace(verifier, table, this.slot, this.type);
    if (at === 0 && tags === 0) {
      if (this.required) verifier.refuse("is required and missing");
      return;
    }
    if (at === 0 || tags === 0) verifier.refuse("found members without values, or values without members");
    const first = verifier.follow(tags);
    const values = verifier.follow(at);
    const { tag: type } = this.union();
    const count = verifier.vector(first, type.size, type.size);
    if (verifier.vector(values, 4, 4) !== count) verifier.refuse("found not as many members as values");
    verifier.spend(count);
    for (let index = 0; index < count; index++) {
      const tag = Number(type.read(verifier.view, first + 4 + type.size * index));
      if (tag === 0) continue;
      verifier.path.push(index);
      this.union().verify(tag, verifier, values + 4 + 4 * index);
      verifier.path.pop();
    }
  }

  write(builder, places, value) {
    if (!Array.isArray(value)) builder.refuse(`found ${shown(value)}, expected an array`);
    const members = value.map((element) => (element === null ? [0] : this.union().member(builder, element)));
    vector(this.union().tag).write(builder, places.get(this.slot - 2), members.map(([tag]) => tag));
    const at = builder.reserve(4 * value.length, 4, 4);
    builder.view.setUint32(at, value.length, true);
    builder.link(places.get(this.slot), at);
    members.forEach(([, member], index) => {
      if (!member) return;
      builder.path.push(index);
      builder.link(at + 4 + 4 * index, member.create(builder, value[index].value));
      builder.path.pop();
    });
  }

  json(view, table, object) {
    const values = this.has(view, table) ? this.read(view, table) : null;
    if (values === null) return;
    object[`${this.name}_type`] = values.map((value) => value?.type ?? "NONE");
    object[this.name] = values.map((value) => (value === null ? null : this.union().json(value)));
  }
}

/** The members of a union: `{ Tag: [1, type] }`, and the type of their numbers. A value is `{ type: "Tag", value }`. */
class Union {
  constructor(tag, members) {
    this.tag = tag;
    this.types = new Map(Object.entries(members));
    this.names = new Map(Object.entries(members).map(([name, [tag]]) => [tag, name]));
  }

  /** Of a member that only a newer schema has there is no value, and its number is its type. */
  read(tag, view, at) {
    const name = this.names.get(tag);
    if (name === undefined) return { type: tag, value: null };
    return { type: name, value: this.types.get(name)[1].readTarget(view, at) };
  }

  verify(tag, verifier, at) {
    const name = this.names.get(tag);
    if (name !== undefined) return this.types.get(name)[1].verify(verifier, at);
    verifier.follow(at);
  }

  member(builder, value) {
    const member = this.types.get(value?.type);
    if (!member) {
      builder.refuse(`found ${shown(value?.type)} as a union's type, expected ${[...this.types.keys()].join(", ")}`);
    }
    return member;
  }

  json({ type, value }) { return value === null ? null : this.types.get(type)[1].json(value); }
}

export const union = (tag, members) => new Union(tag, members);

export function field(name, property, slot, type, options) {
  return new Field(name, property, slot, type, options);
}

export function unionField(name, property, slot, definition, options) {
  return new UnionField(name, property, slot, definition, options);
}

export function unionVectorField(name, property, slot, definition, options) {
  return new UnionVectorField(name, property, slot, definition, options);
}

