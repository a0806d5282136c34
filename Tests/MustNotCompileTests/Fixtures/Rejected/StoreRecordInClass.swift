// error: lifetime-dependent variable 'value' escapes its scope
final class Cache {
  var person: Person?
}
