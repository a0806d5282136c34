/// A fast generator of random identifiers, seeded once (SplitMix64 by Steele, Lea and Flood).
///
/// The numbers are evenly spread, as identifiers in the global scope must be; they are no secrets.
package struct RandomIDs: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64 = UInt64.random(in: .min ... .max)) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  package mutating func next<ID: WAMPIdentifier>(_ type: ID.Type = ID.self) -> ID {
    ID.random(using: &self)
  }
}
