import FlatBuffersRuntime
import SharedBytes

extension Specimen.Draft {
  /// A record with random values in most of its fields; the same for the same seed.
  init(seed: Int) {
    var dice = Dice(seed: seed)
    self.init(title: dice.text(), must: dice.thing(), numbers: dice.list { $0.integer() })
    setScalars(&dice)
    setOptionalScalars(&dice)
    setObjects(&dice)
    setVectors(&dice)
    setVectorsOfObjects(&dice)
  }

  private mutating func setScalars(_ dice: inout Dice) {
    if dice.below(4) == 0 { return }
    (flag, tiny, octet, small) = (dice.flag(), dice.integer(), dice.integer(), dice.integer())
    (port, number, count) = (dice.integer(), dice.integer(), dice.integer())
    (large, huge) = (dice.integer(), dice.integer())
    (ratio, precise) = (dice.float(), dice.double())
    (mood, rights, distance) = (dice.mood(), dice.rights(), dice.distance())
    (keyHash, coloured) = (dice.integer(), dice.integer())
  }

  private mutating func setOptionalScalars(_ dice: inout Dice) {
    maybeFlag = dice.maybe { $0.flag() }
    maybeTiny = dice.maybe { $0.integer() }
    maybeOctet = dice.maybe { $0.integer() }
    maybeSmall = dice.maybe { $0.integer() }
    maybePort = dice.maybe { $0.integer() }
    maybeNumber = dice.maybe { $0.integer() }
    maybeCount = dice.maybe { $0.integer() }
    maybeLarge = dice.maybe { $0.integer() }
    maybeHuge = dice.maybe { $0.integer() }
    maybeRatio = dice.maybe { $0.float() }
    maybePrecise = dice.maybe { $0.double() }
    maybeMood = dice.maybe { $0.mood() }
  }

  private mutating func setObjects(_ dice: inout Dice) {
    note = dice.maybe { $0.text() }
    common = dice.maybe { $0.text() }
    spot = dice.maybe { $0.spot() }
    badge = dice.maybe { $0.badge() }
    block = dice.maybe { Block(low: $0.integer(), high: $0.integer()) }
    tag = dice.maybe { $0.tag() }
    link = dice.maybe { $0.link(depth: 4) }
    numbered = dice.maybe { $0.numbered() }
    thing = dice.maybe { $0.thing() }
  }

  private mutating func setVectors(_ dice: inout Dice) {
    flags = dice.maybe { $0.list { $0.flag() } }
    tinies = dice.maybe { $0.list { $0.integer() } }
    octets = dice.maybe { $0.list { $0.integer() } }
    smalls = dice.maybe { $0.list { $0.integer() } }
    ports = dice.maybe { $0.list { $0.integer() } }
    counts = dice.maybe { $0.list { $0.integer() } }
    larges = dice.maybe { $0.list { $0.integer() } }
    huges = dice.maybe { $0.list { $0.integer() } }
    ratios = dice.maybe { $0.list { $0.float() } }
    precises = dice.maybe { $0.list { $0.double() } }
    moods = dice.maybe { $0.list { $0.mood() } }
    rightsList = dice.maybe { $0.list { $0.rights() } }
    distances = dice.maybe { $0.list { $0.distance() } }
    aligned = dice.maybe { $0.list { $0.integer() } }
  }

  private mutating func setVectorsOfObjects(_ dice: inout Dice) {
    spots = dice.maybe { $0.list { $0.spot() } }
    // Sorted by key, as the schema asks for; the C++ parser sorts them by itself, equal keys in any order.
    badges = dice.maybe { $0.list { $0.badge() }.sortedByKey() }
    blocks = dice.maybe { $0.list { Block(low: $0.integer(), high: $0.integer()) } }
    names = dice.maybe { $0.list { $0.text() } }
    tags = dice.maybe { $0.list { $0.tag() }.sortedByKey() }
    counters = dice.maybe { $0.list { $0.counter() }.sortedByKey() }
    links = dice.maybe { $0.list { $0.link(depth: 2) } }
    things = dice.maybe { $0.list { $0.thing() } }
    inner = dice.maybe { dice in
      // A draft with short strings never grows past 2 GiB, the only reason to fail.
      Array(try! RecordBuffer<Link>(dice.link(depth: 3)).bytes)
    }
  }
}

extension Dice {
  fileprivate mutating func mood() -> Mood { one(of: [.calm, .merry, .grim]) }

  fileprivate mutating func rights() -> Right {
    one(of: [[], .read, [.read, .share], [.read, .write, .share]])
  }

  fileprivate mutating func distance() -> Distance { one(of: [.near, .here, .far]) }

  fileprivate mutating func spot() -> Spot { Spot(floor: integer(), x: float(), y: double()) }

  fileprivate mutating func badge() -> Badge {
    Badge(
      number: UInt32(truncatingIfNeeded: next()), mood: mood(), valid: flag(),
      levels: FixedArray([integer(), integer(), integer()])!, spots: FixedArray([spot(), spot()])!,
      moods: FixedArray([mood(), mood()])!, home: spot())
  }

  fileprivate mutating func tag() -> Tag.Draft { Tag.Draft(name: "\(text())\(next())", weight: float()) }

  fileprivate mutating func counter() -> Counter.Draft {
    Counter.Draft(id: Int64(truncatingIfNeeded: next()), hits: integer())
  }

  fileprivate mutating func numbered() -> Numbered.Draft {
    Numbered.Draft(last: maybe { $0.text() }, first: integer(), middle: integer())
  }

  fileprivate mutating func link(depth: Int) -> Link.Draft {
    Link.Draft(
      label: maybe { $0.text() }, next: depth > 0 ? maybe { $0.link(depth: depth - 1) } : nil,
      more: depth > 0 ? maybe { $0.list { $0.link(depth: depth - 2) } } : nil)
  }

  fileprivate mutating func thing() -> Thing.Draft {
    switch below(7) {
    case 0: .tag_(tag())
    case 1: .spot(spot())
    case 2: .text(text())
    case 3: .again(tag())
    case 4: .numbered(numbered())
    case 5: .badge(badge())
    default: .words(text())
    }
  }
}
