// `import Flatwire` is all of the package.
@_exported public import EventHistory
@_exported public import FlatBuffersRuntime
@_exported public import RecordClient
@_exported public import RecordServices
@_exported public import RecordStore
@_exported public import SharedBytes
@_exported public import WAMP
@_exported public import WAMPAuthentication
@_exported public import WAMPClient
@_exported public import WAMPRouter
@_exported public import WAMPTransport
@_exported public import WAMPUplink
