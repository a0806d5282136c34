/** The first element of each message of WAMP. */
export const type = Object.freeze({
  HELLO: 1, WELCOME: 2, ABORT: 3, CHALLENGE: 4, AUTHENTICATE: 5, GOODBYE: 6, ERROR: 8, PUBLISH: 16, PUBLISHED: 17,
  SUBSCRIBE: 32, SUBSCRIBED: 33, UNSUBSCRIBE: 34, UNSUBSCRIBED: 35, EVENT: 36, CALL: 48, CANCEL: 49, RESULT: 50,
  REGISTER: 64, REGISTERED: 65, UNREGISTER: 66, UNREGISTERED: 67, INVOCATION: 68, INTERRUPT: 69, YIELD: 70,
});

const isID = (value) => Number.isSafeInteger(value) && value >= 0;
const isText = (value) => typeof value === "string";
const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value) && !ArrayBuffer.isView(value);

/** What stands in each message that a router sends, before arguments. */
const shapes = new Map([
  [type.WELCOME, [isID, isMap]], [type.ABORT, [isMap, isText]], [type.CHALLENGE, [isText, isMap]],
  [type.GOODBYE, [isMap, isText]], [type.ERROR, [isID, isID, isMap, isText]], [type.PUBLISHED, [isID, isID]],
  [type.SUBSCRIBED, [isID, isID]], [type.UNSUBSCRIBED, [isID]], [type.EVENT, [isID, isID, isMap]],
  [type.RESULT, [isID, isMap]], [type.REGISTERED, [isID, isID]], [type.UNREGISTERED, [isID]],
  [type.INVOCATION, [isID, isID, isMap]], [type.INTERRUPT, [isID, isMap]],
]);

/** Messages with arguments and keyword arguments behind what is always there. */
const withArguments = new Set([type.ERROR, type.EVENT, type.RESULT, type.INVOCATION, type.ABORT]);

/** What is wrong with a message; `undefined` if it is one that a router sends. */
export function fault(message) {
  const shape = Array.isArray(message) ? shapes.get(message[0]) : undefined;
  if (!shape) return "found no message that a router sends";
  const isRight = shape.every((accepts, index) => accepts(message[1 + index]));
  if (!isRight) return `found a message of type ${message[0]} whose elements are of other types`;
  if (!withArguments.has(message[0])) return undefined;
  const [args, kwargs] = message.slice(1 + shape.length);
  if (args !== undefined && !Array.isArray(args)) return `found a message of type ${message[0]} whose arguments are no list`;
  if (kwargs !== undefined && !isMap(kwargs)) return `found a message of type ${message[0]} whose keyword arguments are no map`;
  return undefined;
}

/** Arguments behind the rest of a message; nothing where there are none. */
export function tail(args = [], kwargs = {}) {
  if (Object.keys(kwargs).length > 0) return [args, kwargs];
  return args.length > 0 ? [args] : [];
}
