/// What a frame is for, in every framing that has it.
enum FrameKind: Equatable, Sendable {
  case binary
  case text
  case ping
  case pong
  case close
}
